import { against, alone, type BenchModule, type Measure, type Surroundings } from './support/measure.ts'
import { Postgres } from './support/postgres.ts'
import { type Round, Submitting } from './support/submitting.ts'

const clients = 16
const names = {
  rate: 'signed, durable, acknowledged through HTTP',
  middle: 'acknowledgement, half of them within',
  tail: 'acknowledgement, 99% within',
  cpu: 'processor time of the node a transaction, all threads',
  checks: 'the same in Ed25519 checks at that moment',
  clients: 'processor time of the clients a transaction',
} as const

/** Clients that each wait for a durable acknowledgement before they send the next, against durable inserts of as many. */
export const httpSubmit: BenchModule = {
  name: 'http-submit',
  title: 'Signed transactions through HTTP',
  measures: Object.values(names),
  what: `${clients} clients, each with one keep-alive connection and one signed publication of about 512 bytes under way (\`Prefer: wait\`), clients and node in two processes on the same machine. Rival: pgbench with ${clients} clients, prepared single-row inserts of 512 bytes, fsync and synchronous_commit on. The two take turns.`,
  async run(surroundings) {
    const postgres = await Postgres.start(surroundings.folder)
    try {
      return measuresOf(await takeTurns(surroundings, postgres))
    } finally {
      if (postgres instanceof Postgres) await postgres.stop()
    }
  },
}

type Turns = { readonly ours: readonly Round[]; readonly theirs: readonly Rows[] | { readonly absent: string } }
type Rows = Awaited<ReturnType<Postgres['inserts']>>

async function takeTurns(surroundings: Surroundings, postgres: Postgres | { readonly absent: string }): Promise<Turns> {
  const { quick, folder, say } = surroundings
  const [rounds, count, seconds] = quick ? [3, 2_000, 4] : [7, 20_000, 10]
  const submitting = await Submitting.start(folder, clients)
  try {
    await submitting.round(count) // the code is compiled by what it meets; the rival's was before
    const ours: Round[] = []
    const theirs: Rows[] = []
    for (let round = 0; round < rounds; round++) {
      if (postgres instanceof Postgres) theirs.push(await postgres.inserts(clients, seconds))
      ours.push(await submitting.round(count))
      say(`${Math.round(ours.at(-1)!.rate)}/s against ${Math.round(theirs.at(-1)?.rate ?? Number.NaN)}/s`)
    }
    return { ours, theirs: postgres instanceof Postgres ? theirs : postgres }
  } finally {
    await submitting.stop()
  }
}

function measuresOf({ ours, theirs }: Turns): Measure[] {
  const of = (name: keyof Round) => ours.map((round) => round[name])
  const theirsOf = (name: keyof Rows) => ('absent' in theirs ? theirs : theirs.map((round) => round[name]))
  const rate = { name: names.rate, unit: 'transactions/s', goal: { of: 'ratio', bound: 'least', at: 0.25 } } as const
  return [
    against(rate, 'PostgreSQL 15, durable single-row inserts', of('rate'), theirsOf('rate')),
    alone({ name: names.middle, unit: 'ms' }, of('middle')),
    alone({ name: names.tail, unit: 'ms' }, of('tail')),
    alone({ name: names.cpu, unit: 'us' }, of('cpu')),
    alone({ name: names.checks, unit: 'checks' }, of('checks')),
    against({ name: names.clients, unit: 'us' }, 'pgbench, a row', of('clients'), theirsOf('clients')),
  ]
}
