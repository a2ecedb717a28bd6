import { createHash } from 'node:crypto'
import {
  type Ceremony,
  type Contribution,
  combine,
  contribute,
  type Enrolment,
  enrol,
  type GroupKey,
  ownPart,
  type Random,
  readContribution,
  readEnrolled,
  receive,
  ThresholdError,
} from '../src/index.ts'

export const context = new Uint8Array(32).fill(7)

/** Bytes that look random and are the same for a name. */
export function randomFrom(name: string): Random {
  let count = 0
  return (bytes) =>
    Uint8Array.from(
      Array.from({ length: Math.ceil(bytes / 64) }, () => [
        ...createHash('sha512').update(`${name} ${count++}`).digest(),
      ]).flat(),
    ).slice(0, bytes)
}

export type Trustees = {
  readonly ceremony: Ceremony
  readonly enrolments: readonly Enrolment[]
  readonly contributions: readonly Contribution[]
  readonly published: readonly Uint8Array[]
  readonly parts: readonly Uint8Array[]
  readonly key: GroupKey
}

/** So many trustees, all honest, who have made their key. */
export function foundTrustees(count: number, threshold: number, name = 'trustees'): Trustees {
  const random = randomFrom(name)
  const enrolments = Array.from({ length: count }, () => enrol(context, random))
  const trustees = enrolments.map(({ enrolled }) => readEnrolled(context, enrolled))
  const ceremony = { context, threshold, trustees }
  const published = enrolments.map((_, at) => contribute(ceremony, at + 1, random))
  const contributions = published.map((bytes, at) => readContribution(ceremony, at + 1, bytes))
  const parts = enrolments.map(({ secret }, at) => ownPart(received(ceremony, at + 1, secret, contributions)))
  return { ceremony, enrolments, contributions, published, parts, key: combine(threshold, count, contributions) }
}

function received(ceremony: Ceremony, to: number, secret: Uint8Array, contributions: readonly Contribution[]) {
  return contributions.map((contribution, at) => {
    const got = receive(ceremony, { from: at + 1, to }, contribution, secret, randomFrom('dispute'))
    if (!got.ok) throw new Error('an honest contribution was disputed')
    return got.part
  })
}

/** `ok`, or the code with which it was refused. */
export function codeOf(act: () => unknown): string {
  try {
    act()
    return 'ok'
  } catch (error) {
    if (error instanceof ThresholdError) return error.code
    throw error
  }
}

/** With one bit of one byte changed. */
export function changed(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, bytes[at]! ^ 1)
}
