import { rowLabel } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import {
  type Cbor,
  decodeCbor,
  encodeCbor,
  equalBytes,
  ProtocolError,
  pairwisePseudonym,
  pairwiseSigner,
  type Scope,
  type Signer,
  sha256,
  toHex,
} from '@gongshi/protocol'
import { openAlone, type Point, type Random, readSealed, seal } from '@gongshi/threshold'
import type { Blinding } from '../blind/blind.ts'
import { ClientError } from '../errors.ts'
import { rowKeyText } from '../http/rowKey.ts'
import type { Kept } from '../kept/keptFile.ts'

/**
 * Everything that a bidder needs of one procedure, from the first request to opening alone. It is on a disk before anything made
 * of it is published; earlier sealings stay, since the one that the ledger has may be any of them.
 */
export type BidSecrets = {
  readonly chainId: string
  readonly procedure: Cbor
  /** 32 random bytes for this procedure alone, which gives key and pseudonym: nothing links them to any other. */
  readonly seed: Uint8Array
  /** Null until a token was asked for. */
  readonly entry: Entry | null
  readonly sealings: readonly Sealing[]
}

/** How the bidder is let in: what it asked to have signed blindly, and the token once that is there. */
export type Entry = { readonly blinding: Blinding; readonly token: Uint8Array | null }

/** One bid as it was, is or will be sealed. Another bid has another secret, or one would open the other. */
export type Sealing = {
  /** Names what is sealed, the same for the same offer and files: 32 bytes. */
  readonly of: Uint8Array
  readonly secret: Uint8Array
  /** Of the content in which the sealed documents lie. */
  readonly recordKey: Uint8Array
  /** Null until the documents are sealed. */
  readonly made: SealedBid | null
}

export type SealedBid = {
  /** To the trustees: 160 bytes. */
  readonly sealed: Uint8Array
  /** With which the bidder opens alone: 32 bytes. */
  readonly opener: Uint8Array
  /** The sealed record of the offer. */
  readonly offer: Uint8Array
  /** Commitment of the sealed documents. */
  readonly documents: Uint8Array
}

/** Who the bidder is in one procedure. */
export type BidPlace = {
  readonly signer: Signer
  readonly scope: Scope
  /** 32 bytes. */
  readonly author: Uint8Array
  /** The id of the bid’s row. */
  readonly key: readonly [Cbor, Uint8Array]
  /** Under which everything of this bid is sealed. */
  readonly label: Uint8Array
}

export function newBidder(chainId: string, procedure: Cbor, random: Random): BidSecrets {
  return { chainId, procedure, seed: random(32), entry: null, sealings: [] }
}

export function bidPlace({ chainId, procedure, seed }: BidSecrets): BidPlace {
  const scope = bidScope(procedure)
  const author = pairwisePseudonym(seed, { chainId, scope })
  const key = [procedure, author] as const
  const label = rowLabel(chainId, procurement.name, 'bid', [...key])
  return { signer: pairwiseSigner(seed, { chainId, scope }), scope, author, key, label }
}

/** The one matter that a procedure is, as it stands in derivations and certificates. */
export function bidScope(procedure: Cbor): Scope {
  return { kind: 'case', affair: procurement.name, row: rowKeyText(procedure) }
}

/** Whether `later` is what became of `earlier`: the same bidder, and no sealing lost. */
export function continuesBid(earlier: BidSecrets, later: BidSecrets): boolean {
  const isThere = ({ secret, made }: Sealing, at: number) => {
    const other = later.sealings[at]
    return other !== undefined && equalBytes(other.secret, secret) && (made === null || other.made !== null)
  }
  return equalBytes(earlier.seed, later.seed) && earlier.sealings.every(isThere)
}

/** The sealing of what is named `of`: the last one, if that is what it was for, so that what was interrupted goes on. */
export function beginSealing(
  secrets: BidSecrets,
  of: Uint8Array,
  random: Random,
): { readonly secrets: BidSecrets; readonly sealing: Sealing } {
  const last = secrets.sealings.at(-1)
  if (last !== undefined && equalBytes(last.of, of)) return { secrets, sealing: last }
  const sealing: Sealing = { of, secret: random(32), recordKey: random(32), made: null }
  return { secrets: { ...secrets, sealings: [...secrets.sealings, sealing] }, sealing }
}

