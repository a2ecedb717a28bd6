import { appHash } from '../src/appHash.ts'
import { utf8 } from '../src/bytes/bytes.ts'
import { sha256 } from '../src/bytes/hash.ts'
import { signCheckpoint } from '../src/checkpoint/checkpoint.ts'
import { parseNote } from '../src/checkpoint/note.ts'
import { cosignCheckpoint } from '../src/checkpoint/witness.ts'
import type { Evidence } from '../src/evidence/format.ts'
import { consistencyProof } from '../src/log/consistency.ts'
import { leafHash, nodeHash } from '../src/log/hash.ts'
import { inclusionProof } from '../src/log/inclusion.ts'
import { encodeLeaf } from '../src/log/leaf.ts'
import { type LogHashes, logRoot } from '../src/log/logHashes.ts'
import { parseTransaction } from '../src/transaction/transaction.ts'
import type { TrustRoot } from '../src/trust/trust.ts'
import {
  act,
  cosignerKey,
  noteSigner,
  publisher,
  signedHeader,
  startTime,
  testSigner,
  testValidator,
  trustOf,
} from './evidence.ts'

/**
 * A log of any size of which one leaf is known: where proofs for it, or from one of the sizes, do not look into a subtree, a made-up
 * hash stands for it, so that ten million entries cost no more than the paths.
 */
function sparseLog(at: number, hash: Uint8Array, sizes: readonly number[]): LogHashes {
  const get = (level: number, index: number): Uint8Array => {
    const [from, to] = [index * 2 ** level, (index + 1) * 2 ** level]
    if (level === 0 && from === at) return hash
    const isOpen = (from <= at && at < to) || sizes.some((size) => from < size && size < to)
    if (level === 0 || !isOpen) return sha256(utf8(`subtree ${level}/${index}`))
    return nodeHash(get(level - 1, 2 * index), get(level - 1, 2 * index + 1))
  }
  return { get }
}

export type LargeEvidence = {
  readonly evidence: Evidence
  readonly trust: TrustRoot
  /** The entry itself: its leaf, what was signed, the keys, the body. */
  readonly entryBytes: number
}

/** An act that no content comes with, in a log of so many entries, under votes and cosignatures of so many; all of them sign. */
export async function largeEvidence(of: {
  readonly entries: number
  readonly validators: number
  readonly witnesses: number
  /** Whether the cosigned checkpoint from before the entry comes along, too. */
  readonly bounded: boolean
}): Promise<LargeEvidence> {
  const at = Math.floor(of.entries * 0.7)
  // The odd one out: its consistency proof is about as long as any.
  const before = at - 4095
  const { leaf, transaction, keys } = await act([testSigner('officer')], ['notice'], ['ok', []])
  const bytes = encodeLeaf(leaf)
  const log = sparseLog(at, leafHash(bytes), [before])
  const validators = Array.from({ length: of.validators }, (_, nth) => testValidator(`validator ${nth}`))
  const witnesses = Array.from({ length: of.witnesses }, (_, nth) => noteSigner(`witness-${nth}.example`))
  const noteAt = async (size: number, seconds: number): Promise<string> => {
    const note = await signCheckpoint({ origin: publisher.name, size, root: logRoot(log, size) }, [publisher])
    const lines = witnesses.map((witness) => cosignCheckpoint(parseNote(note).text, seconds, witness))
    return note + (await Promise.all(lines)).join('')
  }
  const app = { stateRoot: sha256(utf8('state')), logSize: of.entries, logRoot: logRoot(log, of.entries) }
  const { bytes: signed, body } = parseTransaction(transaction)
  const proof = inclusionProof(log, at, of.entries)
  const shared = {
    path: [],
    head: signedHeader({ height: 9, validators, appHash: appHash(app) }),
    app,
    subject: {
      kind: 'entry' as const,
      ...{ index: at, leaf: bytes, proof },
      signed: { bytes: signed, keys, body: { kind: 'present' as const, bytes: body } },
    },
    members: [],
    checkpoint: await noteAt(of.entries, startTime / 1000 + 12),
  }
  const earlier = {
    note: await noteAt(before, startTime / 1000 - 300),
    proof: consistencyProof(log, before, of.entries),
  }
  const cosigners = witnesses.length === 0 ? [] : [{ threshold: witnesses.length, keys: witnesses.map(cosignerKey) }]
  return {
    evidence: of.bounded
      ? { format: 'gongshi/evidence/2', ...shared, earlier }
      : { format: 'gongshi/evidence/1', ...shared },
    trust: trustOf(validators, { cosigners }),
    entryBytes: [bytes, signed, body, ...keys].reduce((sum, { length }) => sum + length, 0),
  }
}
