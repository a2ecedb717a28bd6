import { type Evidence, encodeLedgerEvidence, type TrustRoot } from '@gongshi/protocol'
import { now, trustOf } from '../../protocol/test/evidence.ts'

/** What somebody shows, and to whom; each kind is judged by the check of that name. */
export type Shown =
  | { readonly kind: 'evidence'; readonly evidence: Uint8Array; readonly trust: TrustRoot; readonly now: number }
  /** A file from which a newer trust root is said to follow. */
  | { readonly kind: 'renewal'; readonly evidence: Uint8Array; readonly trust: TrustRoot; readonly now: number }
  /** A signed checkpoint under verifier keys. */
  | { readonly kind: 'checkpoint'; readonly note: string; readonly vkeys: readonly string[] }
  /** Two checkpoints of one origin that a reader saw one after the other, and the proof that the log only grew. */
  | {
      readonly kind: 'consistency'
      readonly before: string
      readonly after: string
      readonly vkeys: readonly string[]
      readonly proof: readonly Uint8Array[]
    }
  /** An admission receipt under a node's COSE_Key. */
  | { readonly kind: 'receipt'; readonly receipt: Uint8Array; readonly key: Uint8Array }
  /** A transaction with its signers' COSE_Keys, all of them Ed25519. */
  | { readonly kind: 'transaction'; readonly transaction: Uint8Array; readonly keys: readonly Uint8Array[] }

/**
 * One way to deceive: what it is, in a sentence, and where it is caught. `step` is a step of the evidence, `verdict` where
 * every step holds and the verdict itself says what is wrong (`code` is then its finding, status or claim), or the kind.
 */
export type Forgery = {
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly step: string
  readonly code: string
  readonly made: () => Promise<Shown> | Shown
}

/** [name, zh, en] */
export type Told = readonly [name: string, zh: string, en: string]

type Forged = Evidence | Uint8Array
type Circumstances = { readonly trust?: TrustRoot; readonly now?: number }

/** A forgery that is a file of evidence. */
export function file(
  [name, zh, en]: Told,
  step: string,
  code: string,
  made: () => Forged | Promise<Forged>,
  { trust = trustOf(), now: at = now }: Circumstances = {},
): Forgery {
  const show = async (): Promise<Shown> => {
    const forged = await made()
    const evidence = forged instanceof Uint8Array ? forged : encodeLedgerEvidence(forged)
    return { kind: 'evidence', evidence, trust, now: at }
  }
  return { name, zh, en, step, code, made: show }
}

/** A forgery of another kind, which is caught by the check of that kind. */
export function other(
  [name, zh, en]: Told,
  code: string,
  made: () => Promise<Shown> | Shown,
  step: Shown['kind'],
): Forgery {
  return { name, zh, en, step, code, made }
}
