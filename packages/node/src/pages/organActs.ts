import type { LedgerReads } from '@gongshi/ledger'
import type { EntryRow, OrganKey } from '@gongshi/portal'
import { fromHex, parseLeaf } from '@gongshi/protocol'
import type { AffairBook } from '../affairBook.ts'
import type { Projections } from '../projections/projections.ts'
import { sortValue } from '../projections/sortValue.ts'
import { viewFields } from '../projections/viewFields.ts'
import { rowOfEntry } from './explorer.ts'

type Needs = {
  readonly affairs: AffairBook
  readonly views: Pick<Projections, 'list' | 'signed'>
  readonly ledger: Pick<LedgerReads, 'findEntry'>
}

type OrganId = { readonly scheme: string; readonly id: string }

/** Of each register, and on the page. */
const newestOf = 10
const shown = 20

/**
 * The newest acts of an organ and on its own matters, the newest first: signed with its own or its officers' keys, refused
 * ones too, or on rows of any register whose organ it is.
 */
export async function organActs(
  { affairs, views, ledger }: Needs,
  organ: OrganId,
  organKeys: readonly OrganKey[],
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
  const keys = organKeys.map(({ keyId }) => fromHex(keyId))
  const { entries: signed } = await views.signed({ keys, below: Number.MAX_SAFE_INTEGER, limit: shown })
  const changed = found.flat().flatMap(({ entry }) => (entry === null ? [] : [entry]))
  const entries = new Set([...changed, ...signed])
  return [...entries]
    .sort((left, right) => right - left)
    .slice(0, shown)
    .map((index) => rowOfEntry(index, parseLeaf(ledger.findEntry(index)!.leaf)))
}
