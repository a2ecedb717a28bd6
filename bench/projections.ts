import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { installedAffairs } from '@gongshi/affairs'
import type { Location } from '../packages/node/src/projections/location.ts'
import { Projections } from '../packages/node/src/projections/projections.ts'
import type { ListQuestion } from '../packages/node/src/projections/question.ts'
import { wordQuery } from '../packages/node/src/projections/words.ts'
import { openBareRow } from './support/bareRow.ts'
import { signatureCheckMicros } from './support/clock.ts'
import {
  against,
  alone,
  type BenchModule,
  type Goal,
  type Measure,
  percentile,
  type Surroundings,
} from './support/measure.ts'
import { Postgres } from './support/postgres.ts'
import { Submitting } from './support/submitting.ts'
import { SyntheticLedger } from './support/syntheticLedger.ts'

const databases = ['SQLite', 'PostgreSQL'] as const
const names = {
  rebuild: (database: string) => `rebuild, ${database}`,
  checks: (database: string) => `processor time of an entry in it, in Ed25519 checks at that moment, ${database}`,
  page: (database: string) => `a page of 50, ${database}`,
  filter: (database: string) => `a page of a filter, ${database}`,
  filters: (database: string) => `a page of two filters, ${database}`,
  sort: (database: string) => `a filtered page, sorted, ${database}`,
  search: (database: string) => `a search for two words, ${database}`,
  bare: (database: string) => `one row, asked of the database by the driver alone, ${database}`,
  submitting: 'HTTP submissions beside the projections',
  memory: 'resident memory of a node with 100,000 entries, and of what it has started',
} as const

const least = (at: number): Goal => ({ of: 'value', bound: 'least', at })
const most = (at: number): Goal => ({ of: 'value', bound: 'most', at })

/** The rows that a list, a filter and a search are asked of: how long the slowest in twenty takes. */
export const projections: BenchModule = {
  name: 'projections',
  title: 'Projections: lists, filters and search over a million rows',
  measures: [
    ...databases.flatMap((database) => [
      names.rebuild(database),
      names.checks(database),
      names.page(database),
      names.filter(database),
      names.filters(database),
      names.sort(database),
      names.search(database),
      names.bare(database),
    ]),
    names.submitting,
    names.memory,
  ],
  what: 'A million synthetic publications (`--quick`: 50,000) with words of both scripts, projected from the first entry on; then anew beside the rows that answer (the server’s own time is not in the node’s); then questions to the reader’s thread, from asking to the answer: the slowest but one in twenty of each kind, over different filters and words; between them one row by the bare driver, for what the machine is worth just then. Submissions: HTTP clients that wait for their receipt, with projections and without them in turns; then, with 100,000 entries in it (`--quick`: as many as there are), the node at rest.',
  async run(surroundings) {
    const sqlite = await mkdtemp(join(surroundings.folder, 'projections-'))
    const measures = await measureDatabase('SQLite', { kind: 'sqlite', folder: sqlite }, surroundings)
    await rm(sqlite, { recursive: true })
    const postgres = await Postgres.start(surroundings.folder)
    if ('absent' in postgres) surroundings.say(`PostgreSQL left out: ${postgres.absent}`)
    else {
      const location = { kind: 'postgres', connection: postgres.connection, prefix: 'gongshi_bench' } as const
      measures.push(...(await measureDatabase('PostgreSQL', location, surroundings)))
      await postgres.stop()
    }
    return [...measures, ...(await measureSubmitting(surroundings))]
  },
}

