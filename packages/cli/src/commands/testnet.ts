import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import { loadNode } from '../operate/parts.ts'
import { addJsonOption, integer, type JsonOptions } from '../options.ts'
import { printFields } from '../output.ts'
import type { End } from '../run.ts'
import { type Layout, layoutIn } from '../testnet/layout.ts'
import { Network, type NodeState } from '../testnet/network.ts'

type Options = JsonOptions & { readonly validators: number; readonly data: string; readonly install?: boolean }

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
  const layout = await layoutIn(context, node, options.data, options.validators)
  const network = new Network(layout)
  const tell = options.json ? inLines(context, layout, network) : inWords(context, layout, network)
  network.start()
  try {
    await network.watch(context.signal, tell)
    return exit.done
  } finally {
    await network.stop()
  }
}

type Tell = (node: Layout['nodes'][number], now: NodeState) => void

/** For programs: a line when every node is up for the first time, then one a change. */
function inLines(context: Context, layout: Layout, network: Network): Tell {
  const say = (line: object) => context.out(`${JSON.stringify(line)}\n`)
  let isReady = false
  return (node, now) => {
    if (isReady) return say({ event: 'state', node: node.name, ...now, pids: network.pids(node) })
    isReady = layout.nodes.every((each) => network.state(each).state === 'up')
    if (!isReady) return
    const nodes = layout.nodes.map((each) => ({ ...each, pids: network.pids(each) }))
    say({ event: 'ready', chainId: layout.chainId, nodes, keys: layout.keys })
  }
}

function inWords(context: Context, layout: Layout, network: Network): Tell {
  const { say } = context
  const words: { readonly [state in NodeState['state']]: string } = {
    up: say({ zh: '正常', en: 'up' }),
    waiting: say({ zh: '等待其他验证者', en: 'waits for other validators' }),
    down: say({ zh: '停止', en: 'down' }),
  }
  let isReady = false
  context.out(say({ zh: '正在启动 …\n', en: 'Starting …\n' }))
  return () => {
    isReady ||= layout.nodes.every((each) => network.state(each).state === 'up')
    if (!isReady) return
    const row = (each: Layout['nodes'][number]) => {
      const { state, height } = network.state(each)
      return [each.name, `${each.portal}  ${words[state]}  ${height}`] as const
    }
    printFields(context, layout.nodes.map(row))
    context.out(say({ zh: '按 Ctrl+C 停止。\n', en: 'Press Ctrl+C to stop.\n' }))
  }
}
