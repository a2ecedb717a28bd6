import { toBase64 } from '../bytes/base64.ts'
import { concat } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { verifyEs256 } from './es256.ts'

/**
 * What an authenticator returns (WebAuthn Level 3 §5.8.1, §6.1), and how a signature value of suite `webauthnEs256` is
 * laid out in memory: authenticatorData (37) ‖ r ‖ s (64) ‖ clientDataJSON. In COSE the first and the last stand in the
 * signature's unprotected header.
 */
export type Assertion = {
  readonly authenticatorData: Uint8Array
  /** r ‖ s with low S, 64 bytes. */
  readonly signature: Uint8Array
  /** UTF-8. */
  readonly clientData: Uint8Array
}

/** Why an assertion is refused before its signature is looked at. */
export type AssertionFault =
  | 'assertion-malformed'
  | 'assertion-challenge-mismatch'
  | 'assertion-user-not-verified'
  | 'assertion-cross-origin'

/** rpIdHash, flags, counter: no attested credential, no extensions. */
const authenticatorDataBytes = 37
const signatureBytes = 64
const signatureEnd = authenticatorDataBytes + signatureBytes
const leastBytes = signatureEnd + 1
/** Of clientDataJSON: an origin has at most 300 bytes, all else about 200; a browser may add members of its own. */
const clientDataLimit = 1024
const mostBytes = signatureEnd + clientDataLimit

const userPresent = 0x01
const userVerified = 0x04
const backupEligible = 0x08
const backedUp = 0x10

/** COSE algorithm: private use (RFC 9052 §16.4, RFC 8152 §16.4: below -65536). */
export const webauthnEs256Algorithm = -65_537

/** The least and the most bytes of a signature value. */
export const assertionBytes: readonly [number, number] = [leastBytes, mostBytes]

/** Undefined for lengths that no assertion of ours has. */
export function joinAssertion({ authenticatorData, signature, clientData }: Assertion): Uint8Array | undefined {
  const isWhole = authenticatorData.length === authenticatorDataBytes && signature.length === signatureBytes
  const value = concat(authenticatorData, signature, clientData)
  return isWhole && splitAssertion(value) !== undefined ? value : undefined
}

/** Undefined for lengths that no assertion of ours has. */
export function splitAssertion(value: Uint8Array): Assertion | undefined {
  if (value.length < leastBytes || value.length > mostBytes) return undefined
  return {
    authenticatorData: value.subarray(0, authenticatorDataBytes),
    signature: value.subarray(authenticatorDataBytes, signatureEnd),
    clientData: value.subarray(signatureEnd),
  }
}

/** The challenge that a browser is given for a message: its SHA-256. */
export function challengeOf(message: Uint8Array): Uint8Array {
  return sha256(message)
}

/**
 * The site that an assertion was made for: SHA-256 of its RP id, and the origin as the browser named it. Whether a ledger
 * accepts them is the ledger's to judge. Undefined where clientDataJSON has another form.
 */
export function relyingPartyOf(value: Uint8Array): { rpIdHash: Uint8Array; origin: string } | undefined {
  const assertion = splitAssertion(value)
  const origin = assertion === undefined ? undefined : readClientData(assertion.clientData)?.origin
  return origin === undefined ? undefined : { rpIdHash: assertion!.authenticatorData.slice(0, 32), origin }
}

/** What stands against an assertion over a message; undefined where only the signature is left to check. */
export function assertionFault(message: Uint8Array, value: Uint8Array): AssertionFault | undefined {
  const assertion = splitAssertion(value)
  if (assertion === undefined) return 'assertion-malformed'
  const flags = assertion.authenticatorData[32]!
  const client = readClientData(assertion.clientData)
  if (client === undefined || hasUnknownFlags(flags)) return 'assertion-malformed'
  if (client.challenge !== base64Url(challengeOf(message))) return 'assertion-challenge-mismatch'
  if (client.crossOrigin) return 'assertion-cross-origin'
  return (flags & userPresent) === 0 || (flags & userVerified) === 0 ? 'assertion-user-not-verified' : undefined
}

/**
 * The ECDSA signature inside an assertion, and the bytes that the authenticator signed (WebAuthn §6.3.3): what is left to
 * check where `assertionFault` finds nothing. Undefined where it does.
 */
export function es256OfAssertion(
  message: Uint8Array,
  value: Uint8Array,
): { readonly message: Uint8Array; readonly signature: Uint8Array } | undefined {
  if (assertionFault(message, value) !== undefined) return undefined
  const { authenticatorData, signature, clientData } = splitAssertion(value)!
  return { message: concat(authenticatorData, sha256(clientData)), signature }
}

export function verifyWebauthnEs256(key: Uint8Array, message: Uint8Array, value: Uint8Array): boolean {
  const inner = es256OfAssertion(message, value)
  return inner !== undefined && verifyEs256(key, inner.message, inner.signature)
}

/** User present and verified, backup state; the rest would announce an attested credential, extensions or the future. */
function hasUnknownFlags(flags: number): boolean {
  const known = userPresent | userVerified | backupEligible | backedUp
  return (flags & ~known) !== 0 || ((flags & backedUp) !== 0 && (flags & backupEligible) === 0)
}

/**
 * clientDataJSON by its bytes, as the limited verification algorithm reads it (WebAuthn Level 3 §5.8.1.2): four members
 * in this order and spelling, nothing before or between them. What a browser adds after them (Chromium does so to every
 * fifth assertion, so that nobody forbids it) is skipped, but may not name one of the four again, nor hide a name behind an
 * escape: every JSON parser reads the same challenge and origin as this.
 */
const clientDataForm =
  /^\{"type":"webauthn\.get","challenge":"([\w-]{43})","origin":"([!#-[\]-~]{1,300})","crossOrigin":(true|false)(?:,(?!.*"(?:type|challenge|origin|crossOrigin)")"[ -[\]-~]*)?\}$/

type ClientData = { readonly challenge: string; readonly origin: string; readonly crossOrigin: boolean }

function readClientData(bytes: Uint8Array): ClientData | undefined {
  const text = String.fromCharCode(...bytes)
  const [, challenge, origin, crossOrigin] = clientDataForm.exec(text) ?? []
  return origin === undefined ? undefined : { challenge: challenge!, origin, crossOrigin: crossOrigin === 'true' }
}

function base64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
