import type { Cbor } from '@gongshi/protocol'
import {
  difference,
  field,
  hashToScalar,
  type Point,
  pointBytes,
  type Random,
  randomScalar,
  type Scalar,
} from './group.ts'

/** That somebody knows the one number by which each base becomes its point. */
export type Proof = { readonly challenge: Scalar; readonly answer: Scalar }

/** For which statement: what the proof is for, what it is bound to, the bases, and what became of them. */
export type Statement = {
  readonly name: string
  readonly bound: readonly Cbor[]
  readonly bases: readonly Point[]
  readonly points: readonly Point[]
}

/**
 * Schnorr's proof for one base, Chaum and Pedersen's (CRYPTO '92) for two, without interaction: the challenge is the hash of
 * the whole statement and of what was committed to.
 */
export function prove(statement: Statement, secret: Scalar, random: Random): Proof {
  const blind = randomScalar(random)
  const challenge = challengeOf(
    statement,
    statement.bases.map((base) => base.multiply(blind)),
  )
  return { challenge, answer: field.add(blind, field.mul(secret, challenge)) }
}

export function holds(statement: Statement, { challenge, answer }: Proof): boolean {
  const commitments = statement.bases.map((base, at) => difference(base, answer, statement.points[at]!, challenge))
  return challengeOf(statement, commitments) === challenge
}

function challengeOf({ name, bound, bases, points }: Statement, commitments: readonly Point[]): Scalar {
  const bytes = (list: readonly Point[]) => list.map(pointBytes)
  return hashToScalar(name, [...bound, bytes(bases), bytes(points), bytes(commitments)])
}
