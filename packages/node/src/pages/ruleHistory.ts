import type { RuleChange, RuleHistoryData, RuleKind } from '@gongshi/portal'
import { toHex } from '@gongshi/protocol'
import type { AffairBook } from '../affairBook.ts'
import type { Cursors } from '../http/cursor.ts'
import type { Projections } from '../projections/projections.ts'
import { isOfEntry, type ViewRow } from '../projections/question.ts'
import { sortValue } from '../projections/sortValue.ts'
import type { GovernanceBook } from './governanceBook.ts'
import { pageOf } from './pageOf.ts'

type Needs = {
  readonly affairs: Pick<AffairBook, 'names' | 'versions'>
  readonly views: Pick<Projections, 'list'>
  readonly cursors: Cursors
  readonly book: Pick<GovernanceBook, 'changeRow'>
}

export type RuleHistoryAsked = { readonly kind?: RuleKind | ''; readonly cursor?: string }

const changesPerPage = 50
/** Waiting for their day at a time; the list of proposals has them all. */
const mostAhead = 100
const proposals = { affair: 'governance', entity: 'proposal', order: { field: '', isDescending: true } } as const
const word = (text: string) => sortValue({ kind: 'code', list: '' }, text)
/** Statuses compare as words, and none stands between these two. */
const carriedOut = { field: 'status', from: word('ended'), to: word('inForce') }
const adopted = { field: 'status', from: word('adopted'), to: word('adopted') }

/**
 * Every change of the rules by which the ledger works: nobody changes one but by a proposal, so those that were carried
 * out are all of them. Cost: one page along an index, and for each row on it its tallies and the figures of its affair.
 * @throws {NodeError} cursor-invalid
 */
export async function ruleHistory(needs: Needs, asked: RuleHistoryAsked): Promise<RuleHistoryData> {
  const kind = asked.kind || null
  const within = kind === null ? [] : [{ field: 'topic', from: word(kind), to: word(`${kind}/\uffff`) }]
  const done = { ...proposals, filters: [carriedOut, ...within] }
  const { rows, place } = await pageOf(needs, ['rule-history', kind ?? ''], done, changesPerPage, asked.cursor)
  const soon = { ...proposals, filters: [adopted, ...within], after: null, limit: mostAhead }
  const waiting = place.isFirst ? (await needs.views.list(soon)).rows : []
  const isLast = place.next === null && (kind === null || kind === 'version')
  return {
    kind,
    ahead: await changesIn(needs, waiting),
    changes: await changesIn(needs, rows),
    place,
    founding: isLast ? foundingOf(needs) : null,
  }
}

async function changesIn({ book, affairs }: Needs, rows: readonly ViewRow[]): Promise<readonly RuleChange[]> {
  return Promise.all(rows.filter(isOfEntry).map((row) => book.changeRow(row, affairs)))
}

/** The first version of every affair, which stood in the genesis; those that came later were voted for. */
function foundingOf({ affairs }: Needs): NonNullable<RuleHistoryData['founding']> {
  return affairs.names.flatMap((affair) => {
    const first = affairs.versions(affair)[0]
    return first === undefined || first.from > 0 ? [] : [{ affair, version: first.version, hash: toHex(first.hash) }]
  })
}
