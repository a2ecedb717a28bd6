import { encodeValue, type Json, sealedFields, sealRecord, type Value, valueFromJson } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import { type Cbor, encodeCbor, sha256 } from '@gongshi/protocol'
import { type Document, type RunCipher, sealDocuments } from '@gongshi/sealed'
import { type BidSecrets, beginSealing, bidPlace, finishSealing, type SealedBid } from '../bid/secrets.ts'
import type { Client } from '../client.ts'
import { documentsContent, groupKeyOf } from './bids.ts'

/** As many bytes as the ledger takes for an offer, whatever it says. */
const offerBytes = 1_024

const offerFields = sealedFields(procurement, 'open', 'offer')

/** An offer as JSON has it, and as canonical CBOR names it. @throws {KitError} value-… with the path of what is wrong */
export function offerFromJson(json: Json): { readonly offer: BidContent['offer']; readonly encoded: Cbor } {
  const kind = { kind: 'record', fields: offerFields } as const
  const offer = valueFromJson(kind, json) as BidContent['offer']
  return { offer, encoded: encodeValue(kind, offer, 'offer') }
}

/** What a document is known by: its name and size, and the SHA-256 of its bytes. */
export type DocumentFace = Pick<Document, 'name' | 'size'> & { readonly digest: Uint8Array }

/** Names a bid by all that is in it, so that the same again goes on where it was interrupted: 32 bytes. */
export function nameOfBid(encoded: Cbor, documents: readonly DocumentFace[]): Uint8Array {
  return sha256(encodeCbor([encoded, documents.map(({ name, size, digest }) => [name, size, digest])]))
}

export type BidContent = {
  /** Names offer and documents, the same for the same ones: 32 bytes. */
  readonly of: Uint8Array
  /** As affair `procurement` declares it: bidder, prices, certificate. */
  readonly offer: { readonly [name: string]: Value }
  readonly documents: Iterable<Document>
}

/** Where the bidder's things are kept, on a disk by the time that the promise is. */
export type BidStore = {
  keep(secrets: BidSecrets): Promise<void>
  /** Writes the sealed documents of the sealing with this number, from 0, in place of any that were begun before. */
  write(sealing: number, sealed: AsyncIterable<Uint8Array>): Promise<Blob>
}

/**
 * Seals a bid: secret first, then documents, then offer, each kept before the next is made, nothing published. The same
 * content again is the same bid, whole or going on where it was interrupted.
 * @throws {ClientError} client-row-absent: there is no key to seal to; {KitError} value-…; {SealedError} sealed-…
 */
export async function sealBid(
  client: Client,
  secrets: BidSecrets,
  { of, offer, documents }: BidContent,
  store: BidStore,
  cipher?: RunCipher,
): Promise<{ readonly secrets: BidSecrets; readonly made: SealedBid }> {
  const groupKey = await groupKeyOf(client, secrets.procedure)
  const { label } = bidPlace(secrets)
  const begun = beginSealing(secrets, of, client.random)
  const { sealing } = begun
  if (sealing.made !== null) return { secrets, made: sealing.made }
  const sealedOffer = sealRecord(offerFields, offer, { secret: sealing.secret, label, size: offerBytes })
  if (begun.secrets !== secrets) await store.keep(begun.secrets)
  const options = cipher === undefined ? {} : { cipher }
  const stream = sealDocuments({ secret: sealing.secret, label }, documents, client.random, options)
  const file = await store.write(begun.secrets.sealings.length - 1, stream)
  const { commitment } = await documentsContent(client, sealing, file)
  const enclosed = { offer: sealedOffer, documents: commitment }
  const done = finishSealing(begun.secrets, groupKey, enclosed, client.random)
  await store.keep(done.secrets)
  return done
}
