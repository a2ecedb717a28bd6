import { once } from 'node:events'
import type { Command } from 'commander'
import type { Logger } from 'pino'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import { addDataOptions, addPortOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { loadDemo, loadNode, type NodeConfig } from '../operate/parts.ts'
import { Progress } from '../output.ts'
import { version } from '../version.ts'

type Options = ConfigOptions & { readonly demo?: boolean }

/** Runs a node until it is told to stop, or must. */
export function addStart(program: Command, context: Context, end: End): void {
  const command = describe(program.command('start'), context, {
    zh: '运行节点；--demo 附带一座虚构城市的数据',
    en: 'run a node; --demo brings the data of a synthetic city',
    example: 'gongshi start --demo --port 7900 --data ./gongshi-data',
  })
  command.option(
    '--demo',
    context.say({
      zh: '虚构数据，密钥不加密，仅供试用',
      en: 'synthetic data under keys that lie open: for trials only',
    }),
  )
  command.option('--no-demo', context.say({ zh: '不带演示数据', en: 'without the demo' }))
  addPortOptions(addDataOptions(command, context), context)
  command.action(async (options: Options) => {
    end(await start(context, options))
  })
}

async function start(context: Context, options: Options): Promise<number> {
  const node = await loadNode()
  const config = await configOf(context, node, options)
  const demo = options.demo === true ? await loadDemo() : undefined
  await demo?.prepareDemo(config.data, context)
  const { now, random } = context
  const logger = await createLogger(config)
  const running = await node.runNode(config, await node.installAffairs(), { now, random, logger, version: version() })
  try {
    context.out(context.say({ zh: `公示正在运行：${running.url}\n`, en: `Gongshi is running: ${running.url}\n` }))
    if (demo !== undefined) {
      const progress = new Progress(context)
      const tips = await demo.seedDemo({ url: running.url, data: config.data }, (done, of) =>
        progress.show(`${done}/${of}`),
      )
      progress.clear()
      context.out(`${context.say(tips)}\n`)
    }
    context.out(context.say({ zh: '按 Ctrl+C 停止。\n', en: 'Press Ctrl+C to stop.\n' }))
    await untilStopped(context)
    return exit.done
  } finally {
    await running.stop()
  }
}

/** Lines of JSON on standard error, so that standard output stays for people. */
async function createLogger(config: NodeConfig): Promise<Logger> {
  const { destination, pino } = await import('pino')
  return pino({ level: config.log.level }, destination(2))
}

export async function untilStopped(context: Context): Promise<void> {
  if (!context.signal.aborted) await once(context.signal, 'abort')
  context.err(context.say({ zh: '正在停止 …\n', en: 'Stopping …\n' }))
}
