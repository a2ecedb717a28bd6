import { join } from 'node:path'
import { procurement as affair } from '@gongshi/affairs'
import { ContentStore } from '@gongshi/contents'
import { encodeCbor } from '@gongshi/protocol'
import { Cursors } from '../packages/node/src/http/cursor.ts'
import { rowKeyText } from '../packages/node/src/http/rowKey.ts'
import { Documents } from '../packages/node/src/pages/documents.ts'
import { ProcurementBook } from '../packages/node/src/pages/procurement/book.ts'
import { countFigures, Figures } from '../packages/node/src/pages/procurement/figures.ts'
import { listProcedures } from '../packages/node/src/pages/procurement/list.ts'
import { getProcedure } from '../packages/node/src/pages/procurement/procedure.ts'
import { WordMatches } from '../packages/node/src/pages/procurement/wordMatches.ts'
import { Projections } from '../packages/node/src/projections/projections.ts'
import { ManyProcedures, procedureKey } from '../packages/node/test/manyProcedures.ts'
import { openBareRow } from './support/bareRow.ts'
import { against, alone, type BenchModule, percentile } from './support/measure.ts'

const names = {
  book: 'read every procedure for the first time',
  pause: 'longest pause of the thread meanwhile',
  list: 'the first page of the list',
  filters: 'a page of two filters, in the order of amounts',
  bidder: 'a page of a bidder’s',
  word: 'a page of a word that every tenth has, asked for the first time',
  words: 'a page of two words, asked before',
  counted: 'figures of all, counted',
  kept: 'figures of all, counted before',
  profile: 'figures of a supplier, counted',
  page: 'a procedure’s page',
} as const
const rival = 'one row, asked of the database by the driver alone'
const goal = { of: 'value', bound: 'most', at: 50 } as const
const tenths = ['学校', 'bridge ', '照明', 'clinic ']
const words = ['road No', '学校', 'bridge 1', '照明 No']

/** What the pages about procurement cost a node that has many procedures. */
export const procurement: BenchModule = {
  name: 'procurement',
  title: 'Pages of procurement among 10,000 procedures',
  measures: Object.values(names),
  what: '10,000 synthetic procedures (`--quick`: 1,000) of three entries each, projected into SQLite; the data of each page by the functions that the node’s routes call, HTML left out: the slowest but one in twenty of each round, beside one row read by the bare driver in the same round.',
  async run({ quick, folder, say }) {
    const count = quick ? 1_000 : 10_000
    const ledger = new ManyProcedures(count) as never
    const location = { kind: 'sqlite', folder: join(folder, 'views') } as const
    const views = new Projections({
      ledger,
      ...{ contents: null, founding: null, ocidPrefix: 'ocds-000000' },
      declarations: [affair],
      location,
      onFault: (error) => say(String(error)),
      onStatus: () => undefined,
      onFailed: ({ entry, code }) => say(`entry ${entry} ${code}`),
    })
    views.wake()
    while (views.status().serving?.entries !== views.status().logSize) await new Promise((next) => setTimeout(next, 50))
    const book = new ProcurementBook(views)
    const { taken, pause } = await paused(() => book.procedures())
    const documents = new Documents(await ContentStore.open({ folder: join(folder, 'contents') }))
    const cursors = new Cursors(new Uint8Array(32))
    const needs = { views, book, documents, ledger, cursors, names: {}, words: new WordMatches(views) }
    const all = [...(await book.procedures()).values()]
    const figures = new Figures(book, {})
    const list = (query: Parameters<typeof listProcedures>[1]) => listProcedures(needs, query, 'en')
    const supplier = (at: number) => `x-synthetic/company-${at % 300}`
    const bare = await openBareRow(location, 1)
    const rounds = quick ? 3 : 7
    const compared = async (name: string, ask: (at: number) => unknown) => {
      const [ours, theirs]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round++) {
        ours.push(await slowest((at) => ask(round * 20 + at)))
        theirs.push(await slowest((at) => bare.read((((round * 20 + at) * 97) % count) * 3 * 4096)))
      }
      return against({ name, unit: 'ms', goal }, rival, ours, theirs)
    }
    const measures = [
      alone({ name: names.book, unit: 'ms' }, [taken]),
      alone({ name: names.pause, unit: 'ms', goal }, [pause]),
      await compared(names.list, () => list({})),
      await compared(names.filters, (at) =>
        list({ status: 'completed', buyer: `x-synthetic/buyer-${at % 40}`, order: 'amount' }),
      ),
      await compared(names.bidder, (at) => list({ supplier: supplier(at) })),
      await compared(names.word, (at) =>
        listProcedures({ ...needs, words: new WordMatches(views) }, { q: tenths[at % tenths.length] }, 'en'),
      ),
      await compared(names.words, (at) => list({ q: words[at % words.length] })),
      await compared(names.counted, () => countFigures(all, {}, null, 50)),
      await compared(names.kept, () => figures.get(null)),
      await compared(names.profile, (at) =>
        figures.get({ role: 'supplier', scheme: 'x-synthetic', id: `company-${at % 300}` }),
      ),
      await compared(names.page, (at) =>
        getProcedure(needs, rowKeyText(encodeCbor(procedureKey((at * 61) % count) as never)), 'en'),
      ),
    ]
    await bare.close()
    await views.close()
    return measures
  },
}

/** How long an act took, and for how long at a time the thread did nothing else, in milliseconds. */
async function paused(act: () => Promise<unknown>): Promise<{ readonly taken: number; readonly pause: number }> {
  const began = performance.now()
  let [pause, last] = [0, began]
  const look = () => {
    const now = performance.now()
    pause = Math.max(pause, now - last)
    last = now
  }
  const clock = setInterval(look, 1)
  await act()
  look()
  clearInterval(clock)
  return { taken: performance.now() - began, pause }
}

async function slowest(ask: (at: number) => unknown): Promise<number> {
  const times: number[] = []
  for (let at = 0; at < 20; at++) {
    const began = performance.now()
    await ask(at)
    times.push(performance.now() - began)
  }
  return percentile(
    times.toSorted((left, right) => left - right),
    0.9,
  )
}
