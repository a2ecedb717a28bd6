import { ClientError } from '@gongshi/sdk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { describe } from '../help.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { Progress, printJson } from '../output.ts'

type ViewsOptions = JsonOptions & { readonly opsUrl: string }

/** As the operations port tells it; null for a generation that is not there. */
type Generation = { readonly generation: number; readonly entries: number; readonly height: number } | null
type Status = {
  readonly serving: Generation
  readonly building: Generation
  readonly fault: string | null
  readonly failed: number
  readonly logSize: number
}

const pollMs = 250

/** Lists and search follow from the log: this makes them anew from it, while the present ones go on answering. */
export function addViews(program: Command, context: Context): void {
  const views = describe(program.command('views'), context, {
    zh: '列表与检索（投影）：重新生成',
    en: 'lists and search: make them anew',
    example: 'gongshi views rebuild',
  })
  const rebuild = describe(views.command('rebuild'), context, {
    zh: '从日志重新生成全部列表与检索；期间旧的继续应答',
    en: 'make all lists and search anew from the log; the old ones answer meanwhile',
    example: 'gongshi views rebuild --ops-url http://127.0.0.1:7901',
  })
  rebuild.option(
    '--ops-url <url>',
    context.say({ zh: '节点的运维地址', en: 'address of the node’s operations port' }),
    'http://127.0.0.1:7901',
  )
  addJsonOption(rebuild, context).action(async (options: ViewsOptions) => {
    const ask = (method: string, path: string) => askStatus(context, method, `${options.opsUrl}${path}`)
    const progress = new Progress(context)
    const until = async (first: Status, isThere: (status: Status) => boolean): Promise<Status> => {
      let status = first
      while (!isThere(status)) {
        await new Promise((resolve) => setTimeout(resolve, pollMs))
        if (context.signal.aborted) throw new ClientError({ code: 'client-cancelled' })
        status = await ask('GET', '/views')
        progress.show(status.fault ?? `${status.building?.entries ?? 0}/${status.logSize}`)
      }
      return status
    }
    // A node that has just started has none yet: what it makes first is no answer to what is asked here.
    const { serving } = await until(await ask('GET', '/views'), (status) => status.serving !== null)
    const isAnew = (status: Status) =>
      (status.serving?.generation ?? 0) > serving!.generation && status.building === null
    const status = await until(await ask('POST', '/views/rebuild'), isAnew)
    progress.clear()
    if (options.json) return printJson(context, status)
    const { entries = 0 } = status.serving ?? {}
    context.out(context.say({ zh: `✓ 已由 ${entries} 条记录重新生成\n`, en: `✓ made anew from ${entries} entries\n` }))
    if (status.failed > 0)
      context.out(
        context.say({
          zh: `! ${status.failed} 条记录未能生成行；账本不受影响，详见节点日志\n`,
          en: `! ${status.failed} entries gave no rows; the ledger has them, the node’s log says why\n`,
        }),
      )
  })
}

/** @throws {ClientError} client-node-unreachable, client-answer-malformed */
async function askStatus(context: Context, method: string, url: string): Promise<Status> {
  let response: Response
  try {
    response = await context.fetch(url, { method, signal: context.signal })
  } catch (error) {
    throw new ClientError({ code: 'client-node-unreachable' }, { cause: error })
  }
  const status = (await response.json().catch(() => null)) as Status | null
  if (!response.ok || status === null || typeof status.logSize !== 'number')
    throw new ClientError({ code: 'client-answer-malformed', at: 'logSize' })
  return status
}
