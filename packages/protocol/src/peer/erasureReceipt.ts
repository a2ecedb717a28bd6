import type { SignatureCheck } from '../keys/check.ts'
import type { PublicKey } from '../keys/publicKey.ts'
import type { Signer } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import {
  parseStatement,
  type Signed,
  type StatementForm,
  signStatement,
  verifyStatement,
} from '../statement/statement.ts'
import { PeerError } from './errors.ts'

/** What a node still keeps of what it was ordered to destroy: nothing, or the body in blocks that others need to replay. */
const remainders = ['nothing', 'blocks'] as const

/**
 * A node's word that it has destroyed what an entry ordered to be destroyed. `entry`: the index of the order; `at`: when
 * it was done, UnixMs.
 */
export type ErasureReceipt = {
  readonly chainId: string
  readonly entry: number
  readonly at: number
  readonly keeps: (typeof remainders)[number]
}

export type SignedErasureReceipt = Signed<ErasureReceipt>

const form: StatementForm<ErasureReceipt> = {
  name: 'gongshi/erasure-receipt/1',
  size: 4,
  write: ({ chainId, entry, at, keeps }) => [chainId, entry, at, keeps],
  read: (reader) => {
    const [chainId, entry, at, kept] = [reader.text(), reader.integer(), reader.integer(), reader.text()]
    const keeps = remainders.find((each) => each === kept)
    return keeps !== undefined && entry >= 0 && at >= 0 && at <= limits.timeMs && { chainId, entry, at, keeps }
  },
  malformed: (cause) => new PeerError({ code: 'peer-statement-malformed' }, { cause }),
}

export function signErasureReceipt(signer: Signer, receipt: ErasureReceipt): Promise<Uint8Array> {
  return signStatement(form, signer, receipt)
}

/** @throws {PeerError} peer-statement-malformed */
export function parseErasureReceipt(bytes: Uint8Array): SignedErasureReceipt {
  return parseStatement(form, bytes)
}

export function verifyErasureReceipt(receipt: SignedErasureReceipt, key: PublicKey, check?: SignatureCheck): boolean {
  return verifyStatement(form, receipt, key, check)
}
