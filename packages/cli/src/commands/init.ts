import { isChainId, toHex } from '@gongshi/protocol'
import { createKeyFile, readKeyFileFace } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { describe } from '../help.ts'
import { readKey, writeKey } from '../keys/keyFolder.ts'
import { addDataOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { loadNode, type NodePart } from '../operate/parts.ts'
import {
  addJsonOption,
  addPassphraseOption,
  type JsonOptions,
  type PassphraseOptions,
  passphraseOf,
} from '../options.ts'
import { printFields, printJson } from '../output.ts'

type Options = ConfigOptions &
  JsonOptions &
  PassphraseOptions & { readonly chainId?: string; readonly founder?: string }

/** A new ledger: its genesis and the founder's key, from which every other right on it descends. */
export function addInit(program: Command, context: Context): void {
  const command = describe(program.command('init'), context, {
    zh: '创建账本：创世文件与创办人密钥',
    en: 'create a ledger: its genesis and the founder’s key',
    example: 'gongshi init --chain-id hangzhou-notices --data ./gongshi-data',
  })
  command.option(
    '--chain-id <id>',
    context.say({
      zh: '账本名（小写字母、数字、连字符，至多 40 字）',
      en: 'name of the ledger: a-z 0-9 -, 40 at most',
    }),
  )
  command.option(
    '--founder <key>',
    context.say({ zh: '已有的创办人密钥；省略则新建', en: 'a founder’s key that exists; otherwise one is made' }),
  )
  addJsonOption(addPassphraseOption(addDataOptions(command, context), context), context)
  command.action(async (options: Options) => {
    const node = await loadNode()
    const made = await create(context, node, options)
    if (options.json) return printJson(context, made)
    const { say } = context
    printFields(context, [
      [say({ zh: '账本', en: 'ledger' }), made.chainId],
      [say({ zh: '创世指纹', en: 'genesis hash' }), toHex(made.genesisHash)],
      [say({ zh: '创办人密钥', en: 'founder’s key' }), made.founder],
      [say({ zh: '文件', en: 'files' }), made.files.join('  ')],
    ])
    context.out(
      say({ zh: '请备份创办人密钥，再运行：gongshi start\n', en: 'Back up the founder’s key, then: gongshi start\n' }),
    )
  })
}

async function create(context: Context, node: NodePart, options: Options) {
  const { chainId } = options
  if (chainId === undefined) throw new CliError({ code: 'cli-argument-missing', argument: '--chain-id' })
  if (!isChainId(chainId))
    throw new CliError({ code: 'cli-value-invalid', flag: '--chain-id', expected: '[a-z0-9-]{1,40}' })
  const config = await configOf(context, node, options)
  const { path, text } = await founderKey(context, { ...options, chainId })
  const { key } = readKeyFileFace(text)
  return { ...(await node.initLedger(config, { chainId, founder: key, now: context.now() })), founder: path }
}

/** The key is on the disk before the genesis that names it. */
async function founderKey(
  context: Context,
  options: PassphraseOptions & { readonly chainId: string; readonly founder?: string },
): Promise<{ path: string; text: string }> {
  if (options.founder !== undefined) return readKey(context, options.founder)
  const name = `founder-${options.chainId}`
  const passphrase = await passphraseOf(context, options, true)
  const text = await createKeyFile({ suite: 'ed25519', label: name, passphrase })
  return { path: await writeKey(context, name, text), text }
}
