import { encodeCbor, equalBytes, sha256, toHex } from '@gongshi/protocol'
import {
  type Ceremony,
  combine,
  contribute,
  type GroupKey,
  makeShare,
  ownPart,
  pointBytes,
  type Random,
  readContribution,
  readEnrolled,
  readSealed,
  readShare,
  receive,
  ThresholdError,
} from '@gongshi/threshold'
import { ClientError } from '../errors.ts'
import type { TrusteeSecrets } from './secrets.ts'

/** What the ledger says of a procedure's trustees. Trustees are numbered from 1, in the order of `enrolled`. */
export type CircleOfTrustees = {
  readonly context: Uint8Array
  /** How many open together. */
  readonly threshold: number
  /** In the order that the ledger gives them, 96 bytes each. */
  readonly enrolled: readonly Uint8Array[]
  /** Canonical CBOR of [commitments, proof, handle, hidden]. Those that a dispute has put out are not among them. */
  readonly contributions: readonly { readonly index: number; readonly contribution: Uint8Array }[]
  /** The common key once the ledger has combined it from these contributions: 32 bytes. */
  readonly key: Uint8Array | null
}

/** Something sealed to the common key, and the label under which it was. */
export type SealedThing = { readonly label: Uint8Array; readonly sealed: Uint8Array }

/** What a trustee finds in the others' contributions: its parts, and who owes it one. */
export type Judgement = {
  readonly received: readonly number[]
  /** To be published at once: of whom, and the proof, 96 bytes. */
  readonly disputes: readonly { readonly from: number; readonly dispute: Uint8Array }[]
}

/** Which trustee this is, from 1. @throws {ClientError} client-not-a-trustee, client-kept-elsewhere */
export function ownIndex({ context, enrolled }: TrusteeSecrets, circle: CircleOfTrustees): number {
  if (!equalBytes(context, circle.context)) throw new ClientError({ code: 'client-kept-elsewhere' })
  const index = 1 + circle.enrolled.findIndex((each) => equalBytes(each, enrolled))
  if (index === 0) throw new ClientError({ code: 'client-not-a-trustee' })
  return index
}

/**
 * The trustee's contribution for this circle. It is the same each time it is asked for, once the secrets that come back have
 * been kept, which is before it is published.
 */
export function contributed(
  secrets: TrusteeSecrets,
  circle: CircleOfTrustees,
  random: Random,
): { readonly secrets: TrusteeSecrets; readonly contribution: Uint8Array } {
  const index = ownIndex(secrets, circle)
  const name = nameOf(circle)
  const before = secrets.contributed.find(({ ceremony }) => ceremony === name)
  if (before !== undefined) return { secrets, contribution: before.contribution }
  const contribution = contribute(ceremonyOf(circle), index, random)
  return {
    secrets: { ...secrets, contributed: [...secrets.contributed, { ceremony: name, contribution }] },
    contribution,
  }
}

/** Judges what the others have handed to this trustee. What is no contribution at all the ledger has refused, and is passed over. */
export function judge(secrets: TrusteeSecrets, circle: CircleOfTrustees, random: Random): Judgement {
  const each = partsFor(secrets, circle, random)
  return {
    received: each.filter(({ got }) => got.ok).map(({ from }) => from),
    disputes: each.flatMap(({ from, got }) => (got.ok ? [] : [{ from, dispute: got.dispute }])),
  }
}

/**
 * This trustee's shares, in the order of `things`; null for something that was not sealed to this key under its label.
 * @throws {ClientError} client-part-unfit: the key is not made of the parts that were handed over
 */
export function shares(
  secrets: TrusteeSecrets,
  circle: CircleOfTrustees,
  things: readonly SealedThing[],
  random: Random,
): (Uint8Array | null)[] {
  const index = ownIndex(secrets, circle)
  const group = groupOf(circle)
  const parts = partsFor(secrets, circle, random).map(({ got }) => {
    if (!got.ok) throw new ClientError({ code: 'client-part-unfit' })
    return got.part
  })
  const part = ownPart(parts)
  let isFit = false
  return things.map(({ label, sealed }) => {
    const read = orNull(() => readSealed(group.key, label, sealed))
    if (read === null) return null
    const share = makeShare(index, part, read, random)
    // What would be refused, because the part is not the one that the key was made with, is not sent.
    // PERF: the part is the same for all, so the first share says it: a third of the work.
    isFit ||= orNull(() => readShare(group, index, read, share)) !== null
    if (!isFit) throw new ClientError({ code: 'client-part-unfit' })
    return share
  })
}

/** The key that the standing contributions make, which is the ledger's. @throws {ClientError} client-part-unfit */
export function groupOf(circle: CircleOfTrustees): GroupKey {
  const standing = standingOf(circle).map(({ contribution }) => contribution)
  const group = orNull(() => combine(circle.threshold, circle.enrolled.length, standing))
  if (group === null || circle.key === null || !equalBytes(pointBytes(group.key), circle.key))
    throw new ClientError({ code: 'client-part-unfit' })
  return group
}

function partsFor(secrets: TrusteeSecrets, circle: CircleOfTrustees, random: Random) {
  const to = ownIndex(secrets, circle)
  const ceremony = ceremonyOf(circle)
  return standingOf(circle).map(({ index: from, contribution }) => ({
    from,
    got: receive(ceremony, { from, to }, contribution, secrets.secret, random),
  }))
}

function standingOf(circle: CircleOfTrustees) {
  const ceremony = ceremonyOf(circle)
  return circle.contributions.flatMap(({ index, contribution: bytes }) => {
    const contribution = orNull(() => readContribution(ceremony, index, bytes))
    return contribution === null ? [] : [{ index, contribution }]
  })
}

function ceremonyOf({ context, threshold, enrolled }: CircleOfTrustees): Ceremony {
  return { context, threshold, trustees: enrolled.map((each) => readEnrolled(context, each)) }
}

function nameOf({ context, threshold, enrolled }: CircleOfTrustees): string {
  return toHex(sha256(encodeCbor([context, threshold, [...enrolled]])))
}

/** Null for what the scheme refuses. */
function orNull<Result>(act: () => Result): Result | null {
  try {
    return act()
  } catch (error) {
    if (error instanceof ThresholdError) return null
    throw error
  }
}
