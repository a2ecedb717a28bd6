/**
 * `npm run simulate -- --schedules N [--seed S] [--keep PLACES] [--first]`: schedules from seed S on. Ends with a line of figures; a
 * failure prints the command that replays it, shrunk. With `--first` it ends at the first failure, as it is.
 */
import { parseArgs } from 'node:util'
import { type Failure, isFailure, readPlaces, runSchedule, shrink, stepsOf, writePlaces } from './schedule.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '1' },
    seed: { type: 'string' },
    keep: { type: 'string' },
    first: { type: 'boolean', default: false },
  },
})
const schedules = numberOf('schedules', values.schedules)
const first = values.seed === undefined ? 1 : numberOf('seed', values.seed)
const kept = values.keep === undefined ? undefined : readPlaces(values.keep)

/** So often a long run says how far it is. Milliseconds. */
const progressMs = 10_000

process.exitCode = await simulate()

async function simulate(): Promise<number> {
  // PERF: refusals are errors, and their stacks cost more than what they tell; a replay of one seed shows them.
  if (schedules > 1) Error.stackTraceLimit = 0
  const total = { transactions: 0, acknowledged: 0, starts: 0 }
  let failures = 0
  const begun = process.cpuUsage()
  const beginning = performance.now()
  let told = beginning
  for (let seed = first; seed < first + schedules; seed++) {
    if (performance.now() - told > progressMs) {
      told = performance.now()
      console.error(
        `  … ${seed - first} of ${schedules} schedules, ${failures} failed, ${rate(total.transactions, begun)}`,
      )
    }
    process.once('unhandledRejection', giveUp)
    const ended = await runSchedule(seed, kept)
    process.off('unhandledRejection', giveUp)
    if (isFailure(ended)) {
      failures++
      await tell(ended)
      if (values.first) break
    } else for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += ended[name]
    function giveUp(error: unknown): void {
      console.error(`seed ${seed}: a rejection that nobody handles`, error)
      process.exit(1)
    }
  }
  const seconds = ((performance.now() - beginning) / 1000).toFixed(1)
  const { transactions, acknowledged, starts } = total
  console.log(
    `${schedules} schedules from seed ${first} in ${seconds} s: ${transactions} transactions, ${acknowledged} acknowledged and found, ` +
      `${starts} starts, ${failures} failed; ${rate(transactions, begun)}`,
  )
  return failures === 0 ? 0 : 1
}

function rate(transactions: number, since: NodeJS.CpuUsage): string {
  const { user, system } = process.cpuUsage(since)
  return `${Math.round((transactions / (user + system)) * 1e6)} transactions a second of one core`
}

async function tell(failure: Failure): Promise<void> {
  const command = `npm run simulate -- --seed ${failure.seed}`
  console.error(`seed ${failure.seed} failed:`, schedules > 1 ? String(failure.error) : failure.error)
  console.error(`  replay: ${command}${kept === undefined ? '' : ` --keep ${writePlaces(kept)}`}`)
  if (kept !== undefined || values.first) return
  const small = await shrink(failure)
  console.error(
    `  shrunk to ${small.kept.length} of ${failure.kept.length} steps: ${command} --keep ${writePlaces(small.kept)}`,
  )
  console.error(`    ${String(small.error)}`)
  const plan = stepsOf(failure.seed)
  for (const place of small.kept.slice(0, 40)) console.error(`    ${place} ${JSON.stringify(plan[place])}`)
}

function numberOf(name: string, text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}`)
  return Number(text)
}
