import { type Cbor, decodeCbor, encodeCbor } from '../bytes/cbor.ts'
import { ProtocolError } from '../errors.ts'
import { limits } from '../limits.ts'
import { LeafError } from './errors.ts'
import * as field from './leafFields.ts'

/** What became of an act. Details and events are typed values and carry no free text. */
export type Outcome = readonly ['ok', readonly Cbor[]] | readonly ['refused', string, Cbor]

/** A transaction that was ordered and executed. `signedHash` = SHA-256(signed), since a txId leaves the signatures open. */
export type TxLeaf = {
  readonly kind: 'tx'
  readonly height: number
  readonly time: number
  readonly txId: Uint8Array
  readonly signers: readonly Uint8Array[]
  readonly affair: string
  readonly version: number
  readonly action: string
  readonly outcome: Outcome
  readonly signedHash: Uint8Array
}

/** An act of the ledger itself that fell due at `dueTime` on the row `key`. */
export type DueLeaf = {
  readonly kind: 'due'
  readonly height: number
  readonly time: number
  readonly dueTime: number
  readonly affair: string
  readonly version: number
  readonly action: string
  readonly key: Cbor
  readonly outcome: Outcome
}

/** Validator changes, misbehaviour, upgrades, suspensions, erasures, handover: `event` names which. */
export type SystemLeaf = {
  readonly kind: 'system'
  readonly height: number
  readonly time: number
  readonly event: string
  readonly detail: Cbor
}

/** The last leaf of every block that changed anything. */
export type BlockLeaf = {
  readonly kind: 'block'
  readonly height: number
  readonly time: number
  readonly blockHash: Uint8Array
  readonly stateRoot: Uint8Array
}

export type Leaf = TxLeaf | DueLeaf | SystemLeaf | BlockLeaf

/**
 * The canonical bytes of a log entry.
 * @throws {LeafError} leaf-too-large, leaf-malformed for a value that `parseLeaf` would refuse
 */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  let bytes: Uint8Array
  try {
    const cbor = leafToCbor(leaf)
    bytes = encodeCbor(cbor)
    // PERF: what was just written need not be read: its fields are looked at, and how deep its arrays go.
    leafFromCbor(cbor)
    if (depthOf(cbor) > limits.cborDepth) throw new ProtocolError({ code: 'cbor-too-deep', limit: limits.cborDepth })
  } catch (cause) {
    if (cause instanceof LeafError) throw cause
    throw new LeafError({ code: 'leaf-malformed' }, { cause })
  }
  if (bytes.length > limits.leafBytes)
    throw new LeafError({ code: 'leaf-too-large', bytes: bytes.length, limit: limits.leafBytes })
  return bytes
}

/** How many arrays lie inside each other. */
function depthOf(value: Cbor): number {
  if (!Array.isArray(value)) return 0
  let deepest = 0
  for (const item of value as readonly Cbor[]) deepest = Math.max(deepest, depthOf(item))
  return deepest + 1
}

/**
 * Parses hostile bytes. Afterwards the caller may trust every field's type, and that `encodeLeaf` gives the same bytes.
 * @throws {LeafError} leaf-malformed, leaf-too-large
 */
export function parseLeaf(bytes: Uint8Array): Leaf {
  if (bytes.length > limits.leafBytes)
    throw new LeafError({ code: 'leaf-too-large', bytes: bytes.length, limit: limits.leafBytes })
  try {
    return leafFromCbor(decodeCbor(bytes, { maxBytes: limits.leafBytes, maxDepth: limits.cborDepth }))
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new LeafError({ code: 'leaf-malformed' }, { cause })
    throw cause
  }
}

function leafToCbor(leaf: Leaf): Cbor {
  const { kind, height, time } = leaf
  switch (kind) {
    case 'tx': {
      const { txId, signers, affair, version, action, outcome, signedHash } = leaf
      return [kind, height, time, txId, signers, affair, version, action, outcome, signedHash]
    }
    case 'due': {
      const { dueTime, affair, version, action, key, outcome } = leaf
      return [kind, height, time, dueTime, affair, version, action, key, outcome]
    }
    case 'system':
      return [kind, height, time, leaf.event, leaf.detail]
    case 'block':
      return [kind, height, time, leaf.blockHash, leaf.stateRoot]
  }
}

function leafFromCbor(cbor: Cbor): Leaf {
  const items = field.list(cbor)
  switch (items[0]) {
    case 'tx':
      return parseTx(items)
    case 'due':
      return parseDue(items)
    case 'system':
      return parseSystem(items)
    case 'block':
      return parseBlock(items)
    default:
      throw new LeafError({ code: 'leaf-malformed' })
  }
}

function parseTx(items: readonly Cbor[]): TxLeaf {
  const [, height, time, txId, signers, affair, version, action, outcome, signedHash] = field.exactly(items, 10)
  return {
    kind: 'tx',
    height: field.height(height),
    time: field.time(time),
    txId: field.hash(txId),
    signers: field.signers(signers),
    affair: field.name(affair),
    version: field.version(version),
    action: field.name(action),
    outcome: field.outcome(outcome),
    signedHash: field.hash(signedHash),
  }
}

function parseDue(items: readonly Cbor[]): DueLeaf {
  const [, height, time, dueTime, affair, version, action, key, outcome] = field.exactly(items, 9)
  return {
    kind: 'due',
    height: field.height(height),
    time: field.time(time),
    dueTime: field.time(dueTime),
    affair: field.name(affair),
    version: field.version(version),
    action: field.name(action),
    key: field.anything(key),
    outcome: field.outcome(outcome),
  }
}

function parseSystem(items: readonly Cbor[]): SystemLeaf {
  const [, height, time, event, detail] = field.exactly(items, 5)
  return {
    kind: 'system',
    height: field.height(height),
    time: field.time(time),
    event: field.name(event),
    detail: field.anything(detail),
  }
}

function parseBlock(items: readonly Cbor[]): BlockLeaf {
  const [, height, time, blockHash, stateRoot] = field.exactly(items, 5)
  return {
    kind: 'block',
    height: field.height(height),
    time: field.time(time),
    blockHash: field.hash(blockHash),
    stateRoot: field.hash(stateRoot),
  }
}
