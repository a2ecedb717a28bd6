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
import { type AssertionFault, assertionFault } from '../suites/webauthn.ts'
import { SignInError } from './errors.ts'

/** What a sign-in is for: to come in, or to show once more, before something that weighs, that one is still there. */
const signInPurposes = ['sign-in', 'step-up'] as const
export type SignInPurpose = (typeof signInPurposes)[number]

/** An officer's word to one site that it is this officer who asks now: over the challenge that the site gave. */
export type SignInStatement = {
  readonly chainId: string
  /** Of the site, as browsers name it: `https://portal.example`. */
  readonly origin: string
  readonly purpose: SignInPurpose
  /** 48 bytes, as the site gave them. */
  readonly challenge: Uint8Array
}

export type SignedSignIn = SignInStatement & {
  /** Who signed, by thumbprint; whether the ledger knows the key is for the site to say. */
  readonly kid: Uint8Array
  readonly alg: number
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

export const signInChallengeBytes = 48
const externalAad = utf8('gongshi/sign-in/1')

/** COSE_Sign1 in the closed profile over [chainId, origin, purpose, challenge]. No transaction is signed by the same bytes. */
export async function signSignIn(signer: Signer, statement: SignInStatement): Promise<Uint8Array> {
  const { chainId, origin, purpose, challenge } = statement
  const header = { alg: suites[signer.key.suite].algorithm, kid: signer.key.id }
  const payload = encodeCbor([chainId, origin, purpose, challenge])
  const signature = await signer.sign(sign1Structure(header, externalAad, payload))
  return encodeCoseSign1({ ...header, payload, signature })
}

/** Reads a statement; nothing in it may be trusted before `verifySignIn`. @throws {SignInError} sign-in-malformed */
export function parseSignIn(bytes: Uint8Array): SignedSignIn {
  if (bytes.length > limits.receiptBytes) throw new SignInError({ code: 'sign-in-malformed' })
  try {
    const { alg, kid, payload, signature } = parseCoseSign1(bytes)
    const reader = new CborReader(payload)
    if (reader.array() !== 4) throw new SignInError({ code: 'sign-in-malformed' })
    const [chainId, origin, said] = [reader.text(), reader.text(), reader.text()]
    const challenge = reader.byteString()
    reader.end()
    const purpose = signInPurposes.find((each) => each === said)
    if (purpose === undefined || challenge.length !== signInChallengeBytes)
      throw new SignInError({ code: 'sign-in-malformed' })
    return { chainId, origin, purpose, challenge, alg, kid, payload, signature }
  } catch (error) {
    if (error instanceof ProtocolError) throw new SignInError({ code: 'sign-in-malformed' }, { cause: error })
    throw error
  }
}

/**
 * What is wrong with a passkey's assertion over a statement, whoever's it is; undefined for none, and for other suites.
 * The signature itself is left to `verifySignIn`.
 */
export function signInFault(signed: SignedSignIn): AssertionFault | undefined {
  if (signed.alg !== suites.webauthnEs256.algorithm) return undefined
  return assertionFault(sign1Structure(signed, externalAad, signed.payload), signed.signature)
}

/** Whether this key signed the statement. It takes as long for another key as for the one that the statement names. */
export function verifySignIn(signed: SignedSignIn, key: PublicKey, check: SignatureCheck = checkSignature): boolean {
  const isSigned = check(key, sign1Structure(signed, externalAad, signed.payload), signed.signature)
  return isSigned && signed.alg === suites[key.suite].algorithm && equalBytes(signed.kid, key.id)
}
