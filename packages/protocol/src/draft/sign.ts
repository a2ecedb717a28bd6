import { equalBytes } from '../bytes/bytes.ts'
import { checkText } from '../bytes/text.ts'
import { ProtocolError } from '../errors.ts'
import type { Signer } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import { suites } from '../suites/suite.ts'
import { assembleSigned } from '../transaction/signed.ts'
import { encodeTransaction, parseTransaction, type Transaction } from '../transaction/transaction.ts'
import { declineInput } from './decline.ts'
import { actInput, type Draft, encodeDraft, type Mark, parseDraft } from './draft.ts'
import { DraftError } from './errors.ts'

/**
 * Signs a draft at its signer's place. `now` is the caller's clock, UnixMs.
 * @throws {DraftError} draft-signer-foreign, draft-signer-repeated, draft-declined, draft-expired
 */
export async function signDraft(draft: Draft, signer: Signer, now: number): Promise<Draft> {
  const index = placeOf(draft, signer, now)
  return marked(draft, index, {
    kind: 'signed',
    key: signer.key,
    signature: await signer.sign(actInput(draft, signer.key)),
  })
}

/**
 * Declines with a reason, which everybody who sees the draft can read, and nobody can forge. The ledger never learns of it.
 * @throws {DraftError} as signDraft; draft-malformed for a reason that is empty, too long or not a text of the ledger
 */
export async function declineDraft(draft: Draft, signer: Signer, reason: string, now: number): Promise<Draft> {
  const index = placeOf(draft, signer, now)
  checkReason(reason)
  const signature = await signer.sign(declineInput(draft.txId, reason, signer.key))
  return marked(draft, index, { kind: 'declined', key: signer.key, reason, signature })
}

/** What two copies of one draft say together: signers need not wait for each other. @throws {DraftError} draft-other */
export function mergeDrafts(left: Draft, right: Draft): Draft {
  const isSame = equalBytes(left.txId, right.txId) && equalBytes(left.salt, right.salt)
  if (!isSame) throw new DraftError({ code: 'draft-other' })
  // Whoever has declined in one copy has declined, whatever another says.
  const marks = left.marks.map((mark, index) => {
    const other = right.marks[index] ?? null
    return other?.kind === 'declined' ? other : (mark ?? other)
  })
  return parseDraft(encodeDraft({ ...left, marks }))
}

/**
 * The transaction of a draft that everybody has signed.
 * @throws {DraftError} draft-declined, draft-unfinished, draft-expired; {TransactionError}
 */
export function finishDraft(draft: Draft, now: number): Transaction {
  checkOpen(draft, now)
  const missing = draft.marks.filter((mark) => mark === null).length
  if (missing > 0) throw new DraftError({ code: 'draft-unfinished', missing })
  const signatures = draft.marks.map((mark) => {
    const { key, signature } = mark!
    return { alg: suites[key.suite].algorithm, kid: key.id, signature }
  })
  return parseTransaction(encodeTransaction(assembleSigned(draft.payload, signatures), draft.salt, draft.input))
}

function placeOf(draft: Draft, { key }: Signer, now: number): number {
  const index = draft.signers.findIndex((id) => equalBytes(id, key.id))
  if (index < 0) throw new DraftError({ code: 'draft-signer-foreign' })
  if (draft.marks[index] !== null) throw new DraftError({ code: 'draft-signer-repeated', index })
  checkOpen(draft, now)
  return index
}

function checkOpen({ marks, notAfter }: Draft, now: number): void {
  const declined = marks.findIndex((mark) => mark?.kind === 'declined')
  if (declined >= 0) throw new DraftError({ code: 'draft-declined', index: declined })
  if (now > notAfter) throw new DraftError({ code: 'draft-expired', notAfter })
}

function checkReason(reason: string): void {
  try {
    if (checkText(reason, limits.declineReasonBytes) !== '') return
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
  }
  throw new DraftError({ code: 'draft-malformed', at: 'reason' })
}

/** Checked as if it came from outside: a signer that signs badly is found out at once. */
function marked(draft: Draft, index: number, mark: Mark): Draft {
  return parseDraft(encodeDraft({ ...draft, marks: draft.marks.with(index, mark) }))
}
