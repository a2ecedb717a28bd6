import {
  type BlockId,
  type Cbor,
  type Commit,
  dataHashOf,
  decodeCbor,
  encodeCbor,
  type Header,
  sha256,
  timestampFromMs,
  timestampToMs,
} from '@gongshi/protocol'

/** A bundle as the file keeps it: whole, or its hash with the members of which one or more lost their body. */
export type StoredBundle =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | { readonly kind: 'erased'; readonly hash: Uint8Array; readonly members: readonly StoredMember[] }

/** A member of such a bundle: the whole transaction, or only its `signed` part. */
export type StoredMember = { readonly erased: boolean; readonly bytes: Uint8Array }

/** A block of the embedded engine with the commit that its one validator signed. */
export type SoloBlock = { readonly header: Header; readonly commit: Commit; readonly bundles: readonly StoredBundle[] }

const limits = { maxBytes: 64 * 2 ** 20, maxDepth: 8 }

/** The payload of a record in the block log. */
export function encodeSoloBlock({ header, commit, bundles }: SoloBlock): Uint8Array {
  return encodeCbor([encodeHeaderFields(header), encodeCommitFields(commit), bundles.map(encodeStoredBundle)])
}

/** For payloads whose checksum holds: their shape is ours. */
export function decodeSoloBlock(payload: Uint8Array): SoloBlock {
  const [header, commit, bundles] = decodeCbor(payload, limits) as [Cbor[], Cbor[], Cbor[]]
  return {
    header: decodeHeaderFields(header),
    commit: decodeCommitFields(commit),
    bundles: bundles.map(decodeStoredBundle),
  }
}

/** The data_hash that the block's bundles give, erased ones by their hash. */
export function storedDataHash(bundles: readonly StoredBundle[]): Uint8Array {
  return dataHashOf(bundles.map(hashOfStored))
}

export function hashOfStored(bundle: StoredBundle): Uint8Array {
  return bundle.kind === 'whole' ? sha256(bundle.bytes) : bundle.hash
}

function encodeStoredBundle(bundle: StoredBundle): Cbor {
  if (bundle.kind === 'whole') return bundle.bytes
  return [bundle.hash, bundle.members.map(({ erased, bytes }) => [erased, bytes])]
}

function decodeStoredBundle(value: Cbor): StoredBundle {
  if (value instanceof Uint8Array) return { kind: 'whole', bytes: value }
  const [hash, members] = value as [Uint8Array, [boolean, Uint8Array][]]
  return { kind: 'erased', hash, members: members.map(([erased, bytes]) => ({ erased, bytes })) }
}

function encodeHeaderFields(header: Header): Cbor {
  return [
    header.version.block,
    header.version.app,
    header.chainId,
    header.height,
    timestampToMs(header.time),
    encodeBlockIdFields(header.lastBlockId),
    header.lastCommitHash,
    header.dataHash,
    header.validatorsHash,
    header.nextValidatorsHash,
    header.consensusHash,
    header.appHash,
    header.lastResultsHash,
    header.evidenceHash,
    header.proposerAddress,
  ]
}

function decodeHeaderFields(fields: readonly Cbor[]): Header {
  const hash = (index: number) => fields[index] as Uint8Array
  return {
    version: { block: fields[0] as number, app: fields[1] as number },
    chainId: fields[2] as string,
    height: fields[3] as number,
    time: timestampFromMs(fields[4] as number),
    lastBlockId: decodeBlockIdFields(fields[5]!),
    lastCommitHash: hash(6),
    dataHash: hash(7),
    validatorsHash: hash(8),
    nextValidatorsHash: hash(9),
    consensusHash: hash(10),
    appHash: hash(11),
    lastResultsHash: hash(12),
    evidenceHash: hash(13),
    proposerAddress: hash(14),
  }
}

function encodeCommitFields(commit: Commit): Cbor {
  const signatures = commit.signatures.map(({ flag, validatorAddress, timestamp, signature }) => [
    flag,
    validatorAddress,
    timestampToMs(timestamp),
    signature,
  ])
  return [commit.height, commit.round, encodeBlockIdFields(commit.blockId), signatures]
}

function decodeCommitFields(fields: readonly Cbor[]): Commit {
  const signatures = fields[3] as readonly (readonly [1 | 2 | 3, Uint8Array, number, Uint8Array])[]
  return {
    height: fields[0] as number,
    round: fields[1] as number,
    blockId: decodeBlockIdFields(fields[2]!),
    signatures: signatures.map(([flag, validatorAddress, time, signature]) => ({
      flag,
      validatorAddress,
      timestamp: timestampFromMs(time),
      signature,
    })),
  }
}

function encodeBlockIdFields({ hash, parts }: BlockId): Cbor {
  return [hash, parts.total, parts.hash]
}

function decodeBlockIdFields(value: Cbor): BlockId {
  const [hash, total, partsHash] = value as [Uint8Array, number, Uint8Array]
  return { hash, parts: { total, hash: partsHash } }
}