async function measureDatabase(database: string, location: Location, { quick, say }: Surroundings): Promise<Measure[]> {
  const size = quick ? 50_000 : 1_000_000
  const ledger = new SyntheticLedger(size)
  const views = new Projections({
    ledger,
    contents: null,
    declarations: installedAffairs,
    ocidPrefix: 'ocds-000000',
    founding: null,
    location,
    onFault: (error) => say(`${database}: ${String(error)}`),
    onStatus: () => undefined,
    onFailed: ({ entry, code }) => say(`${database}: entry ${entry} ${code}`),
  })
  const caughtUp = async (isThere: () => boolean): Promise<number> => {
    const began = performance.now()
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 50))
    return size / ((performance.now() - began) / 1000)
  }
  const first = await caughtUp(() => views.status().serving?.entries === size)
  const cpu = process.cpuUsage()
  const checkBefore = signatureCheckMicros()
  await views.rebuild()
  const rate = await caughtUp(() => views.status().serving?.generation === 2)
  const { user, system } = process.cpuUsage(cpu)
  const checks = (user + system) / size / ((checkBefore + signatureCheckMicros()) / 2)
  say(
    `${database}: ${Math.round(first)}/s at first, ${Math.round(rate)}/s in a rebuild; load ${loadavg()[0]!.toFixed(1)}`,
  )
  const bare = await openBareRow(location, 2)
  const time = (name: string, goal: Goal | null, ask: (at: number) => Promise<unknown>) =>
    questions(name, goal, quick ? 40 : 200, ask)
  const measures = [
    alone({ name: names.rebuild(database), unit: 'entries/s', goal: least(20_000) }, [rate]),
    alone({ name: names.checks(database), unit: 'checks' }, [checks]),
    await time(names.page(database), most(20), (at) =>
      views.list({ ...newest, after: below((size * (1 + (at % 9))) / 10) }),
    ),
    await time(names.filter(database), most(20), (at) => views.list({ ...newest, filters: [organ(at)] })),
    await time(names.filters(database), most(20), (at) =>
      views.list({ ...newest, filters: [organ(at), kind('notice')] }),
    ),
    await time(names.sort(database), most(20), (at) =>
      views.list({ ...newest, filters: [organ(at)], order: { field: 'kind', isDescending: at % 2 === 0 } }),
    ),
    await time(names.search(database), most(50), (at) =>
      views.search({ words: wordQuery(searches[at % searches.length]!), below: null, limit: 50 }),
    ),
    await time(names.bare(database), null, (at) => bare.read(Math.floor((size * (1 + (at % 97))) / 100) * 4096)),
  ]
  say(`${database}: load ${loadavg()[0]!.toFixed(1)}`)
  await bare.close()
  await views.close()
  return measures
}

const newest: ListQuestion = {
  affair: 'disclosure',
  entity: 'publication',
  filters: [],
  order: { field: '', isDescending: true },
  after: null,
  limit: 50,
}
const searches = [
  '道路 公告',
  '停车 contract',
  'street lighting',
  '医院 w17',
  'w18 market',
  '养老 补贴',
  'bridge repa',
  '预算 学',
]

function below(entry: number) {
  return { value: new Uint8Array(0), id: Math.floor(entry) * 4096 }
}

function one(field: string, text: string) {
  const value = Uint8Array.of(1, ...new TextEncoder().encode(text))
  return { field, from: value, to: value }
}

const organ = (at: number) => one('organ', `x-synthetic/organ-${at % 40}`)
const kind = (name: string) => one('kind', name)

/** Milliseconds that the slowest but one in twenty took. */
async function questions(
  name: string,
  goal: Goal | null,
  count: number,
  ask: (at: number) => Promise<unknown>,
): Promise<Measure> {
  const times: number[] = []
  for (let at = 0; at < count; at++) {
    const began = performance.now()
    await ask(at)
    times.push(performance.now() - began)
  }
  times.sort((left, right) => left - right)
  const measure = alone({ name, unit: 'ms', ...(goal && { goal }) }, [percentile(times, 0.95)])
  return { ...measure, min: times[0]!, max: times.at(-1)! }
}

/** Nothing listens there: the node's projections wait for it and take nothing in. */
const nowhere = { database: 'postgres://127.0.0.1:1/none' }
const clients = 16

async function measureSubmitting({ quick, folder, say }: Surroundings): Promise<Measure[]> {
  const [rounds, count, entries] = quick ? [3, 2_000, 0] : [7, 20_000, 100_000]
  const withThem = await Submitting.start(folder, clients)
  const without = await Submitting.start(folder, clients, nowhere)
  const [ours, theirs]: [number[], number[]] = [[], []]
  try {
    for (let round = -1; round < rounds; round++) {
      const [one, other] = [await withThem.round(count), await without.round(count)]
      if (round < 0) continue // the code is compiled by what it meets
      ours.push(one.rate)
      theirs.push(other.rate)
      say(`${Math.round(one.rate)}/s against ${Math.round(other.rate)}/s`)
    }
    if (withThem.sent < entries) await withThem.round(entries - withThem.sent)
    const given = {
      name: names.submitting,
      unit: 'transactions/s',
      goal: { of: 'ratio', bound: 'least', at: 0.97 },
    } as const
    const memory = { name: names.memory, unit: 'MB', goal: most(400) }
    return [
      against(given, 'the same node without projections', ours, theirs),
      alone(memory, [await withThem.restingMegabytes()]),
    ]
  } finally {
    await Promise.all([withThem.stop(), without.stop()])
  }
}
