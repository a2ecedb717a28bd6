import {
  checkSigned,
  EvidenceError,
  isEntries,
  NoteError,
  openCheckpoint,
  parseKey,
  parseTransaction,
  parseVkey,
  ReceiptError,
  renewTrust,
  TransactionError,
  TrustError,
  type Verdict,
  verifyConsistency,
  verifyEntries,
  verifyEvidence,
  verifyReceipt,
} from '@gongshi/protocol'
import type { Shown } from '../forgeries/forgery.ts'

/** Where a forgery was caught, and as what. */
export type Caught = { readonly step: string; readonly code: string }

/** Judges what is shown as a reader does. Null: it was not caught. */
export async function judge(shown: Shown): Promise<Caught | null> {
  try {
    return (await look(shown)) ?? null
  } catch (error) {
    if (error instanceof EvidenceError) return { step: error.step, code: error.code }
    const known = [NoteError, ReceiptError, TransactionError, TrustError].find((kind) => error instanceof kind)
    if (known === undefined) throw error
    return { step: shown.kind, code: (error as NoteError).code }
  }
}

async function look(shown: Shown): Promise<Caught | undefined> {
  switch (shown.kind) {
    case 'evidence':
      return lookAtEvidence(shown)
    case 'renewal':
      await renewTrust(shown.evidence, shown.trust, shown.now)
      return undefined
    case 'checkpoint':
      openCheckpoint(shown.note, shown.vkeys.map(parseVkey))
      return undefined
    case 'consistency':
      return consistent(shown) ? undefined : { step: 'consistency', code: 'checkpoint-inconsistent' }
    case 'receipt':
      verifyReceipt(shown.receipt, parseKey('ed25519', shown.key))
      return undefined
    case 'transaction':
      checkSigned(
        parseTransaction(shown.transaction),
        shown.keys.map((key) => parseKey('ed25519', key)),
      )
      return undefined
  }
}

/** Of joint evidence the first verdict that says something. */
async function lookAtEvidence({ evidence, trust, now }: Extract<Shown, { kind: 'evidence' }>) {
  if (!isEntries(evidence)) return said(await verifyEvidence(evidence, trust, now))
  for await (const verdict of verifyEntries(evidence, trust, now)) {
    const caught = said(verdict)
    if (caught !== undefined) return caught
  }
  return undefined
}

/** What a verdict says against the claim, although every step holds. */
function said({ status, subject, claim, findings }: Verdict): Caught | undefined {
  const refused = findings.find(({ kind }) => kind === 'act-refused' || kind === 'time-doubted')
  if (refused !== undefined) return { step: 'verdict', code: refused.kind }
  if (status !== 'verified') return { step: 'verdict', code: status }
  return subject.kind === 'state' && claim.kind === 'true-at' ? { step: 'verdict', code: claim.kind } : undefined
}

function consistent({ before, after, vkeys, proof }: Extract<Shown, { kind: 'consistency' }>): boolean {
  const keys = vkeys.map(parseVkey)
  const { size: from, root: fromRoot } = openCheckpoint(before, keys).checkpoint
  const { size: to, root: toRoot } = openCheckpoint(after, keys).checkpoint
  return verifyConsistency({ from, fromRoot, to, toRoot, proof })
}
