import type { AffairDeclaration } from '@gongshi/affair-kit'
import { identity } from '@gongshi/affairs'
import { type Cbor, equalBytes, parseOrganCertificate, sha256, verifyOrganCertificate } from '@gongshi/protocol'
import type { Document, RunCipher } from '@gongshi/sealed'
import { chainIdOf } from '../actions/getLedger.ts'
import { bidScope } from '../bid/secrets.ts'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { type Aside, openedDocuments } from './openedBid.ts'
import { getRepresentative, type Organ } from './representatives.ts'
import { type Asking, listedKeys, provenRow, provenRowOf } from './rows.ts'

/** Larger than any certificate. */
const maxCertificateBytes = 4_096

export type CheckedBid = {
  readonly bidder: Organ
  /** The representative's key. */
  readonly signedBy: Uint8Array
  /** Names of the documents, in their order. */
  readonly documents: readonly string[]
}

/**
 * Whether an opened bid is the bidder's own: among its documents is the certificate whose digest stands in the offer; by it an officer
 * who spoke for that organ when the bid was sealed gave this one-time key to this procedure. Everything comes from proven rows.
 * @throws {ClientError} client-row-absent: it is not open; client-certificate-absent, client-not-representative; {CertificateError};
 * {SealedError}
 */
export async function checkBid(
  client: Client,
  key: readonly [procedure: Cbor, author: Uint8Array],
  aside: Aside,
  cipher?: RunCipher,
): Promise<CheckedBid> {
  const [procedure, author] = key
  const { bidder, digest, sealedAt } = await offered(client, key)
  const { found, names } = await findCertificate(openedDocuments(client, [...key], aside, cipher), digest)
  if (found === undefined) throw new ClientError({ code: 'client-certificate-absent' })
  const certificate = parseOrganCertificate(found)
  const officer = await getRepresentative(client, bidder, certificate.kid, sealedAt)
  const expected = { chainId: await chainIdOf(client), scope: bidScope(procedure) }
  verifyOrganCertificate(certificate, expected, officer)
  const { scheme, id } = certificate.organ
  const owner = await provenRowOf(client, identity as unknown as AffairDeclaration, 'key', [certificate.keyId])
  const isOwn = owner !== null && equalBytes(owner.fields.subject as Uint8Array, author)
  if (!isOwn || scheme !== bidder.scheme || id !== bidder.id)
    throw new ClientError({ code: 'client-not-representative' })
  return { bidder, signedBy: certificate.kid, documents: names }
}

async function offered(client: Asking, key: readonly [Cbor, Uint8Array]) {
  const bid = await provenRow(client, 'bid', [...key])
  const lots = await listedKeys(client, 'lot', key[0])
  const offers = await Promise.all(lots.map((lot) => provenRow(client, 'offer', [[...key], lot])))
  const offer = offers.find((each) => each !== null)
  if (bid === null || offer === undefined) throw new ClientError({ code: 'client-row-absent' })
  const [scheme, id] = offer.fields.bidder as readonly [string, string]
  const digest = offer.fields.certificate as Uint8Array
  return { bidder: { scheme, id }, digest, sealedAt: bid.fields.sealedAt as number }
}

async function findCertificate(documents: AsyncIterable<Document>, digest: Uint8Array) {
  const names: string[] = []
  let found: Uint8Array | undefined
  for await (const { name, size, bytes } of documents) {
    names.push(name)
    const read = await readUpTo(bytes, size <= maxCertificateBytes ? size : 0)
    if (equalBytes(sha256(read), digest)) found = read
  }
  return { found, names }
}

/** All bytes are read, since the next document comes behind them; no more than so many are kept. */
async function readUpTo(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const kept = new Uint8Array(most)
  let at = 0
  for await (const piece of bytes) {
    if (at + piece.length <= most) kept.set(piece, at)
    at += piece.length
  }
  return kept
}
