import { setTimeout as pause } from 'node:timers/promises'
import type { TrustRoot } from '@gongshi/protocol'
import { type Client, createClient } from '@gongshi/sdk'
import type { Alarm, Monitored, MonitorFolder, MonitorOptions, MonitorRules } from '@gongshi/sdk/monitor'
import type { Command } from 'commander'
import { addErrorTexts } from '../catalogue.ts'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { CliError } from '../errors.ts'
import { exit } from '../failure.ts'
import { readBytes } from '../files.ts'
import { describe } from '../help.ts'
import type { Bilingual } from '../language.ts'
import { recomputing } from '../operate/recomputing.ts'
import { addJsonOption, addTrustOption, integer, type JsonOptions, readTrust, type TrustOptions } from '../options.ts'
import { printable } from '../output.ts'

type Options = JsonOptions &
  TrustOptions & {
    readonly dir: string
    readonly rules?: string
    readonly alert?: readonly string[]
    readonly silence?: number
    readonly witnessAge?: number
    readonly once?: boolean
    readonly every: number
    readonly fromStart?: boolean
    readonly replay?: boolean
    readonly snapshot?: string
  }

const mostSeconds = 366 * 24 * 3600

/** Follows one log as one or several places show it, and says what anybody should hear of, with proof. */
export function addMonitor(program: Command, context: Context, end: End): void {
  const command = describe(program.command('monitor').argument('<url...>'), context, {
    zh: '监测一个日志：在一处或多处核对检查点前后一致、彼此一致，发现分叉、回退等即告警并留下证据文件',
    en: 'follow a log as one or several places show it; forks, rollbacks and what the rules name raise alarms with proof files',
    example: 'gongshi monitor http://127.0.0.1:7900 https://mirror.example --dir ./monitor --trust trust.json --once',
  })
  const { say } = context
  addTrustOption(command, context)
  command.option(
    '--dir <folder>',
    say({ zh: '存放日志副本、状态和证据的文件夹', en: 'folder of the copy of the log, state and proofs' }),
    './gongshi-monitor',
  )
  command.option(
    '--rules <file>',
    say({ zh: '规则文件（JSON），代替以下三项', en: 'file of rules (JSON), in place of the next three' }),
  )
  command.option('--alert <rule...>', say({ zh: '对哪些条目告警', en: 'which entries raise an alarm' }))
  const seconds = (flag: string) => integer(flag, 1, mostSeconds)
  command.option(
    '--silence <seconds>',
    say({ zh: '多久没有新条目即告警', en: 'how long without a new entry' }),
    seconds('--silence'),
  )
  command.option(
    '--witness-age <seconds>',
    say({ zh: '见证联署可以多旧', en: 'how old the cosignatures of witnesses may be' }),
    seconds('--witness-age'),
  )
  command.option('--once', say({ zh: '只查一次，供定时任务使用', en: 'look once, for a timer' }))
  command.option('--every <seconds>', say({ zh: '每隔多久查一次', en: 'how often it looks' }), seconds('--every'), 60)
  command.option(
    '--from-start',
    say({ zh: '首次运行也对已有条目告警', en: 'tell of entries from before the first run, too' }),
  )
  command.option(
    '--replay',
    say({
      zh: '重新执行全部行为，逐一比对结果和状态根',
      en: 'execute all acts again and compare each outcome and state root',
    }),
  )
  command.option(
    '--snapshot <folder>',
    say({ zh: '正文已删除之处从该状态快照继续', en: 'where a body was erased, go on from this snapshot of the state' }),
  )
  addJsonOption(command, context)
  command.action(async (urls: string[], options: Options) => end(await monitor(context, urls, options)))
}

async function monitor(context: Context, urls: readonly string[], options: Options): Promise<number> {
  const { MonitorFolder, monitorErrorTexts } = await import('@gongshi/sdk/monitor')
  const { mirrorErrorTexts } = await import('@gongshi/sdk/mirror')
  addErrorTexts(monitorErrorTexts)
  addErrorTexts(mirrorErrorTexts)
  const { trust, rules } = await groundsOf(context, options)
  const folder = MonitorFolder.open(options.dir)
  try {
    return await look(context, options, await lookingOf(context, urls, { trust, rules, folder }, options))
  } finally {
    folder.close()
  }
}

/** Once, or until the signal comes. */
async function look(context: Context, options: Options, looking: Omit<MonitorOptions, 'onAlarm'>): Promise<number> {
  const { monitorLog } = await import('@gongshi/sdk/monitor')
  for (;;) {
    const told: string[] = []
    const onAlarm = (alarm: Alarm): void => {
      told.push(alarm.kind)
      tell(context, options, alarm)
    }
    try {
      const monitored = await monitorLog({ ...looking, onAlarm })
      tellRecomputed(context, options, monitored)
      if (options.once) return codeOf(monitored, told)
      await pause(options.every * 1000, undefined, { signal: context.signal })
    } catch (error) {
      if (context.signal.aborted) return options.once ? exit.interrupted : exit.done
      throw error
    }
  }
}

type Grounds = { readonly trust: TrustRoot; readonly rules: MonitorRules }

