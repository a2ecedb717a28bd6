import type { AppState } from '../appHash.ts'
import type { Cbor } from '../bytes/cbor.ts'
import { ProtocolError, TransactionError } from '../errors.ts'
import { leafHash } from '../log/hash.ts'
import { verifyInclusion } from '../log/inclusion.ts'
import type { Leaf } from '../log/leaf.ts'
import type { Signed } from '../transaction/signed.ts'
import { parseBody } from '../transaction/transaction.ts'
import { readLeaf } from './checkLeaf.ts'
import { refuse } from './errors.ts'
import { type BodyPart, decodeInner, type EntrySubject, type EvidenceSubject } from './format.ts'
import type { Shown } from './steps.ts'

/** What was asked for: the salt, and the input as CBOR. */
export type Body = { readonly salt: Uint8Array; readonly input: Cbor }

/** Which acts order that a body be erased: the event `destroy` of the affair `erasure`, [name, content, entry, …]. */
const order = { affair: 'erasure', event: 'destroy', entryAt: 2 }

/** The body that was signed; or that it was erased, and by which entry; or nothing, where the holder has none. */
export function checkBody(subject: EvidenceSubject, signed: Signed | null, app: AppState): Shown<'body', Body | null> {
  if (signed === null || subject.kind !== 'entry') return { facts: { status: 'none' }, value: null }
  const { body } = subject.signed!
  switch (body.kind) {
    case 'present':
      return { facts: { status: 'present' }, value: readBody(body.bytes, signed) }
    case 'absent':
      return { facts: { status: 'absent' }, value: null }
    case 'erased':
      checkErasure(body, subject, app)
      return { facts: { status: 'erased', by: body.index }, value: null }
  }
}

function readBody(bytes: Uint8Array, signed: Signed): Body {
  try {
    const { salt, input } = parseBody(bytes, signed)
    return { salt, input: decodeInner(input) }
  } catch (cause) {
    if (cause instanceof TransactionError || cause instanceof ProtocolError)
      refuse({ code: 'evidence-body-mismatch' }, cause)
    throw cause
  }
}

function checkErasure(
  { index, leaf, proof }: Extract<BodyPart, { kind: 'erased' }>,
  entry: EntrySubject,
  { logSize, logRoot }: AppState,
): void {
  const included = verifyInclusion({ leafHash: leafHash(leaf), index, size: logSize, proof }, logRoot)
  if (!included) refuse({ code: 'evidence-erasure-unproven' })
  if (!orders(readLeaf(leaf), entry.index)) refuse({ code: 'evidence-erasure-unproven' })
}

function orders(leaf: Leaf, erased: number): boolean {
  if ((leaf.kind !== 'due' && leaf.kind !== 'tx') || leaf.affair !== order.affair) return false
  if (leaf.outcome[0] !== 'ok') return false
  return leaf.outcome[1].some(
    (event) => Array.isArray(event) && event[0] === order.event && event[order.entryAt] === erased,
  )
}
