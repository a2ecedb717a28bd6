import {
  encodeCbor,
  fromHex,
  generateSecret,
  parseContentRequest,
  parseErasureReceipt,
  parseSignIn,
  parseUploadPermit,
  type Signer,
  secretSigner,
  signCertificate,
  signContentRequest,
  signErasureReceipt,
  signSignIn,
  signUploadPermit,
  toHex,
  verifyCertificate,
  verifyContentRequest,
  verifyErasureReceipt,
  verifySignIn,
  verifyUploadPermit,
} from '@gongshi/protocol'
import { seedBytes } from './vectorFile.ts'

const signer = (name: string) => secretSigner('ed25519', generateSecret('ed25519', seedBytes(name)))
const key = signer('officer')
const chainId = 'gongshi-vectors'
const notAfter = 1_790_000_060_000
const commitment = seedBytes('commitment')
const scope = { kind: 'case', affair: 'procurement', row: 'CG-1' } as const
const certificate = { chainId, scope, keyId: seedBytes('a key'), level: 3, notBefore: 1_790_000_000_000, notAfter }

type Kind = {
  readonly label: string
  readonly made: (by: Signer) => Promise<Uint8Array>
  /** Throws what is malformed; whether the key signed it. */
  readonly holds: (bytes: Uint8Array) => boolean
  /** A payload of this kind that is none. */
  readonly wrong: readonly [name: string, from: Uint8Array, to: Uint8Array]
}

const sized = ['a commitment of 31 bytes', encodeCbor(commitment), encodeCbor(commitment.subarray(1))] as const

const kinds: Readonly<Record<string, Kind>> = {
  contentRequest: {
    label: 'gongshi/content-request/1',
    made: (by) => signContentRequest(by, { chainId, commitment, notAfter }),
    holds: (bytes) => verifyContentRequest(parseContentRequest(bytes), key.key),
    wrong: sized,
  },
  erasureReceipt: {
    label: 'gongshi/erasure-receipt/1',
    made: (by) => signErasureReceipt(by, { chainId, entry: 100, at: notAfter, keeps: 'blocks' }),
    holds: (bytes) => verifyErasureReceipt(parseErasureReceipt(bytes), key.key),
    wrong: ['what is kept in other words', encodeCbor('blocks'), encodeCbor('shards')],
  },
  uploadPermit: {
    label: 'gongshi/upload/1',
    made: (by) => signUploadPermit(by, { chainId, commitment, notAfter }),
    holds: (bytes) => verifyUploadPermit(parseUploadPermit(bytes), key.key),
    wrong: sized,
  },
  signIn: {
    label: 'gongshi/sign-in/1',
    made: (by) =>
      signSignIn(by, { chainId, origin: 'https://portal.example', purpose: 'sign-in', challenge: new Uint8Array(48) }),
    holds: (bytes) => verifySignIn(parseSignIn(bytes), key.key),
    wrong: ['another purpose', encodeCbor('sign-in'), encodeCbor('payment')],
  },
  pairwiseCertificate: {
    label: 'gongshi/pairwise-certificate/1',
    made: (by) => signCertificate(by, certificate),
    holds: (bytes) => verifyCertificate(bytes, { ...certificate, issuer: key.key, now: notAfter }).level === 3,
    wrong: ['a scope of no kind', encodeCbor('case'), encodeCbor('cage')],
  },
}

/** What one key says in a COSE_Sign1: of each kind a good one, and what is refused. Codes are those of the reader. */
export async function statementVectors(): Promise<object> {
  const good: object[] = []
  const bad: object[] = []
  const names = Object.keys(kinds)
  for (const [at, kind] of names.entries()) {
    const { label, made, holds, wrong } = kinds[kind]!
    const bytes = await made(key)
    if (!holds(bytes)) throw new Error(`${kind}: not accepted`)
    good.push({ kind, label, statement: toHex(bytes), payload: toHex(payloadOf(bytes)) })
    const [name, from, to] = wrong
    const strange = await kinds[names[(at + 1) % names.length]!]!.made(key)
    const cases: [string, Uint8Array][] = [
      ['signed by another key', await made(signer('other'))],
      ['a changed signature', bytes.with(-1, bytes.at(-1)! ^ 1)],
      ['a byte after it', Uint8Array.of(...bytes, 0)],
      ['a statement of another kind', strange],
      [name, replaced(bytes, from, to)],
    ]
    for (const [name, statement] of cases)
      bad.push({ name, kind, label, statement: toHex(statement), code: refusal(holds, statement) })
  }
  return { key: { suite: 'ed25519', cose: toHex(key.key.cose) }, good, bad }
}

/** The payload of a COSE_Sign1 in the closed profile with an EdDSA header (§Receipts): after d2 84 58 26 <38> a0. */
function payloadOf(bytes: Uint8Array): Uint8Array {
  const at = 2 + 2 + 38 + 1
  const [head, from] = bytes[at] === 0x58 ? [bytes[at + 1]!, at + 2] : [bytes[at]! & 31, at + 1]
  return bytes.subarray(from, from + head)
}

/** The statement with a part of its payload exchanged, the lengths written anew. */
function replaced(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const payload = payloadOf(bytes)
  const changed = fromHex(toHex(payload).replace(toHex(from), toHex(to)))
  return fromHex(toHex(bytes).replace(toHex(encodeCbor(payload)), toHex(encodeCbor(changed))))
}

/** The code; `not-signed` where the reader only says that this key has not signed it. */
function refusal(holds: Kind['holds'], statement: Uint8Array): string {
  try {
    if (!holds(statement)) return 'not-signed'
  } catch (error) {
    return (error as { code: string }).code
  }
  throw new Error('accepted')
}
