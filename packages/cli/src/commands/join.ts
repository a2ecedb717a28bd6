import { toHex } from '@gongshi/protocol'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { readBytes, readJson, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { addMemberOptions, type MemberOptions, memberOf, publicOf } from '../operate/memberOptions.ts'
import { loadNode } from '../operate/parts.ts'
import { addJsonOption, type JsonOptions, readTrust } from '../options.ts'
import { printFields, printJson } from '../output.ts'

type Options = MemberOptions &
  JsonOptions & {
    readonly genesis: string
    readonly beginning?: string
    readonly trust: string
    readonly member: readonly string[]
    readonly peer: readonly string[]
    readonly config: string
  }

/** A node more for a consortium that exists: it follows and serves; the house may give it a vote. */
export function addJoin(program: Command, context: Context): void {
  const command = describe(program.command('join'), context, {
    zh: '为已有的联盟账本准备一个新节点：密钥、创世文件、配置',
    en: 'prepare a node for a consortium that exists: its keys, the genesis, its configuration',
    example:
      'gongshi join --genesis genesis.json --trust trust.json --member https://ledger.finance.example.gov --peer 0123456789abcdef0123456789abcdef01234567@node.finance.example.gov:26656 --origin audit.example.gov --listen node.audit.example.gov:26656',
  })
  command.requiredOption('--genesis <file>', context.say({ zh: '账本的创世文件', en: 'the ledger’s genesis' }))
  command.option(
    '--beginning <file>',
    context.say({
      zh: '账本由单一运行方移交而来时：任一成员的 beginning.json',
      en: 'where the ledger was one operator’s at first: beginning.json of any member',
    }),
  )
  command.requiredOption(
    '--trust <file>',
    context.say({ zh: '已核对指纹的信任根', en: 'the trust root, its fingerprint compared' }),
  )
  command.requiredOption('--member <url...>', context.say({ zh: '其他成员的门户网址', en: 'portals of other members' }))
  command.requiredOption(
    '--peer <id@host:port...>',
    context.say({ zh: '其他成员的节点', en: 'nodes of other members' }),
  )
  addMemberOptions(command, context)
  command.option(
    '--config <file>',
    context.say({ zh: '写入的配置文件', en: 'configuration to be written' }),
    'gongshi.config.json',
  )
  addJsonOption(command, context)
  command.action(async (options: Options) => join(context, options))
}

async function join(context: Context, options: Options): Promise<void> {
  const node = await loadNode()
  const { config, peer: peers, member: members } = options
  const { data, listen } = memberOf(context, options)
  await readTrust(context, options.trust)
  const trust = `${data}.trust.json`
  const settings = { data, engine: { kind: 'cometbft', listen, peers, stateSync: { trust } }, members }
  node.parseConfig(settings)
  const json = await readJson(context, options.genesis)
  const { beginning: file } = options
  const beginning = file === undefined ? null : node.parseBeginning(await readJson(context, file))
  const { genesis, genesisHash, member } = await node.joinLedger(data, json, options.origin, context, beginning)
  await writeNew(trust, await readBytes(context, options.trust))
  await writeNew(config, `${JSON.stringify(settings, null, 2)}\n`)
  const shown = publicOf(member, listen)
  if (options.json) return printJson(context, { chainId: genesis.chainId, genesisHash, ...shown, config })
  const { say } = context
  printFields(context, [
    [say({ zh: '账本', en: 'ledger' }), genesis.chainId],
    [say({ zh: '创世指纹', en: 'genesis hash' }), toHex(genesisHash)],
    [say({ zh: '验证者公钥', en: 'validator' }), toHex(shown.validator)],
    [say({ zh: '发布公钥', en: 'publisher' }), shown.vkey],
    [say({ zh: '节点', en: 'peer' }), shown.peer],
    [say({ zh: '配置', en: 'configuration' }), config],
  ])
}
