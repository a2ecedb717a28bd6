import { type Json, toHex } from '@gongshi/protocol'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { readJson, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { publicKeyIn, readKey } from '../keys/keyFolder.ts'
import { type Contribution, contributionHash, contributionText, readContributions } from '../operate/contribution.ts'
import { foundingOf, parseDivision, parseOrgan, parsePortal, soleFounder } from '../operate/founding.ts'
import { addMemberOptions, type MemberOptions, memberOf, publicOf } from '../operate/memberOptions.ts'
import { loadNode } from '../operate/parts.ts'
import { addJsonOption, integer, type JsonOptions } from '../options.ts'
import { printFields, printJson } from '../output.ts'

/** A ledger that departments found together, each on its own machine: contributions, one genesis, its hash compared. */
export function addGenesis(program: Command, context: Context): void {
  const genesis = describe(program.command('genesis'), context, {
    zh: '几个部门各在自己的机器上一同创办联盟账本',
    en: 'found a consortium’s ledger together, each department on its own machine',
    example: 'gongshi genesis hash genesis.json',
  })
  addContribute(genesis, context)
  addCollect(genesis, context)
  const hash = describe(genesis.command('hash').argument('<file>'), context, {
    zh: '显示创世指纹，供各部门比对',
    en: 'print the genesis hash, which departments compare',
    example: 'gongshi genesis hash genesis.json',
  })
  addJsonOption(hash, context).action(async (file: string, options: JsonOptions) => {
    const node = await loadNode()
    showGenesis(context, options, node.readGenesis(await readJson(context, file)))
  })
}

type ContributeOptions = MemberOptions &
  JsonOptions & {
    readonly chainId: string
    readonly name: string
    readonly organ: string
    readonly division: string
    readonly founder: string
    readonly vote: boolean
    readonly output: string
  }

function addContribute(genesis: Command, context: Context): void {
  const command = describe(genesis.command('contribute'), context, {
    zh: '生成本部门节点的密钥，以及交给收集者的创世材料',
    en: 'make this department’s node keys, and the contribution that goes to the collector',
    example:
      'gongshi genesis contribute --chain-id example-city --name finance --organ x-example:finance --division gb-t-2260:330100:2020-01-01 --founder finance.pub --origin finance.example.gov --listen node.finance.example.gov:26656 --data ./gongshi-data -o finance.json',
  })
  command.requiredOption('--chain-id <id>', context.say({ zh: '账本名', en: 'name of the ledger' }))
  command.requiredOption('--name <name>', context.say({ zh: '部门的简称', en: 'a short name of the department' }))
  command.requiredOption('--organ <scheme:id>', context.say({ zh: '机关', en: 'its organ' }))
  command.requiredOption(
    '--division <scheme:code:date>',
    context.say({ zh: '所在行政区划', en: 'its administrative division' }),
  )
  command.requiredOption(
    '--founder <key>',
    context.say({ zh: '创办人公钥文件或密钥', en: 'the founding officer’s key; its public part will do' }),
  )
  command.option('--no-vote', context.say({ zh: '不参加表决', en: 'its organ does not vote in the house' }))
  command.requiredOption('-o, --output <file>', context.say({ zh: '写入文件', en: 'write it to a file' }))
  addJsonOption(addMemberOptions(command, context), context)
  command.action(async (options: ContributeOptions) => contribute(context, options))
}

async function contribute(context: Context, options: ContributeOptions): Promise<void> {
  const node = await loadNode()
  const { chainId, name, output, json } = options
  const { data, listen } = memberOf(context, options)
  const place = { organ: parseOrgan(options.organ), division: parseDivision(options.division) }
  const key = publicKeyIn((await readKey(context, options.founder)).text)
  const origin = `${options.origin}/${chainId}/node`
  const shown = publicOf(await node.createMember(data, { origin, engine: 'cometbft' }, context), listen)
  const made = { chainId, name, ...place, key, votes: options.vote, origin, ...shown }
  const { sign } = await node.readNodeKey(node.foldersOf(data).keys, 'validator')
  await writeNew(output, contributionText(made, sign))
  const fingerprint = toHex(contributionHash(made))
  if (json) return printJson(context, { name, fingerprint, ...shown, file: output })
  const { say } = context
  printFields(context, [
    [say({ zh: '部门', en: 'department' }), name],
    [say({ zh: '材料指纹', en: 'fingerprint' }), fingerprint],
    [say({ zh: '材料', en: 'contribution' }), output],
  ])
}

type CollectOptions = JsonOptions & {
  readonly chainId: string
  readonly portal: readonly string[]
  readonly votingPeriod?: number
  readonly synthetic?: true
  readonly output: string
}

function addCollect(genesis: Command, context: Context): void {
  const command = describe(genesis.command('collect').argument('<contribution...>'), context, {
    zh: '把各部门的创世材料合成一份创世文件',
    en: 'make one genesis of the departments’ contributions',
    example: 'gongshi genesis collect finance.json justice.json --chain-id example-city -o genesis.json',
  })
  command.requiredOption('--chain-id <id>', context.say({ zh: '账本名', en: 'name of the ledger' }))
  command.option(
    '--portal <address...>',
    context.say({ zh: '通行密钥可在其上签名的门户网址', en: 'addresses of the portals on which passkeys sign' }),
    ['http://localhost:7900'],
  )
  command.option(
    '--voting-period <ms>',
    context.say({ zh: '表决期（毫秒；默认 14 天）', en: 'how long the house votes, in milliseconds (14 days)' }),
    integer('--voting-period', 1000, 10 ** 11),
  )
  command.option('--synthetic', context.say({ zh: '全为虚构数据', en: 'everything on it is made up' }))
  command.requiredOption('-o, --output <file>', context.say({ zh: '写入文件', en: 'write it to a file' }))
  addJsonOption(command, context)
  command.action(async (paths: readonly string[], options: CollectOptions) => collect(context, paths, options))
}

async function collect(context: Context, paths: readonly string[], options: CollectOptions): Promise<void> {
  const node = await loadNode()
  const { chainId, votingPeriod } = options
  const contributions = await readContributions(context, paths, chainId)
  const founders = contributions.map(({ key, organ, division, votes }) => ({
    ...soleFounder,
    key,
    organ,
    division,
    votes,
  }))
  const periods = votingPeriod === undefined ? {} : { votingPeriod }
  const ledger = { chainId, founders, periods, origin: '', portals: options.portal.map(parsePortal) }
  const founding = foundingOf(node, ledger, await node.installAffairs(), context)
  const marks = { engine: 'cometbft' as const, ...(options.synthetic ? { synthetic: true as const } : {}) }
  const genesis = node.genesisOf(contributions, { ...founding, ...marks }, context)
  await writeNew(options.output, `${JSON.stringify(genesis, null, 2)}\n`)
  if (!options.json) showContributions(context, contributions)
  showGenesis(context, options, node.readGenesis(genesis as unknown as Json), contributions)
}

function showContributions(context: Context, contributions: readonly Contribution[]): void {
  for (const contribution of contributions)
    printFields(context, [
      [contribution.name, toHex(contributionHash(contribution))],
      [context.say({ zh: '地址', en: 'peer' }), contribution.peer],
    ])
}

type Shown = { readonly genesis: { readonly chainId: string }; readonly genesisHash: Uint8Array }

export function showGenesis(
  context: Context,
  options: JsonOptions,
  { genesis: { chainId }, genesisHash }: Shown,
  contributions: readonly Contribution[] = [],
): void {
  if (options.json) {
    const members = contributions.map((each) => ({
      name: each.name,
      fingerprint: contributionHash(each),
      peer: each.peer,
    }))
    printJson(context, { chainId, genesisHash, members })
    return
  }
  const { say } = context
  printFields(context, [
    [say({ zh: '账本', en: 'ledger' }), chainId],
    [say({ zh: '创世指纹', en: 'genesis hash' }), toHex(genesisHash)],
  ])
}