/** Seals the last sealing's secret to the trustees, once; `offer` and `documents` are sealed with it by now. */
export function finishSealing(
  secrets: BidSecrets,
  groupKey: Point,
  { offer, documents }: Pick<SealedBid, 'offer' | 'documents'>,
  random: Random,
): { readonly secrets: BidSecrets; readonly made: SealedBid } {
  const last = secrets.sealings.at(-1)
  if (last === undefined) throw new ClientError({ code: 'client-kept-elsewhere' })
  if (last.made !== null) return { secrets, made: last.made }
  const made = { ...seal(groupKey, bidPlace(secrets).label, last.secret, random), offer, documents }
  return { secrets: { ...secrets, sealings: secrets.sealings.with(-1, { ...last, made }) }, made }
}

/** What was sealed last, and is ready to be handed in. @throws {ClientError} client-nothing-sealed */
export function lastSealing({ sealings }: BidSecrets): Sealing & { readonly made: SealedBid } {
  const last = sealings.at(-1)
  if (last === undefined || last.made === null) throw new ClientError({ code: 'client-nothing-sealed' })
  return { ...last, made: last.made }
}

/**
 * The sealing that the ledger has, by what is sealed to the trustees; that it opens with what was kept is tried.
 * @throws {ClientError} client-kept-elsewhere: it was not sealed with these secrets
 */
export function sealingOf(secrets: BidSecrets, groupKey: Point, sealed: Uint8Array): Sealing & { made: SealedBid } {
  const found = secrets.sealings.find(({ made }) => made !== null && equalBytes(made.sealed, sealed))
  if (found === undefined || found.made === null) throw new ClientError({ code: 'client-kept-elsewhere' })
  const { label } = bidPlace(secrets)
  const opened = openAlone(groupKey, label, readSealed(groupKey, label, sealed), found.made.opener)
  if (!equalBytes(opened, found.secret)) throw new ClientError({ code: 'client-kept-elsewhere' })
  return { ...found, made: found.made }
}

/** What a bid's file is known by. */
export function bidAbout({ chainId, procedure }: Pick<BidSecrets, 'chainId' | 'procedure'>): string {
  return toHex(sha256(rowLabel(chainId, procurement.name, 'procedure', procedure)))
}

export function keepBid(secrets: BidSecrets): Kept {
  const sealings = secrets.sealings.map(({ of, secret, recordKey, made }) => {
    const bytes = made === null ? null : [made.sealed, made.opener, made.offer, made.documents]
    return [of, secret, recordKey, bytes]
  })
  const { chainId, procedure, seed, entry } = secrets
  const entered = entry && [entry.blinding.prepared, entry.blinding.inverse, entry.blinding.blinded, entry.token]
  return { kind: 'bid', about: bidAbout(secrets), secret: encodeCbor([2, chainId, procedure, seed, entered, sealings]) }
}

type EncodedEntry = [Uint8Array, Uint8Array, Uint8Array, Uint8Array | null]
type Encoded = [Uint8Array, Uint8Array, Uint8Array, [Uint8Array, Uint8Array, Uint8Array, Uint8Array] | null]

/** @throws {ClientError} client-kept-elsewhere */
export function bidOfKept(kept: Kept, matter: Pick<BidSecrets, 'chainId' | 'procedure'>): BidSecrets {
  if (kept.kind !== 'bid' || kept.about !== bidAbout(matter)) throw new ClientError({ code: 'client-kept-elsewhere' })
  try {
    const limits = { maxBytes: kept.secret.length, maxDepth: 10 }
    const [version, chainId, procedure, seed, entered, sealings] = decodeCbor(kept.secret, limits) as [
      number,
      string,
      Cbor,
      Uint8Array,
      EncodedEntry | null,
      Encoded[],
    ]
    if (version !== 2) throw new ClientError({ code: 'client-kept-elsewhere' })
    const entry = entered && entryFrom(entered)
    const secrets = { chainId, procedure, seed, entry, sealings: sealings.map(sealingFrom) }
    if (bidAbout(secrets) !== kept.about) throw new ClientError({ code: 'client-kept-elsewhere' })
    return secrets
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new ClientError({ code: 'client-kept-elsewhere' }, { cause })
    throw cause
  }
}

function entryFrom([prepared, inverse, blinded, token]: EncodedEntry): Entry {
  return { blinding: { prepared, inverse, blinded }, token }
}

function sealingFrom([of, secret, recordKey, bytes]: Encoded): Sealing {
  if (bytes === null) return { of, secret, recordKey, made: null }
  const [sealed, opener, offer, documents] = bytes
  return { of, secret, recordKey, made: { sealed, opener, offer, documents } }
}
