import { isChainId, toHex } from '@gongshi/protocol'
import { createKeyFile } from '@gongshi/sdk/node'
import { type Command, Option } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { readJson } from '../files.ts'
import { describe } from '../help.ts'
import { publicKeyIn, readKey, writeKey } from '../keys/keyFolder.ts'
import { addDataOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { readFounders } from '../operate/foundersFile.ts'
import { foundingOf, parseDivision, parseOrgan, parsePortal, soleFounder } from '../operate/founding.ts'
import { loadNode, type NodePart } from '../operate/parts.ts'
import {
  addJsonOption,
  addPassphraseOption,
  type JsonOptions,
  type PassphraseOptions,
  passphraseOf,
} from '../options.ts'
import { printFields, printJson } from '../output.ts'
import { showGenesis } from './genesis.ts'

type Options = ConfigOptions &
  JsonOptions &
  PassphraseOptions & {
    readonly chainId?: string
    readonly founder?: string
    readonly founders?: string
    readonly organ: string
    readonly division: string
    readonly origin: string
    readonly portal: readonly string[]
    readonly genesis?: string
  }

/** A new ledger: its genesis and the founder's key, from which every other right on it descends. */
export function addInit(program: Command, context: Context): void {
  const command = describe(program.command('init'), context, {
    zh: '创建账本：创世文件与创办人密钥；几个部门可一同创办',
    en: 'create a ledger, by one department or several: its genesis and the founder’s key',
    example: 'gongshi init --chain-id hangzhou-notices --data ./gongshi-data',
  })
  command.option(
    '--chain-id <id>',
    context.say({
      zh: '账本名（小写字母、数字、连字符，至多 40 字）',
      en: 'name of the ledger: a-z 0-9 -, 40 at most',
    }),
  )
  addFounderOptions(command, context)
  command.addOption(
    new Option(
      '--genesis <file>',
      context.say({
        zh: '各部门一同创办的创世文件（genesis collect）；本节点的密钥已由 genesis contribute 生成',
        en: 'the genesis that departments founded together (genesis collect); this node’s keys are there by genesis contribute',
      }),
    ).conflicts(['chainId', 'founder', 'founders']),
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
    if (options.genesis !== undefined) return adopt(context, node, options, options.genesis)
    const made = await create(context, node, options)
    if (options.json) return printJson(context, made)
    showMade(context, made)
  })
}

async function adopt(context: Context, node: NodePart, options: Options, file: string): Promise<void> {
  const { data } = await configOf(context, node, options)
  showGenesis(context, options, await node.adoptGenesis(data, await readJson(context, file)))
}

/** Who founds: one by flags, or several by a file. */
function addFounderOptions(command: Command, context: Context): void {
  command.option(
    '--founder <key>',
    context.say({
      zh: '创办人密钥的名称或文件，只有公钥的文件也可（keys export --public）；省略则新建',
      en: 'the founder’s key by name or file, its public key alone will do (keys export --public); otherwise one is made',
    }),
  )
  command.addOption(
    new Option(
      '--founders <file>',
      context.say({
        zh: '一同创办的各部门及各自的公钥（JSON，见 docs/operate/found.md）',
        en: 'departments that found it together, each with its public key (JSON, see docs/operate/found.md)',
      }),
    ).conflicts(['founder', 'organ', 'division']),
  )
  command.option('--organ <scheme:id>', context.say({ zh: '创办机关', en: 'the founding organ' }), 'x-founder:1')
  command.option(
    '--division <scheme:code:date>',
    context.say({ zh: '所在行政区划', en: 'its administrative division' }),
    'x-founder:1:2026-01-01',
  )
}

function showMade(context: Context, made: Awaited<ReturnType<typeof create>>): void {
  const { say } = context
  printFields(context, [
    [say({ zh: '账本', en: 'ledger' }), made.chainId],
    [say({ zh: '创世指纹', en: 'genesis hash' }), toHex(made.genesisHash)],
    ...made.founders.map((founder): [string, string] => [say({ zh: '创办人密钥', en: 'founder’s key' }), founder]),
    [say({ zh: '创世文件', en: 'genesis' }), made.genesis],
  ])
  context.out(
    made.founders.length === 1
      ? say({
          zh: '请备份创办人密钥，再运行：gongshi start\n',
          en: 'Back up the founder’s key, then: gongshi start\n',
        })
      : say({
          zh: '每个部门各自备份密钥，再运行：gongshi start\n',
          en: 'Each department backs up its key; then: gongshi start\n',
        }),
  )
}

async function create(context: Context, node: NodePart, options: Options) {
  const { chainId, origin } = options
  if (chainId === undefined) throw new CliError({ code: 'cli-argument-missing', argument: '--chain-id' })
  if (!isChainId(chainId))
    throw new CliError({ code: 'cli-value-invalid', flag: '--chain-id', expected: '[a-z0-9-]{1,40}' })
  const portals = options.portal.map(parsePortal)
  const { data, engine } = await configOf(context, node, options)
  const { paths, ...house } = await houseOf(context, { ...options, chainId })
  const ledger = { chainId, ...house, origin: `${origin}/${chainId}/node`, portals }
  const founding = foundingOf(node, ledger, await node.installAffairs(), context)
  const order = engine.kind === 'cometbft' ? { engine: engine.kind } : {}
  const { genesisHash } = await node.createLedger(data, { ...founding, ...order }, context)
  return { chainId, genesisHash, founders: paths, genesis: node.foldersOf(data).genesis }
}

/** Who founds it: those whom a file names, or the one department of the flags. */
async function houseOf(context: Context, options: Options & { readonly chainId: string }) {
  if (options.founders !== undefined) return readFounders(context, options.founders)
  const place = { organ: parseOrgan(options.organ), division: parseDivision(options.division) }
  const { path, text } = await founderKey(context, options)
  return { paths: [path], founders: [{ ...soleFounder, key: publicKeyIn(text), ...place }] }
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
