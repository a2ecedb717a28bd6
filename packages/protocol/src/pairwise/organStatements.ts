import { tokenKeyBytes } from '../blind/entryToken.ts'
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
import { type Scope, scopeParts } from './derive.ts'
import { CertificateError } from './errors.ts'
import { readScope } from './scopeReader.ts'

type Organ = { readonly scheme: string; readonly id: string }

/**
 * An officer's word that a pairwise key acts in one matter for the officer's organ. It ties the two together, so it stays among what
 * is sealed until that may be known.
 */
export type OrganCertificate = {
  readonly chainId: string
  readonly scope: Scope
  readonly keyId: Uint8Array
  readonly organ: Organ
}

/** An officer asks for one token in the name of the organ. What is to be signed is blinded: it names no key. */
export type TokenRequest = {
  readonly chainId: string
  readonly scope: Scope
  readonly organ: Organ
  readonly blinded: Uint8Array
}

const malformed: StatementForm<never>['malformed'] = (cause) =>
  new CertificateError({ code: 'certificate-malformed' }, { cause })

const certificateForm: StatementForm<OrganCertificate> = {
  name: 'gongshi/organ-certificate/1',
  size: 7,
  write: ({ chainId, scope, keyId, organ }) => [chainId, ...scopeParts(scope), keyId, organ.scheme, organ.id],
  read: (reader) => {
    const [chainId, scope, keyId] = [reader.text(), readScope(reader), reader.byteString()]
    const organ = { scheme: reader.text(), id: reader.text() }
    return scope !== undefined && keyId.length === limits.hashBytes && { chainId, scope, keyId, organ }
  },
  malformed,
}

const requestForm: StatementForm<TokenRequest> = {
  name: 'gongshi/token-request/1',
  size: 7,
  write: ({ chainId, scope, organ, blinded }) => [chainId, ...scopeParts(scope), organ.scheme, organ.id, blinded],
  read: (reader) => {
    const [chainId, scope] = [reader.text(), readScope(reader)]
    const organ = { scheme: reader.text(), id: reader.text() }
    const blinded = reader.byteString()
    return scope !== undefined && blinded.length === tokenKeyBytes && { chainId, scope, organ, blinded }
  },
  malformed,
}

export function signOrganCertificate(officer: Signer, certificate: OrganCertificate): Promise<Uint8Array> {
  return signStatement(certificateForm, officer, certificate)
}

export function signTokenRequest(officer: Signer, request: TokenRequest): Promise<Uint8Array> {
  return signStatement(requestForm, officer, request)
}

/** Nothing in it may be trusted before it is verified. @throws {CertificateError} certificate-malformed */
export function parseOrganCertificate(bytes: Uint8Array): Signed<OrganCertificate> {
  return parseStatement(certificateForm, bytes)
}

/** Nothing in it may be trusted before it is verified. @throws {CertificateError} certificate-malformed */
export function parseTokenRequest(bytes: Uint8Array): Signed<TokenRequest> {
  return parseStatement(requestForm, bytes)
}

type ScopeOf = { readonly chainId: string; readonly scope: Scope }

/**
 * Whether this officer's key signed it, for this matter. That the officer may speak for the organ is for the caller to judge.
 * @throws {CertificateError} certificate-other-scope, certificate-issuer-mismatch, certificate-signature-invalid
 */
export function verifyOrganCertificate(
  certificate: Signed<OrganCertificate>,
  expected: ScopeOf,
  officer: PublicKey,
  check?: SignatureCheck,
): void {
  verify(certificateForm, certificate, expected, officer, check)
}

/** As `verifyOrganCertificate`. */
export function verifyTokenRequest(
  request: Signed<TokenRequest>,
  expected: ScopeOf,
  officer: PublicKey,
  check?: SignatureCheck,
): void {
  verify(requestForm, request, expected, officer, check)
}

function verify<Statement extends ScopeOf>(
  form: StatementForm<Statement>,
  signed: Signed<Statement>,
  expected: ScopeOf,
  officer: PublicKey,
  check?: SignatureCheck,
): void {
  const [said, asked] = [signed, expected].map(({ chainId, scope }) => [chainId, ...scopeParts(scope)])
  if (said!.some((part, at) => part !== asked![at])) throw new CertificateError({ code: 'certificate-other-scope' })
  if (signed.kid.some((byte, at) => byte !== officer.id[at]))
    throw new CertificateError({ code: 'certificate-issuer-mismatch' })
  if (!verifyStatement(form, signed, officer, check))
    throw new CertificateError({ code: 'certificate-signature-invalid' })
}
