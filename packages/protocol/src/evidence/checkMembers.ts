import { toHex } from '../bytes/bytes.ts'
import type { Cbor } from '../bytes/cbor.ts'
import type { Leaf } from '../log/leaf.ts'
import { memberLeaf } from '../members/leaf.ts'
import { verifyMember } from '../members/tree.ts'
import type { Body } from './checkBody.ts'
import { refuse } from './errors.ts'
import { type DisclosedMember, decodeInner, type Evidence } from './format.ts'
import type { Shown } from './steps.ts'

/** A part of a record that the file discloses, shown to be what the commitment in the body, entry or value covers. */
export type ProvenMember = Pick<DisclosedMember, 'commitment' | 'path' | 'bytes'>

export function checkMembers(
  { members, subject }: Evidence,
  leaf: Leaf | null,
  body: Body | null,
): Shown<'members', readonly ProvenMember[]> {
  const bound =
    members.length === 0 ? new Set<string>() : commitmentsIn([provenValue(subject), sayingsOf(leaf), body?.input])
  const seen = new Set<string>()
  let bytes = 0
  members.forEach((member, index) => {
    const commitment = toHex(member.commitment)
    if (!bound.has(commitment)) refuse({ code: 'evidence-member-unbound' })
    const name = `${commitment} ${member.path}`
    if (seen.has(name)) refuse({ code: 'evidence-member-repeated', index })
    seen.add(name)
    const leaf = memberLeaf(member.salt, member.path, member.bytes)
    if (!verifyMember(member.commitment, leaf, { index: member.index, path: member.proof }))
      refuse({ code: 'evidence-member-mismatch', index })
    bytes += member.bytes.length
  })
  const proven = members.map(({ commitment, path, bytes }) => ({ commitment, path, bytes }))
  return { facts: { disclosed: members.length, bytes }, value: proven }
}

function provenValue(subject: Evidence['subject']): Cbor {
  return subject.kind === 'state' && subject.value !== null ? decodeInner(subject.value) : null
}

function sayingsOf(leaf: Leaf | null): Cbor {
  if (leaf?.kind === 'tx' || leaf?.kind === 'due') return leaf.outcome
  return leaf?.kind === 'system' ? leaf.detail : null
}

/** Every byte string of a hash's length: a commitment is found by what it opens to, not by its place. */
function commitmentsIn(values: readonly (Cbor | undefined)[], found: Set<string> = new Set()): Set<string> {
  for (const value of values) {
    if (value instanceof Uint8Array && value.length === 32) found.add(toHex(value))
    else if (Array.isArray(value)) commitmentsIn(value as readonly Cbor[], found)
  }
  return found
}
