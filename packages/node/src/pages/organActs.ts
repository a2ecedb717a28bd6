import type { LedgerReads } from '@gongshi/ledger'
import type { EntryRow } from '@gongshi/portal'
import { parseLeaf } from '@gongshi/protocol'
import type { AffairBook } from '../affairBook.ts'
import type { Projections } from '../projections/projections.ts'
import { sortValue } from '../projections/sortValue.ts'
import { viewFields } from '../projections/viewFields.ts'
import { rowOfEntry } from './explorer.ts'

type Needs = {
  readonly affairs: AffairBook
  readonly views: Pick<Projections, 'list'>
  readonly ledger: Pick<LedgerReads, 'findEntry'>
}

/** Of each register, and on the page. */
const newestOf = 10
const shown = 20

/** The newest acts on an organ's own matters: on rows of any register whose organ it is, the newest first. */
export async function organActs(
  { affairs, views, ledger }: Needs,
  organ: { readonly scheme: string; readonly id: string },
): Promise<readonly EntryRow[]> {
  const sources = affairs.names.flatMap((affair) => {
    const declaration = affairs.find(affair)!
    return Object.keys(declaration.entities).flatMap((entity) =>
      viewFields(declaration, entity)
        .filter(({ kind }) => kind.kind === 'organ')
        .map((field) => ({ affair, entity, field })),
    )
  })
  const found = await Promise.all(
    sources.map(async ({ affair, entity, field }) => {
      const value = sortValue(field.kind, organ)
      const filters = [{ field: field.name, from: value, to: value }]
      const order = { field: '', isDescending: true }
      return (await views.list({ affair, entity, filters, order, after: null, limit: newestOf })).rows
    }),
  )
  const entries = new Set(found.flat().flatMap(({ entry }) => (entry === null ? [] : [entry])))
  return [...entries]
    .sort((left, right) => right - left)
    .slice(0, shown)
    .map((index) => rowOfEntry(index, parseLeaf(ledger.findEntry(index)!.leaf)))
}
