import { proofBytes, readProof } from './ceremony.ts'
import { malformed, ThresholdError, unproven } from './errors.ts'
import {
  base,
  elementBytes,
  hashToBytes,
  type Point,
  pointBytes,
  type Random,
  randomScalar,
  readPoint,
  readScalar,
  type Scalar,
  scalarBytes,
  secondBase,
} from './group.ts'
import { holds, type Proof, prove, type Statement } from './proof.ts'

/**
 * 32 bytes that are sealed: a file's key. TDH2 of Shoup and Gennaro (Journal of Cryptology 15, 2002): whoever could have
 * somebody else's opened under another label, or altered, would break the proof, so shares never help against a third one.
 */
export type Sealed = {
  readonly masked: Uint8Array
  readonly handle: Point
  readonly twin: Point
  readonly proof: Proof
}

export const sealedBytes = 5 * elementBytes

/**
 * Seals for whoever opens for `key`, bound to `label`: masked ‖ handle ‖ twin ‖ challenge ‖ answer, 160 bytes. Who keeps
 * `opener`, secret, can open it alone.
 */
export function seal(
  key: Point,
  label: Uint8Array,
  secret: Uint8Array,
  random: Random,
): { readonly sealed: Uint8Array; readonly opener: Uint8Array } {
  if (secret.length !== elementBytes) throw malformed('sealed')
  const opener = randomScalar(random)
  const handle = base.multiply(opener)
  const twin = secondBase.multiply(opener)
  const masked = mask(secret, key, label, handle, key.multiply(opener))
  const proof = prove(sealedStatement(key, label, { masked, handle, twin }), opener, random)
  const sealed = Uint8Array.of(...masked, ...pointBytes(handle), ...pointBytes(twin), ...proofBytes(proof))
  return { sealed, opener: scalarBytes(opener) }
}

/** Anyone can tell that it was made under this label by somebody who knew how. @throws {ThresholdError} threshold-malformed, threshold-proof-invalid */
export function readSealed(key: Point, label: Uint8Array, bytes: Uint8Array): Sealed {
  const sealed = decodeSealed(bytes)
  if (!holds(sealedStatement(key, label, sealed), sealed.proof)) throw unproven('sealed')
  return sealed
}

/** The same of what `readSealed` has let pass before: nothing is proven anew. @throws {ThresholdError} threshold-malformed */
export function decodeSealed(bytes: Uint8Array): Sealed {
  if (bytes.length !== sealedBytes) throw malformed('sealed')
  const at = (index: number) => bytes.slice(index * elementBytes, (index + 1) * elementBytes)
  const masked = at(0)
  const [handle, twin] = [readPoint(at(1), 'sealed'), readPoint(at(2), 'sealed')]
  return { masked, handle, twin, proof: readProof(bytes.subarray(3 * elementBytes), 'sealed') }
}

/**
 * Opens it with what who sealed it had kept and now says to all: the ledger computes this, so nothing is blinded, for that takes chance.
 * @throws {ThresholdError} threshold-not-the-opener
 */
export function openAlone(key: Point, label: Uint8Array, sealed: Sealed, opener: Uint8Array): Uint8Array {
  const scalar: Scalar = readScalar(opener, 'sealed')
  if (scalar === 0n || !base.multiplyUnsafe(scalar).equals(sealed.handle))
    throw new ThresholdError({ code: 'threshold-not-the-opener' })
  return unmask(key, label, sealed, key.multiplyUnsafe(scalar))
}

/** What was sealed, of the key that sealer and trustees have in common. */
export function unmask(key: Point, label: Uint8Array, { masked, handle }: Sealed, shared: Point): Uint8Array {
  return mask(masked, key, label, handle, shared)
}

function mask(bytes: Uint8Array, key: Point, label: Uint8Array, handle: Point, shared: Point): Uint8Array {
  const pad = hashToBytes('gongshi/threshold-seal/1', [...[key, handle, shared].map(pointBytes), label])
  return bytes.map((byte, at) => byte ^ pad[at]!)
}

function sealedStatement(
  key: Point,
  label: Uint8Array,
  { masked, handle, twin }: Pick<Sealed, 'masked' | 'handle' | 'twin'>,
): Statement {
  const bound = [pointBytes(key), label, masked]
  return { name: 'gongshi/threshold-sealed/1', bound, bases: [base, secondBase], points: [handle, twin] }
}
