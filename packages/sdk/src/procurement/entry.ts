import { rowLabel } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import { type Cbor, type Signer, sha256, signOrganCertificate, signTokenRequest, tokenMessage } from '@gongshi/protocol'
import type { Committed } from '../actions/getTransaction.ts'
import { actOf } from '../actions/sign.ts'
import { submit } from '../actions/submit.ts'
import { type BidSecrets, bidPlace, type Entry } from '../bid/secrets.ts'
import { blind, unblind } from '../blind/blind.ts'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { keyPoint } from '../wallet/keyPoint.ts'
import { createWallet } from '../wallet/wallet.ts'
import type { Organ } from './representatives.ts'
import { type Asking, provenRow } from './rows.ts'

/** The key with which the desk signs tokens, for everybody alike: the ledger's word. @throws {ClientError} client-row-absent */
export async function tokenKeyOf(client: Asking, procedure: Cbor): Promise<Uint8Array> {
  const row = await provenRow(client, 'issuer', [procedure])
  const key = row?.fields.key ?? null
  if (key === null) throw new ClientError({ code: 'client-row-absent' })
  return key as Uint8Array
}

/**
 * Blinds what the desk is to sign, once: keep what comes back before anything of it is shown. The desk learns who asks, and never
 * which key and pseudonym it was.
 */
export async function askForToken(
  client: Asking,
  secrets: BidSecrets,
): Promise<BidSecrets & { readonly entry: Entry }> {
  const { entry, chainId, procedure } = secrets
  if (entry !== null) return { ...secrets, entry }
  const { author, signer } = bidPlace(secrets)
  const label = rowLabel(chainId, procurement.name, 'entrant', [procedure, author])
  const blinding = await blind(await tokenKeyOf(client, procedure), tokenMessage(label, signer.key.id))
  return { ...secrets, entry: { blinding, token: null } }
}

/** What the organ's representative signs and the desk gets. @throws {ClientError} client-token-missing */
export function tokenRequest(secrets: BidSecrets, organ: Organ, representative: Signer): Promise<Uint8Array> {
  const { blinded } = entryOf(secrets).blinding
  const { scope } = bidPlace(secrets)
  return signTokenRequest(representative, { chainId: secrets.chainId, scope, organ, blinded })
}

/** Makes the token of what the desk signed; keep it. @throws {ClientError} client-token-missing, client-token-invalid */
export async function takeToken(client: Asking, secrets: BidSecrets, signed: Uint8Array): Promise<BidSecrets> {
  const entry = entryOf(secrets)
  const token = await unblind(await tokenKeyOf(client, secrets.procedure), entry.blinding, signed)
  return { ...secrets, entry: { ...entry, token } }
}

/** Comes in under the pseudonym: nothing in this act leads to whoever asked. @throws {ClientError} client-token-missing */
export async function enterBidder(client: Client, secrets: BidSecrets): Promise<Committed> {
  const { token } = entryOf(secrets)
  if (token === null) throw new ClientError({ code: 'client-token-missing' })
  const { author, signer } = bidPlace(secrets)
  const { suite, x, y } = keyPoint(signer.key)
  const input = { procedure: secrets.procedure, author, key: { suite, x, y }, token }
  return submit(client, createWallet(signer), actOf(procurement, 'enter'), input as never)
}

/** By which the organ owns the one-time key. It is sealed among the documents; its digest stands in the offer. */
export async function certifyBidder(
  { chainId, ...secrets }: BidSecrets,
  organ: Organ,
  representative: Signer,
): Promise<{ readonly certificate: Uint8Array; readonly digest: Uint8Array }> {
  const { scope, signer } = bidPlace({ chainId, ...secrets })
  const certificate = await signOrganCertificate(representative, { chainId, scope, keyId: signer.key.id, organ })
  return { certificate, digest: sha256(certificate) }
}

function entryOf({ entry }: BidSecrets): Entry {
  if (entry === null) throw new ClientError({ code: 'client-token-missing' })
  return entry
}
