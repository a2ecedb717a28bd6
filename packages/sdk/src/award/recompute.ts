import { digestRecord, draw, drawLimits, rowLabel, sealedFields } from '@gongshi/affair-kit'
import { type Mark, procurement, type Ranked, rankOffers } from '@gongshi/affairs'
import { type Cbor, equalBytes } from '@gongshi/protocol'
import { ClientError } from '../errors.ts'
import { fractionText } from './cellText.ts'
import { countsStep } from './counts.ts'
import { type LotRows, type OfferRow, type Organ, type RowId, rowId, type SheetRow } from './lotRows.ts'
import { type AwardLine, type AwardStep, stepOf } from './steps.ts'

/**
 * Computes again what the ledger made of a lot: the draw of the experts, who may be ranked, that points are those of which the
 * digests were given, the formula, the ranks, who is abnormally low, and the award. By the functions that the ledger itself runs.
 */
export function recomputeAward(rows: LotRows, chainId: string): readonly AwardStep[] {
  const complete = countsStep(rows)
  if (!complete.agrees) return [complete]
  assertComputable(rows)
  const qualified = rows.offers.filter(({ status }) => status === 'qualified')
  // PERF: ids are compared as text; a lot of 30 offers has 750 marks, so each is encoded once.
  const given = rows.sheets.map(markedBy)
  const ranked = rank(rows, qualified, given)
  return [
    complete,
    drawStep(rows),
    qualificationStep(rows),
    digestsStep(rows, qualified, given, chainId),
    partsStep(rows, qualified, ranked, given),
    totalsStep(rows, qualified, ranked),
    lowStep(rows, qualified, ranked),
    awardStep(rows),
  ]
}

/** What the affair's rules assure: else nothing is divided by it. @throws {ClientError} client-award-unreadable */
function assertComputable({ criteria, offers, sheets, openings }: LotRows): void {
  const isPositive = criteria.every(({ most }) => most > 0n) && offers.every(({ price }) => price.minor > 0n)
  if (!isPositive || sheets.length === 0 || openings.length > drawLimits.seeds)
    throw new ClientError({ code: 'client-award-unreadable', value: 1 })
}

function organText({ scheme, id }: Organ): string {
  return `${scheme}:${id}`
}

/** All candidates in the order that chance gives, from the secrets of all bids and decoys. */
function drawStep({ candidates, openings, seats }: LotRows): AwardStep {
  const standing = candidates.filter(({ status }) => status === 'standing')
  const order = draw(
    openings.map(({ secret }) => secret),
    standing.length,
    standing.length,
  )
  const lines = seats
    .toSorted((one, other) => Number(one.order - other.order))
    .map(({ order: place, expert, organ, status }, at): AwardLine => {
      const chosen = standing[order[at]!]
      const isSame = chosen !== undefined && rowId(chosen.expert) === rowId(expert)
      const drawn = chosen === undefined ? null : expertOf(chosen.expert)
      return { cells: [place, drawn, expertOf(expert), organText(organ), status], agrees: isSame }
    })
  return stepOf('draw', ['order', 'drawn', 'seated', 'organ', 'status'], lines)
}

/** An officer's id is [number]. */
function expertOf(id: Cbor): Uint8Array | null {
  const [number] = Array.isArray(id) ? (id as readonly Cbor[]) : []
  return number instanceof Uint8Array ? number : null
}

function qualificationStep({ offers, lot }: LotRows): AwardStep {
  const lines = offers.map(({ bidder, price, status }): AwardLine => {
    const isWithin = price.currency === lot.ceiling.currency && price.minor <= lot.ceiling.minor
    return { cells: [organText(bidder), price, lot.ceiling, status], agrees: status !== 'qualified' || isWithin }
  })
  return stepOf('qualification', ['bidder', 'price', 'ceiling', 'status'], lines)
}

/** The points are those of which each expert gave the digest before any were known, and there is one for each offer and criterion. */
function digestsStep(
  rows: LotRows,
  qualified: readonly OfferRow[],
  given: readonly Marks[],
  chainId: string,
): AwardStep {
  const fields = sealedFields(procurement, 'reveal', 'sheet')
  const { procedure, seats, sheets } = rows
  const lines = sheets.map((sheet, at): AwardLine => {
    const seat = seats.find(({ id }) => id === rowId(sheet.seat))
    const label = rowLabel(chainId, procurement.name, 'sheet', sheet.key)
    const values = { points: sheet.points, salt: sheet.salt } as never
    const digest = sheet.points === null || sheet.salt === null ? null : digestRecord(fields, values, label)
    const isSeated = seat?.status === 'drawn' && seat.order <= procedure.experts + procedure.recusals
    const isSame = digest !== null && equalBytes(digest, sheet.digest)
    return {
      cells: [seat?.order ?? null, digest, sheet.digest, BigInt(sheet.points?.length ?? 0)],
      agrees: isSame && isSeated && isWhole(given[at]!, rows, qualified),
    }
  })
  return stepOf('digests', ['order', 'digest', 'recorded', 'points'], lines)
}

/** What one expert gave, by bid and criterion; `count`: how often anything was given, the same twice included. */
type Marks = { readonly count: number; readonly points: ReadonlyMap<string, Mark<RowId>> }

function markedBy({ points }: SheetRow): Marks {
  const marks = (points ?? []).map((mark) => ({ ...mark, bid: rowId(mark.bid) }))
  return { count: marks.length, points: new Map(marks.map((mark) => [markName(mark.bid, mark.criterion), mark])) }
}

function markName(bid: RowId, criterion: bigint): string {
  return `${bid} ${criterion}`
}

