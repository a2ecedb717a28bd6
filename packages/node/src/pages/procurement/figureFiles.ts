import type { Organ } from '@gongshi/portal'
import type { Json } from '@gongshi/protocol'
import type { Counted } from './figures.ts'
import { organText } from './shapes.ts'

export const figureFiles = ['lots.csv', 'years.csv', 'months.csv', 'bids.csv', 'suppliers.csv', 'buyers.csv'] as const
export type FigureFile = (typeof figureFiles)[number]

export function isFigureFile(file: string): file is FigureFile {
  return (figureFiles as readonly string[]).includes(file)
}

type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] }

/** What a chart shows, a line a figure; money in minor units, a line a currency. */
export function figureTable(file: FigureFile, counted: Counted): Table {
  return tables[file](counted)
}

const tables: { readonly [File in FigureFile]: (counted: Counted) => Table } = {
  'lots.csv': ({ lots }) => ({
    columns: [
      ...['procedure', 'number', 'lot', 'category', 'buyer', 'status', 'publishedAt', 'bidUntil', 'bids', 'currency'],
      ...['estimateMinor', 'supplier', 'priceCurrency', 'priceMinor', 'signedAt'],
    ],
    rows: lots.map((each) => [
      ...[each.procedure, each.number, each.lot, each.category, organText(each.buyer), each.status],
      ...[timeText(each.publishedAt), timeText(each.bidUntil), each.bids, each.estimate.currency],
      ...[each.estimate.minor.toString(), each.supplier && organText(each.supplier)],
      ...[each.price?.currency ?? null, each.price?.minor.toString() ?? null, timeText(each.signedAt)],
    ]),
  }),
  'years.csv': ({ years }) => ({
    columns: ['year', 'category', 'procedures', 'contracts', 'currency', 'valueMinor'],
    rows: years.flatMap(({ year, category, procedures, contracts, values }) =>
      (values.length === 0 ? [null] : values).map((value) => [
        ...[year, category, procedures, contracts],
        ...[value?.currency ?? null, value?.minor.toString() ?? null],
      ]),
    ),
  }),
  'months.csv': ({ months }) => ({
    columns: ['currency', 'month', 'contracts', 'valueMinor'],
    rows: months.flatMap(({ currency, months: all }) =>
      all.map(({ month, contracts, value }) => [currency, month, contracts, value.minor.toString()]),
    ),
  }),
  'bids.csv': ({ distribution }) => ({
    columns: ['bids', 'lots'],
    rows: distribution.map(({ bids, lots }) => [bids, lots]),
  }),
  'suppliers.csv': ({ suppliers }) => partnersTable('supplier', suppliers),
  'buyers.csv': ({ buyers }) => partnersTable('buyer', buyers),
}

function partnersTable(role: string, partners: Counted['buyers']): Table {
  const name = (organ: Organ) => organ.name[0]?.text ?? organ.id
  return {
    columns: [role, 'name', 'contracts', 'currency', 'valueMinor'],
    rows: partners.flatMap(({ organ, contracts, values }) =>
      values.map(({ currency, minor }) => [organText(organ), name(organ), contracts, currency, minor.toString()]),
    ),
  }
}

function timeText(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}