async function groundsOf(context: Context, options: Options): Promise<Grounds> {
  if (options.trust === undefined) throw new CliError({ code: 'cli-argument-missing', argument: '--trust' })
  return { trust: await readTrust(context, options.trust), rules: await rulesOf(context, options) }
}

async function lookingOf(
  context: Context,
  urls: readonly string[],
  grounds: Grounds & { readonly folder: MonitorFolder },
  options: Options,
): Promise<Omit<MonitorOptions, 'onAlarm'>> {
  const { fetch, now, random, language, signal } = context
  const places: readonly Client[] = [...new Set(urls)].map((url) => createClient({ url, fetch, now, random, language }))
  const { trust, folder } = grounds
  const recompute = options.replay
    ? await recomputing(context, { places, trust, folder: folder.path, snapshot: options.snapshot ?? null })
    : null
  return { ...grounds, places, recompute, fromStart: options.fromStart === true, now, signal }
}

/** One schema, whether from the file or the flags. @throws {CliError} cli-json-malformed; {MonitorError} monitor-rules-malformed */
async function rulesOf(context: Context, options: Options): Promise<MonitorRules> {
  const { parseRules } = await import('@gongshi/sdk/monitor')
  const { rules: path, alert: entries, silence, witnessAge } = options
  if (path === undefined)
    return parseRules({
      ...(entries === undefined ? {} : { entries }),
      ...(silence === undefined ? {} : { silenceMs: silence * 1000 }),
      ...(witnessAge === undefined ? {} : { witnessMs: witnessAge * 1000 }),
    })
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(await readBytes(context, path)))
  } catch (error) {
    if (error instanceof SyntaxError) throw new CliError({ code: 'cli-json-malformed', path }, { cause: error })
    throw error
  }
  return parseRules(json)
}

/** A line for people or, asked for, the line of JSON that `alarms.jsonl` gets in either case. */
function tell(context: Context, { json }: Options, alarm: Alarm): void {
  if (json) {
    context.out(`${JSON.stringify(alarm)}\n`)
    return
  }
  const { kind, time, place, entry, key, code, proof } = alarm
  const { say } = context
  const about = [
    ...(entry === null ? [] : [say({ zh: `条目 ${entry}`, en: `entry ${entry}` })]),
    ...(key === null ? [] : [say({ zh: `密钥 ${key}`, en: `key ${key}` })]),
    ...(place === null ? [] : [place]),
    ...(code === null ? [] : [`[${code}]`]),
    ...(proof === null ? [] : [say({ zh: `证据 ${proof}`, en: `proof ${proof}` })]),
  ]
  context.out(printable(`${new Date(time).toISOString()}  ${say(sentences[kind])}  ${about.join('  ')}`.trimEnd()))
  context.out('\n')
}

/** How far it was executed again, beside what goes to programs; what was not is said each time. */
function tellRecomputed({ err, say }: Context, { json }: Options, { recomputed, size }: Monitored): void {
  if (recomputed === null || json) return
  const { from, to } = recomputed
  err(
    say({
      zh: `已重新执行条目 ${from}–${to}，共 ${size} 条${from > 0 ? `；${from} 之前来自快照，未经重算` : ''}\n`,
      en: `entries ${from} to ${to} of ${size} executed again${from > 0 ? `; those before ${from} came with a snapshot and were not` : ''}\n`,
    }),
  )
}

/** Whether all is quiet; only out of reach; or more than that. */
function codeOf({ standing }: Monitored, told: readonly string[]): number {
  const kinds = [...told, ...standing.map((fault) => fault.split(' ', 1)[0]!)]
  if (kinds.length === 0) return exit.done
  return kinds.every((kind) => kind === 'unreachable') ? exit.unreachable : exit.no
}

const sentences: Readonly<Record<Alarm['kind'], Bilingual>> = {
  fork: { zh: '日志已分叉', en: 'the log has forked' },
  rollback: { zh: '日志比先前展示的短', en: 'less of the log is shown than before' },
  unverified: { zh: '所展示的内容不能通过核验', en: 'what is shown does not verify' },
  unreachable: { zh: '无法完整取得日志', en: 'the log cannot be had whole' },
  'state-differs': { zh: '重新执行得出的结果与日志不符', en: 'executing the acts again leads elsewhere' },
  'replay-stopped': { zh: '重新执行无法继续', en: 'executing the acts again cannot go on' },
  silence: { zh: '很久没有新条目', en: 'no new entry for too long' },
  'witnesses-stale': { zh: '见证联署不足或过旧', en: 'cosignatures of witnesses are missing or too old' },
  'entry-malformed': { zh: '条目的编码有误', en: 'an entry is none of this protocol' },
  'key-added': { zh: '登记了密钥', en: 'a key was added' },
  'affair-upgraded': { zh: '事项将升级', en: 'an affair is upgraded' },
  'publication-withdrawn': { zh: '公开内容被撤回', en: 'a publication was withdrawn' },
  'parameter-set': { zh: '参数已更改', en: 'a parameter was set' },
  'validators-changed': { zh: '验证者已变更', en: 'the validators have changed' },
  'publisher-listed': { zh: '登记了日志公布者', en: 'a publisher of the log was listed' },
  'affair-paused': { zh: '事项或操作被暂停', en: 'an affair or an action was paused' },
}
