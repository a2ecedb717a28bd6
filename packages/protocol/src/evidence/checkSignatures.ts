import { equalBytes } from '../bytes/bytes.ts'
import { KeyError, TransactionError } from '../errors.ts'
import { type PublicKey, parseKey } from '../keys/publicKey.ts'
import type { Leaf, TxLeaf } from '../log/leaf.ts'
import { findSuite } from '../suites/suite.ts'
import { checkSigned, parseSigned, type Signed } from '../transaction/signed.ts'
import { refuse } from './errors.ts'
import type { EvidenceSubject, SignedPart } from './format.ts'
import type { Shown } from './steps.ts'

/** A check of one transaction signature; a browser may answer later. */
export type SignatureVerdict = (
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>

/** That the entry's act was signed, by exactly those whom it names. Null where nobody signs. */
export async function checkSignatures(
  subject: EvidenceSubject,
  leaf: Leaf | null,
  chainId: string,
  check: SignatureVerdict,
): Promise<Shown<'signatures', Signed | null>> {
  const part = subject.kind === 'entry' ? subject.signed : null
  if (leaf?.kind !== 'tx') {
    if (part !== null) refuse({ code: 'evidence-signed-mismatch' })
    return { facts: { signers: [] }, value: null }
  }
  if (part === null) refuse({ code: 'evidence-signed-missing' })
  const signed = readSigned(part.bytes)
  if (signed.chainId !== chainId || !isThatOf(signed, leaf)) refuse({ code: 'evidence-signed-mismatch' })
  const keys = readKeys(part, signed)
  await checkEach(signed, keys, check)
  return { facts: { signers: keys.map(({ id, suite }) => ({ keyId: id, suite })) }, value: signed }
}

function readSigned(bytes: Uint8Array): Signed {
  try {
    return parseSigned(bytes)
  } catch (cause) {
    if (cause instanceof TransactionError) refuse({ code: 'evidence-signed-malformed' }, cause)
    throw cause
  }
}

function isThatOf(signed: Signed, leaf: TxLeaf): boolean {
  return (
    equalBytes(signed.hash, leaf.signedHash) &&
    equalBytes(signed.txId, leaf.txId) &&
    signed.affair === leaf.affair &&
    signed.version === leaf.version &&
    signed.action === leaf.action &&
    signed.signers.length === leaf.signers.length &&
    signed.signers.every((id, at) => equalBytes(id, leaf.signers[at]!))
  )
}

/** A thumbprint doesn't tell the suite, so the signature's algorithm does. */
function readKeys({ keys }: SignedPart, { signatures }: Signed): PublicKey[] {
  return signatures.map(({ alg }, index) => {
    const suite = findSuite(alg)
    const bytes = keys[index]
    if (suite === undefined || bytes === undefined || keys.length !== signatures.length)
      refuse({ code: 'evidence-key-mismatch', index })
    try {
      return parseKey(suite, bytes)
    } catch (cause) {
      if (cause instanceof KeyError) refuse({ code: 'evidence-key-malformed', index }, cause)
      throw cause
    }
  })
}

async function checkEach(signed: Signed, keys: readonly PublicKey[], check: SignatureVerdict): Promise<void> {
  const asked: Parameters<SignatureVerdict>[] = []
  try {
    checkSigned(signed, keys, (key, message, signature) => asked.push([key, message, signature]) > 0)
  } catch (cause) {
    if (cause instanceof TransactionError && cause.failure.code === 'signature-key-mismatch')
      refuse({ code: 'evidence-key-mismatch', index: cause.failure.index }, cause)
    throw cause
  }
  for (const [index, [key, message, signature]] of asked.entries())
    if (!(await check(key, message, signature))) refuse({ code: 'evidence-signature-invalid', index })
}
