import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit, explain, explainedText } from '../failure.ts'
import { describe } from '../help.ts'
import { loadNode } from '../operate/parts.ts'
import { addJsonOption, integer, type JsonOptions } from '../options.ts'
import { parseCommand } from '../testnet/commands.ts'
import { type Layout, layoutIn } from '../testnet/layout.ts'
import { Namespaces } from '../testnet/namespaces.ts'
import { Network } from '../testnet/network.ts'
import type { NodeState } from '../testnet/nodeState.ts'
import { LiveText, networkTable } from '../testnet/table.ts'

type Options = JsonOptions & {
  readonly validators: number
  readonly data: string
  readonly install?: boolean
  readonly netns?: boolean
  readonly founders?: string
  readonly votingPeriod?: number
}

/** A consortium on this machine: a CometBFT and a Gongshi a validator, each with its own data, keys and ports. */
export function addTestnet(program: Command, context: Context, end: End): void {
  const command = describe(program.command('testnet'), context, {
    zh: '在本机运行一个联盟：每个验证者一个 CometBFT 和一个公示节点（虚构数据，密钥不加密）',
    en: 'run a consortium on this machine: a CometBFT and a Gongshi a validator (synthetic, keys lie open)',
    example: 'gongshi testnet --validators 4 --data ./gongshi-testnet',
  })
  command.option(
    '--validators <count>',
    context.say({ zh: '验证者数目', en: 'how many validators' }),
    integer('--validators', 1, 16),
    4,
  )
  command.option(
    '--data <folder>',
    context.say({ zh: '网络的文件夹', en: 'folder of the network' }),
    './gongshi-testnet',
  )
  command.option(
    '--install',
    context.say({ zh: '缺少 CometBFT 时用 Go 编译', en: 'build CometBFT with Go where it is missing' }),
  )
  command.option(
    '--netns',
    context.say({
      zh: '每个节点在各自的网络命名空间中（需要 root）',
      en: 'each node in a network namespace of its own (needs root)',
    }),
  )
  command.option(
    '--founders <file>',
    context.say({
      zh: '由文件所列的部门用各自的密钥创办（JSON，见 docs/operate/found.md）；省略则每个验证者一个部门',
      en: 'founded by the departments of a file with their own keys (JSON, see docs/operate/found.md); otherwise a department a validator',
    }),
  )
  command.option(
    '--voting-period <ms>',
    context.say({
      zh: '表决期（毫秒；默认 14 天；用 --founders 时由文件规定）',
      en: 'how long the house votes, in milliseconds (14 days; with --founders the file says)',
    }),
    integer('--voting-period', 1000, 10 ** 11),
  )
  addJsonOption(command, context)
  command.action(async (options: Options) => {
    end(await run(context, options))
  })
}

async function run(context: Context, options: Options): Promise<number> {
  const node = await loadNode()
  await node.findCometBft().catch((error: unknown) => {
    if (options.install) return node.installCometBft()
    throw error
  })
  const layout = await layoutIn(context, node, { ...options, namespaces: options.netns ?? false })
  const namespaces = layout.namespaces ? await Namespaces.open(layout.nodes.length, portsOf(layout)) : null
  const network = new Network(layout, namespaces)
  const tell = options.json ? inLines(context, layout, network) : inWords(context, layout, network)
  try {
    network.start()
    const obeyed = obey(context, layout, network, tell)
    await network.watch(context.signal, tell.look)
    await obeyed
    return exit.done
  } finally {
    await network.stop()
    await namespaces?.close()
  }
}

function portsOf({ nodes }: Layout) {
  return nodes.flatMap(({ portal, operations }, at) =>
    [portal, operations].map((url) => ({ at, port: Number(new URL(url).port) })),
  )
}

/** Carries out what comes in, a line at a time. */
async function obey(context: Context, layout: Layout, network: Network, { done, refused }: Tell): Promise<void> {
  const names = layout.nodes.map(({ name }) => name)
  for await (const line of context.readLines()) {
    if (line.trim() === '') continue
    try {
      await network.carryOut(parseCommand(line, names))
      done(line)
    } catch (error) {
      refused(line, error)
    }
  }
}

type Tell = {
  look(changed: readonly { readonly node: Layout['nodes'][number]; readonly now: NodeState }[]): void
  done(line: string): void
  refused(line: string, error: unknown): void
}

/** For programs: a line when every node is up for the first time, then one a change and one a command. */
function inLines(context: Context, layout: Layout, network: Network): Tell {
  const say = (line: object) => context.out(`${JSON.stringify(line)}\n`)
  let isReady = false
  const ready = () => {
    isReady = layout.nodes.every((each) => network.state(each).state === 'up')
    if (!isReady) return
    const nodes = layout.nodes.map((each, at) => ({
      ...each,
      namespace: network.namespace(at),
      pids: network.pids(each),
    }))
    say({ event: 'ready', chainId: layout.chainId, nodes, keys: layout.keys })
  }
  return {
    look: (changed) => {
      if (!isReady) return ready()
      for (const { node, now } of changed) {
        const { state, height, code } = now
        say({ event: 'state', node: node.name, state, height, code, pids: network.pids(node) })
      }
    },
    done: (command) => say({ event: 'done', command }),
    refused: (command, error) => say({ event: 'refused', command, code: explain(error, context.language).code }),
  }
}

/** For people: a table that renews itself in a terminal, and elsewhere one at each change. */
function inWords(context: Context, layout: Layout, network: Network): Tell {
  const { say } = context
  const live = context.printsToTerminal ? new LiveText(context.out) : null
  const stop = say({ zh: '按 Ctrl+C 停止。', en: 'Press Ctrl+C to stop.' })
  let isReady = false
  context.out(say({ zh: '正在启动 …\n', en: 'Starting …\n' }))
  return {
    look: (changed) => {
      isReady ||= layout.nodes.every((each) => network.state(each).state === 'up')
      if (!isReady || (live === null && changed.length === 0)) return
      const rows = layout.nodes.map((each) => ({ name: each.name, portal: each.portal, now: network.state(each) }))
      const text = `${networkTable(context, rows)}\n${stop}`
      if (live === null) context.out(`${text}\n`)
      else live.show(text)
    },
    done: () => undefined,
    refused: (_line, error) => context.err(explainedText(explain(error, context.language))),
  }
}
