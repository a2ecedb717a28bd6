import type { KeyId, Opaque, Ref } from './values.ts'

type Bytes = Opaque<'bytes'>
type Whole = number | bigint

/** How trustees make one key: what it is for, how many of them open, and what each enrolled with (96 bytes), in their order. */
export type Ceremony = { readonly about: Ref; readonly threshold: Whole; readonly trustees: readonly Bytes[] }

/** One trustee's part of the key: points and numbers of 32 bytes, a proof of 64. */
export type Contribution = {
  readonly commitments: readonly Bytes[]
  readonly proof: Bytes
  readonly handle: Bytes
  readonly hidden: readonly Bytes[]
}

/** The key that a ceremony made, 32 bytes, and the point of each trustee's part of it. */
export type GroupKey = { readonly threshold: Whole; readonly key: Bytes; readonly parts: readonly Bytes[] }

/**
 * What a handler asks about a key of several trustees (docs/sealing.md). Everything is public; whatever is malformed gives false
 * or null. Trustees are numbered from 1. A ref stands for the label of its row (`rowLabel`).
 */
export interface ThresholdTools {
  /** Whether who enrolled with these 96 bytes knows the key's secret, for the procedure `about`. */
  isTrustee(about: Ref, enrolled: Bytes): boolean
  isContribution(ceremony: Ceremony, index: Whole, contribution: Contribution): boolean
  /** Whether trustee `index` did not get the part that `author` owed it. Of a contribution that `isContribution` let pass. */
  isJustified(ceremony: Ceremony, author: Whole, contribution: Contribution, index: Whole, dispute: Bytes): boolean
  /** Of contributions that `isContribution` let pass, at least as many as open, each author once. */
  combine(
    ceremony: Ceremony,
    contributions: readonly { readonly index: Whole; readonly contribution: Contribution }[],
  ): { readonly key: Bytes; readonly parts: readonly Bytes[] } | null
  /** Whether 160 bytes were sealed to the key for the row `about`, by somebody who knew what. */
  isSealed(key: Bytes, about: Ref, sealed: Bytes): boolean
  /** Whether 96 bytes are what trustee `index` gives to open what `isSealed` let pass. */
  isShare(group: GroupKey, index: Whole, sealed: Bytes, share: Bytes): boolean
  /** The 32 bytes that were sealed, of shares that `isShare` let pass. */
  open(
    group: GroupKey,
    about: Ref,
    sealed: Bytes,
    shares: readonly { readonly index: Whole; readonly share: Bytes }[],
  ): Bytes | null
  /** The same by who sealed it, with the 32 bytes that it kept of the sealing; of what `isSealed` let pass. */
  openAlone(key: Bytes, about: Ref, sealed: Bytes, opener: Bytes): Bytes | null
}

/** What a handler asks about tokens that an office signed blindly (docs/sealing.md, Tokens); whatever is malformed gives false. */
export interface BlindTools {
  /** Whether 384 bytes can be the public key that signs tokens. */
  isKey(key: Bytes): boolean
  /** Whether whoever has the key let this signer make the row `about`, without knowing which row and whose. */
  isToken(key: Bytes, about: Ref, signer: KeyId, token: Bytes): boolean
}
