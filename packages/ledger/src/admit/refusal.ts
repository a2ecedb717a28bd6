import type { KitFailure } from '@gongshi/affair-kit'
import type { Cbor, TransactionFailure } from '@gongshi/protocol'

/** Why the ledger itself refuses a transaction, beyond its encoding (protocol) and its input's schema (affair-kit). */
export type LedgerRefusal =
  | 'chain-other'
  | 'transaction-expired'
  | 'not-after-too-far'
  | 'not-after-quota'
  | 'transaction-repeated'
  | 'signer-unknown'
  | 'signer-revoked'
  /** Signed with a key that the act itself brings, and the rules would refuse it: no stranger leaves a trace. */
  | 'newcomer-refused'
  | 'suite-not-accepted'
  /** A passkey made for a site, or asked for on one, that this ledger does not name. */
  | 'relying-party-not-accepted'
  | 'origin-not-accepted'
  | 'affair-unknown'
  | 'affair-version-inactive'
  | 'action-unknown'
  | 'action-not-submittable'
  | 'action-suspended'
  /** At execution: governance ordered what can't be. */
  | 'order-impossible'

export type AdmissionCode = LedgerRefusal | TransactionFailure['code'] | KitFailure['code']

/** `detail` is typed and holds no text of the sender's; `txId` is empty when it could not be read. */
export type Inadmissible = {
  readonly ok: false
  readonly code: AdmissionCode
  readonly detail: Cbor
  readonly txId: Uint8Array
}

const noId = new Uint8Array(0)

export function inadmissible(code: AdmissionCode, detail: Cbor = null, txId: Uint8Array = noId): Inadmissible {
  return { ok: false, code, detail, txId }
}
