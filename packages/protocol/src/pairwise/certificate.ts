import { equalBytes, utf8 } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { encodeCoseSign1, parseCoseSign1, sign1Structure } from '../cose/sign1.ts'
import { ProtocolError } from '../errors.ts'
import { checkSignature, type SignatureCheck } from '../keys/check.ts'
import type { PublicKey } from '../keys/publicKey.ts'
import type { Signer } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import { suites } from '../suites/suite.ts'
import { type Scope, scopeParts } from './derive.ts'
import { CertificateError } from './errors.ts'
import { readScope } from './scopeReader.ts'

/**
 * An identity authority's word that somebody whom it has identified holds a key in one scope. It says nothing of who that is, and
 * nothing of the same person's other keys. Held by the person and the vault, shown to the one organ: never on the ledger.
 */
export type PairwiseCertificate = {
  readonly chainId: string
  readonly scope: Scope
  readonly keyId: Uint8Array
  /** How surely the holder was identified: ISO/IEC 29115 level 1 to 4. */
  readonly level: number
  /** Unix milliseconds, both included. */
  readonly notBefore: number
  readonly notAfter: number
}

const externalAad = utf8('gongshi/pairwise-certificate/1')

/** COSE_Sign1 in the closed profile over [chainId, kind, part, part, keyId, level, notBefore, notAfter]. */
export async function signCertificate(issuer: Signer, certificate: PairwiseCertificate): Promise<Uint8Array> {
  const { chainId, scope, keyId, level, notBefore, notAfter } = certificate
  const header = { alg: suites[issuer.key.suite].algorithm, kid: issuer.key.id }
  const payload = encodeCbor([chainId, ...scopeParts(scope), keyId, level, notBefore, notAfter])
  readPayload(payload)
  return encodeCoseSign1({
    ...header,
    payload,
    signature: await issuer.sign(sign1Structure(header, externalAad, payload)),
  })
}

/** What a certificate must be for: by whom, for which key, where and when. */
export type Expected = Pick<PairwiseCertificate, 'chainId' | 'scope' | 'keyId'> & {
  readonly issuer: PublicKey
  readonly now: number
}

/** @throws {CertificateError} certificate-… */
export function verifyCertificate(
  bytes: Uint8Array,
  expected: Expected,
  check: SignatureCheck = checkSignature,
): PairwiseCertificate {
  const { issuer, now } = expected
  const { certificate, signed } = readSigned(bytes)
  if (!equalBytes(signed.kid, issuer.id) || signed.alg !== suites[issuer.suite].algorithm)
    throw new CertificateError({ code: 'certificate-issuer-mismatch' })
  if (!check(issuer, sign1Structure(signed, externalAad, signed.payload), signed.signature))
    throw new CertificateError({ code: 'certificate-signature-invalid' })
  const [said, asked] = [certificate, expected].map(({ chainId, scope }) => [chainId, ...scopeParts(scope)])
  if (said!.some((part, at) => part !== asked![at]) || !equalBytes(certificate.keyId, expected.keyId))
    throw new CertificateError({ code: 'certificate-other-scope' })
  if (now < certificate.notBefore || now > certificate.notAfter)
    throw new CertificateError({ code: 'certificate-out-of-time' })
  return certificate
}

function readSigned(bytes: Uint8Array) {
  if (bytes.length > limits.receiptBytes) throw new CertificateError({ code: 'certificate-malformed' })
  try {
    const signed = parseCoseSign1(bytes)
    return { signed, certificate: readPayload(signed.payload) }
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new CertificateError({ code: 'certificate-malformed' }, { cause })
    throw cause
  }
}

function readPayload(payload: Uint8Array): PairwiseCertificate {
  const reader = new CborReader(payload)
  const count = reader.array()
  const [chainId, scope] = [reader.text(), readScope(reader)]
  const keyId = reader.byteString()
  const [level, notBefore, notAfter] = [reader.integer(), reader.integer(), reader.integer()]
  reader.end()
  const isTimed = notBefore >= 0 && notBefore <= notAfter && notAfter <= limits.timeMs
  const isGraded = level >= 1 && level <= 4
  if (count !== 8 || !isTimed || !isGraded || keyId.length !== limits.hashBytes || scope === undefined)
    throw new CertificateError({ code: 'certificate-malformed' })
  return { chainId, scope, keyId, level, notBefore, notAfter }
}
