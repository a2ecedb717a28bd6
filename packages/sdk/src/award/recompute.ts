import { digestRecord, draw, drawLimits, rowLabel, sealedFields } from '@gongshi/affair-kit'
import { procurement, type Ranked, rankOffers } from '@gongshi/affairs'
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
  const ranked = rank(rows, qualified)
  return [
    complete,
    drawStep(rows),
    qualificationStep(rows),
    digestsStep(rows, qualified, chainId),
    partsStep(rows, qualified, ranked),
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
function digestsStep(rows: LotRows, qualified: readonly OfferRow[], chainId: string): AwardStep {
  const fields = sealedFields(procurement, 'reveal', 'sheet')
  const { procedure, seats, sheets } = rows
  const lines = sheets.map((sheet): AwardLine => {
    const seat = seats.find(({ id }) => id === rowId(sheet.seat))
    const label = rowLabel(chainId, procurement.name, 'sheet', sheet.key)
    const values = { points: sheet.points, salt: sheet.salt } as never
    const digest = sheet.points === null || sheet.salt === null ? null : digestRecord(fields, values, label)
    const isSeated = seat?.status === 'drawn' && seat.order <= procedure.experts + procedure.recusals
    const isSame = digest !== null && equalBytes(digest, sheet.digest)
    return {
      cells: [seat?.order ?? null, digest, sheet.digest, BigInt(sheet.points?.length ?? 0)],
      agrees: isSame && isSeated && isWhole(sheet, rows, qualified),
    }
  })
  return stepOf('digests', ['order', 'digest', 'recorded', 'points'], lines)
}

function isWhole({ points }: SheetRow, { criteria }: LotRows, qualified: readonly OfferRow[]): boolean {
  const judged = criteria.filter(({ kind }) => kind === 'quality')
  const given = new Map((points ?? []).map((mark) => [`${rowId(mark.bid)} ${mark.criterion}`, mark.points]))
  const isFit = ({ bid }: OfferRow) =>
    judged.every(({ number, most }) => {
      const mark = given.get(`${rowId(bid)} ${number}`)
      return mark !== undefined && mark >= 0n && mark <= most
    })
  return qualified.every(isFit) && points?.length === qualified.length * judged.length
}

function rank(rows: LotRows, qualified: readonly OfferRow[]): readonly Ranked<RowId>[] {
  const { openings, criteria, sheets, lowShare } = rows
  const seeds = openings.map(({ secret }) => secret)
  const chance = draw(seeds, seeds.length, seeds.length)
  const turnOf = (bid: RowId) => chance.indexOf(openings.findIndex((opening) => rowId(opening.bid) === bid))
  const offered = qualified.map(({ bid, price }) => {
    const id = rowId(bid)
    return { bid: id, price: price.minor, turn: turnOf(id) }
  })
  return rankOffers({ criteria, sheets: sheets.length, lowShare }, offered, marksOf(sheets))
}

function marksOf(sheets: readonly SheetRow[]) {
  return sheets.flatMap(({ points }) => (points ?? []).map((mark) => ({ ...mark, bid: rowId(mark.bid) })))
}

/** Each criterion's part with the sum that makes it. */
function partsStep(rows: LotRows, qualified: readonly OfferRow[], ranked: readonly Ranked<RowId>[]): AwardStep {
  const { criteria, sheets } = rows
  const lowest = lowestOf(ranked)
  const lines = ranked.flatMap(({ bid, parts, price }, at) =>
    criteria.map(({ number, kind, weight, most }, place): AwardLine => {
      const given = sheets.map(({ points }) => pointsOf(points, bid, number))
      const sum =
        kind === 'price'
          ? `${weight} × ${lowest} ÷ ${price}`
          : `${weight} × (${given.join(' + ')}) ÷ (${most} × ${sheets.length})`
      return { cells: [organText(qualified[at]!.bidder), number, sum, parts[place]!], agrees: null }
    }),
  )
  return stepOf('parts', ['bidder', 'criterion', 'sum', 'value'], lines)
}

function pointsOf(points: SheetRow['points'], bid: RowId, criterion: bigint): bigint {
  return points?.find((mark) => mark.criterion === criterion && rowId(mark.bid) === bid)?.points ?? 0n
}

/** Of those that no criterion puts out; nought where there is none. */
function lowestOf(ranked: readonly Ranked<RowId>[]): bigint {
  const prices = ranked.flatMap(({ rank: place, price }) => (place === null ? [] : [price]))
  return prices.reduce((least, price) => (least === 0n || price < least ? price : least), 0n)
}

function totalsStep({ results }: LotRows, qualified: readonly OfferRow[], ranked: readonly Ranked<RowId>[]): AwardStep {
  const lines = ranked.map(({ bid, parts, total, rank: place }, at): AwardLine => {
    const { bidder, price } = qualified[at]!
    const result = results.find((each) => rowId(each.bid) === bid)!
    const isOffer = organText(result.bidder) === organText(bidder) && isSameMoney(result.price, price)
    return {
      cells: [organText(bidder), parts.map(fractionText).join(' + '), total, result.total, place, result.rank],
      agrees: isOffer && fractionText(result.total) === fractionText(total) && result.rank === place,
    }
  })
  return stepOf('totals', ['bidder', 'sum', 'total', 'recordedTotal', 'rank', 'recordedRank'], lines)
}

function lowStep(rows: LotRows, qualified: readonly OfferRow[], ranked: readonly Ranked<RowId>[]): AwardStep {
  const fit = ranked.filter(({ rank: place }) => place !== null)
  const lines = ranked.map(({ bid, low }, at): AwardLine => {
    const { bidder, price } = qualified[at]!
    const result = rows.results.find((each) => rowId(each.bid) === bid)!
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
