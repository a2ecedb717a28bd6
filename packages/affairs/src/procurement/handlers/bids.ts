import type { Handler } from './handler.ts'

/** Sealed by somebody who knew what is in it, under this very bid’s name: nobody hands in another’s as the own. */
export const submit: Handler<'submit'> = (ctx, { bid, groupKey }) => {
  if (!ctx.threshold.isSealed(groupKey.key, bid.id, bid.sealed)) throw ctx.refuse.unproven()
}

export const replace: Handler<'replace'> = (ctx, { bid, groupKey, input }) => {
  if (!ctx.threshold.isSealed(groupKey.key, bid.id, input.sealed)) throw ctx.refuse.unproven()
}

export const give: Handler<'give'> = (ctx, { trustee, groupKey, bids, input }) => {
  for (const { bid: id, share } of input.shares) {
    const bid = bids.find((each) => each.id === id)
    if (bid === undefined) throw ctx.refuse.elsewhere()
    if (!ctx.threshold.isShare(groupKey, trustee.index, bid.sealed, share)) throw ctx.refuse.unproven()
    ctx.create.share({ bid: bid.id, index: trustee.index, trustee: trustee.id, share })
  }
}

export const open: Handler<'open'> = (ctx, scope) => {
  const { bid, groupKey, shares } = scope
  const secret = ctx.threshold.open(groupKey, bid.id, bid.sealed, shares)
  if (secret === null) throw ctx.refuse.unopened()
  return disclose(ctx, scope, secret)
}

export const openAlone: Handler<'openAlone'> = (ctx, scope) => {
  const { bid, groupKey, input } = scope
  const secret = ctx.threshold.openAlone(groupKey.key, bid.id, bid.sealed, input.opener)
  if (secret === null) throw ctx.refuse.unopened()
  return disclose(ctx, scope, secret)
}

type Context = Parameters<Handler<'openAlone'>>[0]
type Scope = Pick<Parameters<Handler<'openAlone'>>[1], 'bid' | 'lots' | 'procedure'>
type Lots = Scope['lots']
type Prices = NonNullable<ReturnType<Context['unseal']['offer']>>['prices']

/** What was in it, for all to see. A bid that says nothing that can be read is void: by its own maker’s doing. */
function disclose(ctx: Context, { bid, lots, procedure }: Scope, secret: Parameters<Context['unseal']['offer']>[0]) {
  ctx.create.opening({ bid: bid.id, procedure: procedure.id, secret })
  ctx.emit.opened({ documents: bid.documents, secret })
  const offer = ctx.unseal.offer(secret, bid.id, bid.offer)
  if (offer === null) return { to: 'void' } as const
  const { bidder, prices, certificate } = offer
  if (bidder === null) return { to: 'decoy' } as const
  if (!isPriced(prices, lots)) return { to: 'void' } as const
  for (const { lot, price } of prices)
    ctx.create.offer({
      bid: bid.id,
      lot: lots.find(({ number }) => number === lot)!.id,
      procedure: procedure.id,
      bidder,
      price,
      certificate,
    })
  return { to: 'opened' } as const
}

/** At least one price, each for another lot of this procedure, in that lot’s currency, of more than nothing. */
function isPriced(prices: Prices, lots: Lots): boolean {
  const isFor = ({ lot, price }: Prices[number]) =>
    lots.some(({ number, ceiling }) => number === lot && ceiling.currency === price.currency && price.minor > 0n)
  return prices.length > 0 && prices.every(isFor) && new Set(prices.map(({ lot }) => lot)).size === prices.length
}
