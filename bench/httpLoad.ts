import { Child } from './support/child.ts'
import { against, type BenchModule, type Measure, type Surroundings } from './support/measure.ts'
import { Postgres } from './support/postgres.ts'
import { Submitting } from './support/submitting.ts'

const clients = 16
const many = 512
const names = {
  many: `${many} requests under way`,
  echo: `${many} requests under way, of what HTTP alone does`,
  middle: 'acknowledgement at half of the most, half of them within',
  tail: 'acknowledgement at half of the most, 99% within',
} as const

/** Many requests at once, against durable inserts and against HTTP alone; and how soon a node answers that is half busy. */
export const httpLoad: BenchModule = {
  name: 'http-load',
  title: 'Many requests at once, and half of the most',
  measures: Object.values(names),
  what: `Signed publications of about 512 bytes, one a request, as under “Signed transactions through HTTP”, with ${many} connections, each waiting for its acknowledgement. Rivals: pgbench with ${clients} clients; and Node’s own HTTP server giving the same bodies back to the same clients. Then half as many a second as ${clients} waiting clients get through, each sent at its time whether or not those before were answered, against pgbench at half of its own rate; both latencies count from when a request was due. All take turns.`,
  async run(surroundings) {
    const postgres = await Postgres.start(surroundings.folder)
    const echo = new Child('./echoChild.ts')
    const submitting = await Submitting.start(surroundings.folder, clients)
    try {
      const url = await echo.ask<string>('start')
      return await measured(surroundings, { postgres, submitting, echo: url })
    } finally {
      await Promise.all([submitting.stop(), echo.stop()])
      if (postgres instanceof Postgres) await postgres.stop()
    }
  },
}

type Sides = {
  readonly postgres: Postgres | { readonly absent: string }
  readonly submitting: Submitting
  readonly echo: string
}

async function measured({ quick, say }: Surroundings, { postgres, submitting, echo }: Sides): Promise<Measure[]> {
  const [rounds, count, seconds] = quick ? [1, 2_000, 3] : [5, 15_000, 8]
  const ours: Record<'many' | 'middle' | 'tail', number[]> = { many: [], middle: [], tail: [] }
  const theirs: Record<'rows' | 'echo' | 'middle' | 'tail', number[]> = { rows: [], echo: [], middle: [], tail: [] }
  await submitting.round(count) // the code is compiled by what it meets
  for (let round = 0; round < rounds; round++) {
    ours.many.push((await submitting.round(count, { connections: many })).rate)
    theirs.echo.push(await submitting.elsewhere(echo, count, many))
    const most = (await submitting.round(count)).rate
    const half = await submitting.paced(Math.round((most / 2) * seconds), most / 2)
    ours.middle.push(half.middle)
    ours.tail.push(half.tail)
    if (!(postgres instanceof Postgres)) continue
    const rows = await postgres.inserts(clients, seconds)
    const halfRows = await postgres.latencies(clients, seconds, Math.round(rows.rate / 2))
    theirs.rows.push(rows.rate)
    theirs.middle.push(halfRows.middle)
    theirs.tail.push(halfRows.tail)
    const [rate, bare] = [ours.many.at(-1)!, theirs.echo.at(-1)!].map(Math.round)
    say(`${many} under way ${rate}/s, echo ${bare}/s; half: ${half.middle.toFixed(1)} and ${half.tail.toFixed(1)} ms`)
  }
  const beside = (own: readonly number[]) => (postgres instanceof Postgres ? own : postgres)
  const most = (at: number) => ({ of: 'ratio', bound: 'most', at }) as const
  const least = (at: number) => ({ of: 'ratio', bound: 'least', at }) as const
  const unit = 'transactions/s'
  const row = 'PostgreSQL 15, durable single-row inserts'
  return [
    against({ name: names.many, unit, goal: least(0.7) }, row, ours.many, beside(theirs.rows)),
    against(
      { name: names.echo, unit, goal: least(0.6) },
      'Node’s HTTP server, the same bodies',
      ours.many,
      theirs.echo,
    ),
    against({ name: names.middle, unit: 'ms', goal: most(3) }, `${row}, at half`, ours.middle, beside(theirs.middle)),
    against({ name: names.tail, unit: 'ms', goal: most(3) }, `${row}, at half`, ours.tail, beside(theirs.tail)),
  ]
}
