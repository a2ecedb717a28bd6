/**
 * The formula by which offers for one lot are ranked, in exact numbers: what the ledger executes and what anyone recomputes. It runs among an
 * affair's handlers, so it has nothing but whole numbers and lists.
 */

/** An exact fraction in lowest terms; the denominator is positive. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint }

export type Criterion = {
  readonly number: bigint
  readonly kind: 'price' | 'quality'
  /** Of 10,000. */
  readonly weight: bigint
  readonly most: bigint
  /** An average of the experts below this puts an offer out. */
  readonly least: bigint
}

export type Offered<Bid> = {
  readonly bid: Bid
  /** Minor units, above zero, of one currency. */
  readonly price: bigint
  /** Its place in the order that the openings drew; decides where points and price are equal. */
  readonly turn: number
}

/** What one expert gave one offer for one criterion. */
export type Mark<Bid> = { readonly bid: Bid; readonly criterion: bigint; readonly points: bigint }

export type Ranked<Bid> = Offered<Bid> & {
  /** What each criterion counts, in the order of the criteria; together the total, of 10,000. */
  readonly parts: readonly Fraction[]
  readonly total: Fraction
  /** From 1; null: out, by a criterion's least points. */
  readonly rank: bigint | null
  /** Below `lowShare` of the others' average price. */
  readonly low: boolean
}

export type Rules = { readonly criteria: readonly Criterion[]; readonly sheets: number; readonly lowShare: Fraction }

/**
 * A criterion of quality counts `weight · average / most`, the average being that of all experts' sheets; the price counts `weight ·
 * lowest / price`, the lowest being that of the offers that are not out. In the order of `offers`.
 * Cost: for each offer one pass over the marks of its bid for each criterion.
 */
export function rankOffers<Bid>(
  { criteria, sheets, lowShare }: Rules,
  offers: readonly Offered<Bid>[],
  marks: readonly Mark<Bid>[],
): readonly Ranked<Bid>[] {
  const judged = offers.map((offer) => {
    const own = marks.filter(({ bid }) => bid === offer.bid)
    const sums = criteria.map(({ number }) => sumOf(own, number))
    return { offer, sums, isFit: criteria.every(({ least }, at) => sums[at]! >= least * BigInt(sheets)) }
  })
  const fit = judged.filter(({ isFit }) => isFit).map(({ offer }) => offer)
  const lowest = fit.reduce((least, { price }) => (least === 0n || price < least ? price : least), 0n)
  const totalled = judged.map(({ offer, sums, isFit }) => {
    const parts = criteria.map((criterion, at) => partOf(criterion, sums[at]!, { sheets, lowest, price: offer.price }))
    return { ...offer, isFit, parts, total: parts.reduce(plus, { numerator: 0n, denominator: 1n }) }
  })
  const order = inOrder(
    totalled.filter(({ isFit }) => isFit),
    isBetter,
  )
  return totalled.map(({ bid, price, turn, parts, total, isFit }) => {
    const others = fit.filter((other) => other.bid !== bid)
    const place = order.findIndex((each) => each.bid === bid)
    const rank = isFit ? BigInt(place + 1) : null
    return { bid, price, turn, parts, total, rank, low: isLow(price, others, lowShare) }
  })
}

function sumOf(marks: readonly { readonly criterion: bigint; readonly points: bigint }[], number: bigint): bigint {
  return marks.reduce((sum, { criterion, points }) => (criterion === number ? sum + points : sum), 0n)
}

type Facts = { readonly sheets: number; readonly lowest: bigint; readonly price: bigint }

function partOf({ kind, weight, most }: Criterion, sum: bigint, { sheets, lowest, price }: Facts): Fraction {
  return kind === 'price' ? lowestTerms(weight * lowest, price) : lowestTerms(weight * sum, most * BigInt(sheets))
}

/** By points; where they are equal, by price; where that is equal, too, by chance. */
function isBetter(one: Judged, other: Judged): boolean {
  const [left, right] = [one.total.numerator * other.total.denominator, other.total.numerator * one.total.denominator]
  if (left !== right) return left > right
  return one.price === other.price ? one.turn < other.turn : one.price < other.price
}

type Judged = { readonly total: Fraction; readonly price: bigint; readonly turn: number }

function isLow(price: bigint, others: readonly { readonly price: bigint }[], share: Fraction): boolean {
  const sum = others.reduce((total, other) => total + other.price, 0n)
  return price * BigInt(others.length) * share.denominator < sum * share.numerator
}

function plus(one: Fraction, other: Fraction): Fraction {
  const numerator = one.numerator * other.denominator + other.numerator * one.denominator
  return lowestTerms(numerator, one.denominator * other.denominator)
}

function lowestTerms(numerator: bigint, denominator: bigint): Fraction {
  let [larger, smaller] = [numerator, denominator]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return { numerator: numerator / larger, denominator: denominator / larger }
}

/** In order, the first of equals first: `isBefore` says whether one stands before another. */
export function inOrder<Item>(items: readonly Item[], isBefore: (one: Item, other: Item) => boolean): readonly Item[] {
  if (items.length < 2) return items
  const middle = Number(BigInt(items.length) / 2n)
  const [left, right] = [inOrder(items.slice(0, middle), isBefore), inOrder(items.slice(middle), isBefore)]
  const merged: Item[] = []
  let [at, to] = [0, 0]
  while (at < left.length || to < right.length) {
    const isRight = at === left.length || (to < right.length && isBefore(right[to]!, left[at]!))
    merged.push(isRight ? right[to]! : left[at]!)
    if (isRight) to += 1
    else at += 1
  }
  return merged
}