function isWhole({ count, points }: Marks, { criteria }: LotRows, qualified: readonly OfferRow[]): boolean {
  const judged = criteria.filter(({ kind }) => kind === 'quality')
  const isFit = (bid: RowId) =>
    judged.every(({ number, most }) => {
      const mark = points.get(markName(bid, number))
      return mark !== undefined && mark.points >= 0n && mark.points <= most
    })
  return qualified.every(({ bid }) => isFit(rowId(bid))) && count === qualified.length * judged.length
}

function rank(rows: LotRows, qualified: readonly OfferRow[], given: readonly Marks[]): readonly Ranked<RowId>[] {
  const { openings, criteria, lowShare } = rows
  const seeds = openings.map(({ secret }) => secret)
  const chance = draw(seeds, seeds.length, seeds.length)
  const opened = new Map(openings.map(({ bid }, at) => [rowId(bid), at]))
  const offered = qualified.map(({ bid, price }) => {
    const id = rowId(bid)
    return { bid: id, price: price.minor, turn: chance.indexOf(opened.get(id)!) }
  })
  const marks = given.flatMap(({ points }) => [...points.values()])
  return rankOffers({ criteria, sheets: given.length, lowShare }, offered, marks)
}

/** Each criterion's part with the sum that makes it. */
function partsStep(
  { criteria, sheets }: LotRows,
  qualified: readonly OfferRow[],
  ranked: readonly Ranked<RowId>[],
  marks: readonly Marks[],
): AwardStep {
  const lowest = lowestOf(ranked)
  const lines = ranked.flatMap(({ bid, parts, price }, at) =>
    criteria.map(({ number, kind, weight, most }, place): AwardLine => {
      const given = marks.map(({ points }) => points.get(markName(bid, number))?.points ?? 0n)
      const sum =
        kind === 'price'
          ? `${weight} × ${lowest} ÷ ${price}`
          : `${weight} × (${given.join(' + ')}) ÷ (${most} × ${sheets.length})`
      return { cells: [organText(qualified[at]!.bidder), number, sum, parts[place]!], agrees: null }
    }),
  )
  return stepOf('parts', ['bidder', 'criterion', 'sum', 'value'], lines)
}

/** Of those that no criterion puts out; nought where there is none. */
function lowestOf(ranked: readonly Ranked<RowId>[]): bigint {
  const prices = ranked.flatMap(({ rank: place, price }) => (place === null ? [] : [price]))
  return prices.reduce((least, price) => (least === 0n || price < least ? price : least), 0n)
}

function totalsStep({ results }: LotRows, qualified: readonly OfferRow[], ranked: readonly Ranked<RowId>[]): AwardStep {
  const byBid = resultsByBid(results)
  const lines = ranked.map(({ bid, parts, total, rank: place }, at): AwardLine => {
    const { bidder, price } = qualified[at]!
    const result = byBid.get(bid)!
    const isOffer = organText(result.bidder) === organText(bidder) && isSameMoney(result.price, price)
    return {
      cells: [organText(bidder), parts.map(fractionText).join(' + '), total, result.total, place, result.rank],
      agrees: isOffer && fractionText(result.total) === fractionText(total) && result.rank === place,
    }
  })
  return stepOf('totals', ['bidder', 'sum', 'total', 'recordedTotal', 'rank', 'recordedRank'], lines)
}

function resultsByBid(results: LotRows['results']): ReadonlyMap<RowId, LotRows['results'][number]> {
  return new Map(results.map((result) => [rowId(result.bid), result]))
}

function lowStep(rows: LotRows, qualified: readonly OfferRow[], ranked: readonly Ranked<RowId>[]): AwardStep {
  const byBid = resultsByBid(rows.results)
  const fit = ranked.filter(({ rank: place }) => place !== null)
  const lines = ranked.map(({ bid, low }, at): AwardLine => {
    const { bidder, price } = qualified[at]!
    const result = byBid.get(bid)!
    const others = fit.filter((other) => other.bid !== bid)
    const sum = others.reduce((all, other) => all + other.price, 0n)
    const average = others.length === 0 ? null : { numerator: sum, denominator: BigInt(others.length) }
    return { cells: [organText(bidder), price, average, rows.lowShare, low, result.low], agrees: low === result.low }
  })
  return stepOf('low', ['bidder', 'price', 'average', 'limit', 'low', 'recordedLow'], lines)
}

const settled = new Set(['proposed', 'awarded', 'signed'])

/** To the first; to another, or to one that is abnormally low, only with reasons. What was revoked binds nobody. */
function awardStep({ lot, awards, results }: LotRows): AwardStep {
  const standing = awards.filter(({ status }) => status !== 'revoked')
  const isOne = standing.length === (settled.has(lot.status) ? 1 : 0)
  const lines = awards.map(({ bid, supplier, price, status, reasons }): AwardLine => {
    const result = results.find((each) => rowId(each.bid) === rowId(bid))
    const place = result?.rank ?? null
    const isOffer =
      result !== undefined && organText(result.bidder) === organText(supplier) && isSameMoney(result.price, price)
    const isFounded = place !== null && ((place === 1n && !result!.low) || reasons !== null)
    const cells = [organText(supplier), price, place, status, reasons !== null]
    return { cells, agrees: isOffer && isFounded && (status === 'revoked' || isOne) }
  })
  const { agrees, ...step } = stepOf('award', ['bidder', 'price', 'rank', 'status', 'reasons'], lines)
  return { ...step, agrees: agrees && isOne }
}

function isSameMoney(one: { currency: string; minor: bigint }, other: { currency: string; minor: bigint }): boolean {
  return one.currency === other.currency && one.minor === other.minor
}
