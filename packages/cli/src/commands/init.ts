import { fromBase64, isChainId, type PublicKey, parseCoseKey, toHex } from '@gongshi/protocol'
import { createKeyFile, readKeyFileFace } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { describe } from '../help.ts'
import { readKey, writeKey } from '../keys/keyFolder.ts'
import { addDataOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { foundingOf, parseDivision, parseOrgan, parsePortal } from '../operate/founding.ts'
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
  PassphraseOptions & {
    readonly chainId?: string
    readonly founder?: string
    readonly organ: string
    readonly division: string
    readonly origin: string
    readonly portal: readonly string[]
  }

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
    context.say({
      zh: '创办人密钥的名称或文件，只有公钥的文件也可（keys export --public）；省略则新建',
      en: 'the founder’s key by name or file, its public key alone will do (keys export --public); otherwise one is made',
    }),
  )
  command.option('--organ <scheme:id>', context.say({ zh: '创办机关', en: 'the founding organ' }), 'x-founder:1')
  command.option(
    '--division <scheme:code:date>',
    context.say({ zh: '所在行政区划', en: 'its administrative division' }),
    'x-founder:1:2026-01-01',
  )
  command.option(
    '--origin <dns name>',
    context.say({ zh: '发布日志所用的域名', en: 'domain name under which the log is published' }),
    'localhost',
  )
  command.option(
    '--portal <address...>',
    context.say({
      zh: '通行密钥可在其上签名的门户网址（https；本机可用 http://localhost）',
      en: 'addresses of the portals on which passkeys sign: https, or http://localhost',
    }),
    ['http://localhost:7900'],
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
      [say({ zh: '创世文件', en: 'genesis' }), made.genesis],
    ])
    context.out(
      say({ zh: '请备份创办人密钥，再运行：gongshi start\n', en: 'Back up the founder’s key, then: gongshi start\n' }),
    )
  })
}

async function create(context: Context, node: NodePart, options: Options) {
  const { chainId, organ, division, origin } = options
  if (chainId === undefined) throw new CliError({ code: 'cli-argument-missing', argument: '--chain-id' })
  if (!isChainId(chainId))
    throw new CliError({ code: 'cli-value-invalid', flag: '--chain-id', expected: '[a-z0-9-]{1,40}' })
  const place = { organ: parseOrgan(organ), division: parseDivision(division) }
  const portals = options.portal.map(parsePortal)
  const { data, engine } = await configOf(context, node, options)
  const { path, text } = await founderKey(context, { ...options, chainId })
  const founders = [{ key: publicKeyIn(text), ...place }]
  const ledger = { chainId, founders, origin: `${origin}/${chainId}/node`, portals }
  const founding = foundingOf(node, ledger, await node.installAffairs(), context)
  const order = engine.kind === 'cometbft' ? { engine: engine.kind } : {}
  const { genesisHash } = await node.createLedger(data, { ...founding, ...order }, context)
  return { chainId, genesisHash, founder: path, genesis: node.foldersOf(data).genesis }
}

/** Of a key file, or of what `keys export --public` gives. @throws {KeyFileError | KeyError} */
function publicKeyIn(text: string): PublicKey {
  const only = /^\s*([A-Za-z0-9+/]+={0,2})\s*$/.exec(text)?.[1]
  return only === undefined ? readKeyFileFace(text).key : parseCoseKey(fromBase64(only))
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
