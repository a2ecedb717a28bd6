import { participation } from '@gongshi/affairs'
import {
  type Cbor,
  type PublicKey,
  pairwisePseudonym,
  pairwiseSigner,
  type Scope,
  type Signer,
  verifyCertificate,
} from '@gongshi/protocol'
import { chainIdOf } from '../actions/getLedger.ts'
import type { Committed } from '../actions/getTransaction.ts'
import { actOf } from '../actions/sign.ts'
import { submit } from '../actions/submit.ts'
import type { Uploading } from '../actions/uploadContent.ts'
import { uploadWords } from '../actions/uploadWords.ts'
import { rowKeyText } from '../http/rowKey.ts'
import { type KeyPoint, keyPoint } from '../wallet/keyPoint.ts'
import { createWallet, type Wallet } from '../wallet/wallet.ts'

/** A person in one consultation: who signs there, and the pseudonym. Both are made for it and say nothing of any other. */
export type Place = {
  readonly consultation: Cbor
  readonly scope: Scope
  readonly signer: Signer
  /** 32 bytes. */
  readonly author: Uint8Array
}

/** What the desk certifies and the organ lets in. It may be sent to both, and tells neither who the person is. */
export type AdmissionRequest = KeyPoint & { readonly author: Uint8Array }

const commentType = 'application/vnd.gongshi.comment'

/** The one matter that a consultation is, as it stands in derivations and certificates. */
export function scopeOf(consultation: Cbor): Scope {
  return { kind: 'case', affair: participation.name, row: rowKeyText(consultation) }
}

/**
 * A person's key and pseudonym for one consultation, from the person's one secret of 32 random bytes: HKDF-SHA-256 (RFC 5869),
 * docs/protocol.md, Pairwise keys. The same every time; `generation` is one more after the key was lost.
 * @param consultation the row's id: `[[scheme, id], number]`
 * @throws {KeyError} secret-malformed
 */
export function placeIn(seed: Uint8Array, chainId: string, consultation: Cbor, generation = 0): Place {
  const pairwise = { chainId, scope: scopeOf(consultation), generation }
  const author = pairwisePseudonym(seed, pairwise)
  return { consultation, scope: pairwise.scope, signer: pairwiseSigner(seed, pairwise), author }
}

/** What a person hands in to be certified and let in. */
export function admissionRequest({ signer, author }: Place): AdmissionRequest {
  return { ...keyPoint(signer.key), author }
}

type Acting = Parameters<typeof submit>[0]

/**
 * The organ lets a person's key in after it has looked at the certificate, which it keeps to itself.
 * @param issuer the desk on whose word the organ relies
 * @throws {CertificateError} certificate-…; as `submit`
 */
export async function admitPerson(
  client: Acting,
  wallet: Wallet,
  consultation: Cbor,
  { author, ...point }: AdmissionRequest,
  { certificate, issuer }: { readonly certificate: Uint8Array; readonly issuer: PublicKey },
): Promise<Committed> {
  const expected = { chainId: await chainIdOf(client), scope: scopeOf(consultation), keyId: point.keyId }
  const { level } = verifyCertificate(certificate, { ...expected, issuer, now: client.now() })
  const input = { consultation, author, ...point, level: BigInt(level) }
  return submit(client, wallet, actOf(participation, 'admit'), input as never)
}

/**
 * Says something in a consultation, once. The words go beside the ledger under a salted commitment; what is on the ledger is
 * that, the key and the pseudonym.
 * @throws {ClientError} client-comment-length; as `uploadContent` and `submit`
 */
export async function comment(
  client: Acting & Uploading,
  { consultation, signer, author }: Place,
  words: string,
): Promise<Committed> {
  const content = await uploadWords(client, signer, commentType, words)
  const input = { comment: [consultation, author], content }
  return submit(client, createWallet(signer), actOf(participation, 'comment'), input as never)
}
