import {
  equalBytes,
  keyFromMaterial,
  type PublicKey,
  parseContentRequest,
  parseErasureReceipt,
  parseVkey,
  type SignatureCheck,
  type SignedErasureReceipt,
  verifyContentRequest,
  verifyErasureReceipt,
} from '@gongshi/protocol'
import type { ListedPublisher } from '../publishers.ts'

type Member = { readonly origin: string; readonly key: PublicKey }

export type MembersNeeds = {
  readonly chainId: string
  /** Whose nodes are members': those that publish the log under a key which stands on the ledger. */
  readonly publishers: () => readonly ListedPublisher[]
  readonly signatureCheck: SignatureCheck
  readonly now: () => number
}

/** How far ahead a request may reach. Milliseconds. */
const longestRequestMs = 2 * 60 * 1000

/** The nodes of the members, told by the keys under which they publish the log. */
export class Members {
  readonly #needs: MembersNeeds
  #known: { readonly of: string; readonly members: readonly Member[] } = { of: '', members: [] }

  constructor(needs: MembersNeeds) {
    this.#needs = needs
  }

  get origins(): readonly string[] {
    return this.#members().map(({ origin }) => origin)
  }

  /**
   * The commitment, of a content or of a batch, that a member's node asks for now; null: the request is no member's, or not for now.
   * @throws {PeerError} peer-statement-malformed
   */
  asksFor(request: Uint8Array): Uint8Array | null {
    const signed = parseContentRequest(request)
    const { chainId, now, signatureCheck } = this.#needs
    const left = signed.notAfter - now()
    if (signed.chainId !== chainId || left < 0 || left > longestRequestMs) return null
    const member = this.#find(signed.kid)
    return member !== undefined && verifyContentRequest(signed, member.key, signatureCheck) ? signed.commitment : null
  }

  /** A receipt with the member whose it is; null where it is nobody's, or of another order. @throws {PeerError} */
  receiptOf(bytes: Uint8Array, entry: number): (SignedErasureReceipt & { readonly origin: string }) | null {
    const signed = parseErasureReceipt(bytes)
    const member = this.#find(signed.kid)
    if (member === undefined || signed.entry !== entry || signed.chainId !== this.#needs.chainId) return null
    if (!verifyErasureReceipt(signed, member.key, this.#needs.signatureCheck)) return null
    return { ...signed, origin: member.origin }
  }

  #find(kid: Uint8Array): Member | undefined {
    return this.#members().find(({ key }) => equalBytes(key.id, kid))
  }

  #members(): readonly Member[] {
    const listed = this.#needs.publishers()
    const of = listed.map(({ vkey }) => vkey).join()
    if (of !== this.#known.of)
      this.#known = {
        of,
        members: listed.map(({ origin, vkey }) => ({
          origin,
          key: keyFromMaterial('ed25519', parseVkey(vkey).publicKey),
        })),
      }
    return this.#known.members
  }
}
