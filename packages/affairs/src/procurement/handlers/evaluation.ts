import { rankOffers } from '../formula.ts'
import type { Handler } from './handler.ts'

/** All candidates in an order of chance; the first of them take the seats, the next stand by. */
export const draw: Handler<'draw'> = (ctx, { procedure, candidates, openings }) => {
  if (openings.length === 0) throw ctx.refuse.chanceless()
  const seeds = openings.map(({ secret }) => secret)
  for (const [at, chosen] of ctx.draw(seeds, candidates.length, candidates.length).entries()) {
    const { expert, organ } = candidates[chosen]!
    ctx.create.seat({ procedure: procedure.id, order: BigInt(at + 1), expert, organ })
  }
}

/** Just the points whose digest was given, one for each offer and each criterion that experts judge. */
export const reveal: Handler<'reveal'> = (ctx, { sheet, offers, criteria, input }) => {
  const { points, salt } = input
  if (ctx.digest.sheet(sheet.id, { points, salt }) !== sheet.digest) throw ctx.refuse.different()
  const judged = criteria.filter(({ kind }) => kind === 'quality')
  for (const { bid } of offers) {
    const own = points.filter((each) => each.bid === bid)
    for (const { number, most } of judged) {
      const [given, ...more] = own.filter(({ criterion }) => criterion === number)
      if (given === undefined || more.length > 0) throw ctx.refuse.incomplete()
      if (given.points < 0n || given.points > most) throw ctx.refuse.excessive()
    }
  }
  if (points.length !== offers.length * judged.length) throw ctx.refuse.incomplete()
}

export const assess: Handler<'assess'> = (ctx, { lot, offers, sheets, criteria, openings, param }) => {
  const seeds = openings.map(({ secret }) => secret)
  const chance = ctx.draw(seeds, seeds.length, seeds.length)
  const turnOf = (bid: unknown) => chance.indexOf(openings.findIndex((opening) => opening.bid === bid))
  const rules = { criteria, sheets: sheets.length, lowShare: param.lowShare }
  const offered = offers.map(({ bid, price }) => ({ bid, price: price.minor, turn: turnOf(bid) }))
  const marks = sheets.flatMap(({ points }) => points)
  for (const [at, { bid, total, rank, low }] of rankOffers(rules, offered, marks).entries()) {
    const { bidder, price } = offers[at]!
    ctx.create.result({ bid, lot: lot.id, bidder, price, total, rank, low })
  }
}
