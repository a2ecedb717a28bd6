import { inOrder } from '../formula.ts'
import type { Handler } from './handler.ts'

/** One row a department; a department named twice is refused by the row that is there already. */
export const convene: Handler<'convene'> = (ctx, { procedure, input }) => {
  for (const organ of input.trustees) ctx.create.trustee({ procedure: procedure.id, organ })
}

export const enrol: Handler<'enrol'> = (ctx, { procedure, input }) => {
  if (!ctx.threshold.isTrustee(procedure.id, input.enrolled)) throw ctx.refuse.unproven()
}

type Peer = Parameters<Handler<'contribute'>>[1]['peers'][number]
type Keying = Parameters<Handler<'contribute'>>[1]['procedure']

/** As the key’s makers know it: docs/sealing.md, Making the key. */
function ceremonyOf({ id, threshold }: Keying, peers: readonly Peer[]) {
  const trustees = inOrder(peers, (one, other) => one.index < other.index).map(({ enrolled }) => enrolled)
  return { about: id, threshold, trustees }
}

export const contribute: Handler<'contribute'> = (ctx, { procedure, peers, trustee, input }) => {
  const ceremony = ceremonyOf(procedure, peers)
  if (!ctx.threshold.isContribution(ceremony, trustee.index, input.contribution)) throw ctx.refuse.unproven()
}

export const dispute: Handler<'dispute'> = (ctx, { procedure, peers, trustee, disputant, input }) => {
  const { index, contribution } = trustee
  const ceremony = ceremonyOf(procedure, peers)
  if (!ctx.threshold.isJustified(ceremony, index, contribution, disputant.index, input.dispute))
    throw ctx.refuse.unjustified()
}

/** Of the contributions that nobody has shown to be false. */
export const makeKey: Handler<'makeKey'> = (ctx, { procedure, peers }) => {
  const standing = peers.flatMap(({ status, index, contribution }) =>
    (status === 'contributed' || status === 'accepted') && contribution !== null ? [{ index, contribution }] : [],
  )
  const made = ctx.threshold.combine(ceremonyOf(procedure, peers), standing)
  if (made === null) throw ctx.refuse.unmade()
  ctx.create.groupKey({ procedure: procedure.id, threshold: procedure.threshold, key: made.key, parts: made.parts })
}
