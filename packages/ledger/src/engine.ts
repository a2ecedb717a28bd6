import type { Explained, Fault, Mandates, Question, RowState } from '@gongshi/affair-kit'
import type { Cbor, Commit, Header, LogHashes, PublicKey, StateProof, Transaction, Validator } from '@gongshi/protocol'
import type { PinnedLedger } from './snapshot/exportSnapshot.ts'
import type { Snapshot } from './snapshot/snapshot.ts'

/** Integer milliseconds since 1970-01-01T00:00:00Z. */
export type UnixMs = number

/** What the ledger may ask of its surroundings; execution itself asks for neither. */
export type Powers = { now(): UnixMs; random(bytes: number): Uint8Array }

/** Where a block stands before it is executed. */
export type BlockPlace = { readonly height: number; readonly time: UnixMs }

/** A block that an engine has ordered. `blockHash` is the header's hash; the header carries the previous app hash. */
export type OrderedBlock = BlockPlace & {
  readonly bundles: readonly Uint8Array[]
  readonly blockHash: Uint8Array
  /** Acts of the engine itself, in order: they come first in the block, each with a leaf of its own. */
  readonly systemActs?: readonly SystemAct[]
}

/** Misbehaviour and validator changes as the engine reports them; `detail` is deterministic and carries no free text. */
export type SystemAct = {
  readonly kind: 'misbehaviour' | 'validators' | 'upgrade' | 'reconstitution'
  readonly detail: Cbor
}

/** `["ok", events]` or `["refused", code, detail]`, as in the leaf; `["inadmissible", code]` for a member that left no leaf. */
export type MemberOutcome =
  | readonly ['ok', readonly Cbor[]]
  | readonly ['refused', string, Cbor]
  | readonly ['inadmissible', string]

export type MemberResult = {
  /** Empty when the member could not be read. */
  readonly txId: Uint8Array
  readonly outcome: MemberOutcome
  /** The leaf's index in the log; null when inadmissible. */
  readonly index: number | null
}

/** The result of a bundle as CometBFT's ExecTxResult: code 0 and `data`, or code 1 and no data if it can't be decoded. */
export type BundleResult = {
  readonly code: 0 | 1
  readonly data: Uint8Array
  readonly members: readonly MemberResult[]
}

/** An Ed25519 public key, 32 bytes, and its voting power. */
export type ValidatorUpdate = { readonly publicKey: Uint8Array; readonly power: number }

export type CommittedLeaf = { readonly index: number; readonly bytes: Uint8Array }

/** What executing a block gave; nothing of it is kept until `commit()`. */
export type Finalized = {
  readonly height: number
  /** App hash after this block; it stands in the next header. */
  readonly appHash: Uint8Array
  readonly results: readonly BundleResult[]
  /** For the engine: powers that change, 0 to remove. */
  readonly validatorUpdates: readonly ValidatorUpdate[]
  readonly leaves: readonly CommittedLeaf[]
  /** Faults of affairs that were met: for the operators' alarm, never for the ledger. */
  readonly faults: readonly Fault[]
  /** The block changed nothing: it has no leaf and the app hash is the one before. */
  readonly empty: boolean
}

export type Admission =
  | { readonly ok: true; readonly transaction: Transaction }
  | { readonly ok: false; readonly code: string; readonly detail: Cbor }

export type Processed = { readonly ok: true } | { readonly ok: false; readonly code: string }

export type LedgerInfo = {
  readonly chainId: string
  readonly genesisHash: Uint8Array
  /** The last committed height; 0 before the first block. */
  readonly height: number
  readonly appHash: Uint8Array
  /** CometBFT's last_results_hash over the results of block `height`: with the app hash, what the next header needs. */
  readonly lastResultsHash: Uint8Array
  /** Block time of `height`; the genesis time before the first block. */
  readonly time: UnixMs
  /** The height up to which the store is durable: an engine replays its blocks above it after a crash. */
  readonly durableHeight: number
}

/** After block `height`: what its app hash (in header height+1) is made of. */
export type BlockRecord = BlockPlace & {
  readonly blockHash: Uint8Array
  readonly stateRoot: Uint8Array
  readonly logSize: number
  readonly logRoot: Uint8Array
  /** Index of the block's first leaf; its last one is `logSize - 1`. */
  readonly firstIndex: number
}

export type AppPreimage = { readonly stateRoot: Uint8Array; readonly logSize: number; readonly logRoot: Uint8Array }

/** An entry with its parts. `signed` and `body` are null for leaves that aren't transactions. */
export type EntryParts = {
  readonly index: number
  readonly leaf: Uint8Array
  readonly signed: Uint8Array | null
  readonly body: Uint8Array | null
  /** The index of the entry that erased the body; null while it is there or there never was one. */
  readonly erasedBy: number | null
}

export type StateAnswer = {
  /** The last committed height, for which `proof` holds. */
  readonly height: number
  readonly stateRoot: Uint8Array
  readonly path: Uint8Array
  /** Canonical CBOR of the value; null proves absence. */
  readonly value: Uint8Array | null
  readonly proof: StateProof
}

/** A committed block with leaves, as projections follow it. */
export type CommittedBlock = BlockRecord & { readonly leaves: readonly CommittedLeaf[] }

/** Reads at the last committed height. */
export interface LedgerReads {
  info(): LedgerInfo
  logSize(): number
  logHashes(): LogHashes
  /** C2SP tlog-tiles: the `width` hashes of tile `index` at tile level `level`; undefined above the committed size. */
  findTile(level: number, index: number, width: number): Uint8Array | undefined
  findEntry(index: number): EntryParts | undefined
  /** The entry's leaf alone. */
  findLeaf(index: number): Uint8Array | undefined
  findTransaction(txId: Uint8Array): { readonly height: number; readonly index: number } | undefined
  /** The record of a height that has leaves. */
  findBlock(height: number): BlockRecord | undefined
  /** What the app hash of any committed height is made of (an empty block keeps the one before). */
  findApp(height: number): AppPreimage | undefined
  state(affair: string, table: string, key: Cbor): Cbor | undefined
  /** A row of an affair, as the version in force reads it. */
  row(affair: string, entity: string, id: Cbor): RowState | undefined
  proveState(affair: string, table: string, key: Cbor): StateAnswer
  /** A signer's key by its thumbprint, as the state has it; revoked ones too, for their old signatures stay checkable. */
  findKey(keyId: Uint8Array): { readonly key: PublicKey; readonly isActive: boolean } | undefined
  /**
   * What the holder of a key may act as, by the rows as they are now; undefined for a key that signs nothing: unknown,
   * revoked, or of an officer who has ended.
   */
  findMandates(keyId: Uint8Array, now: UnixMs): Mandates | undefined
  /** The sites on which passkeys sign. */
  relyingParties(): readonly RelyingParty[]
  /** The versions that are active now, and what will activate. */
  versions(): readonly VersionState[]
  /** What would become of a transaction in the next block if its signatures were good. Changes nothing. */
  tryOut(transaction: Uint8Array, now: UnixMs): MemberOutcome
  /** Why a key may or may not sign an action in the next block, rule by rule; undefined: there is no such action. */
  explain(asked: AskedAct, now: UnixMs): Explained | undefined
}

/** `input` is decoded; null: in general. */
export type AskedAct = { readonly affair: string; readonly action: string } & Pick<Question, 'key' | 'input'>

/** A site on which passkeys sign: WebAuthn's RP id, and the origins that use it. */
export type RelyingParty = { readonly rpId: string; readonly origins: readonly string[] }

export type VersionState = {
  readonly affair: string
  readonly version: number
  readonly hash: Uint8Array
  /** First height at which it decides. */
  readonly from: number
}

/** An entry from before a snapshot as another node hands it over; `erased`: by which entry, and that one's leaf. */
export type PastEntry = Pick<EntryParts, 'leaf' | 'signed' | 'body'> & {
  readonly erased: { readonly by: number; readonly leaf: Uint8Array } | null
}

/** How a ledger goes on from a snapshot instead of the blocks before it. */
export interface LedgerSnapshots {
  /** The store at the last committed height, for `exportSnapshot`; whoever asks releases it. */
  pin(): Promise<PinnedLedger>
  /**
   * Begins to take over a snapshot that the app hash of a light-verified header vouches for, instead of what is here: only
   * while no block was committed on top of the genesis, or of an earlier snapshot.
   * @throws {LedgerError} snapshot-…, snapshot-late
   */
  beginRestore(offered: Snapshot, trustedAppHash: Uint8Array): Promise<void>
  /** Takes the next chunk; true: it was the last, and the ledger stands at the snapshot's height. @throws {LedgerError} snapshot-… */
  restoreChunk(index: number, chunk: Uint8Array): Promise<boolean>
  /** What is not here of the time before a snapshot: entries from `next` to `until`, excluded. Null: everything is here. */
  missingHistory(): { readonly next: number; readonly until: number } | null
  /** The height of the snapshot that this ledger began with, while no block was committed since; otherwise null. */
  restoredAt(): number | null
  /** Takes over the next missing entries; resolves when they are durable. @throws {LedgerError} history-differs */
  addHistory(entries: readonly PastEntry[]): Promise<void>
}

/**
 * The deterministic state machine, cut so that an engine that calls us fits: InitChain and Info (`info`), CheckTx
 * (`check`), PrepareProposal (`prepare`), ProcessProposal (`process`), FinalizeBlock (`finalize`), Commit (`commit`).
 * `finalize` and `commit` alternate; everything but `admit`, `commit` and `flush` is synchronous.
 *
 * @throws {LedgerError} `ledger-halted` from every write after a store or integrity fault; reads go on.
 */
export interface Ledger extends LedgerReads {
  readonly snapshots: LedgerSnapshots
  /** Admission now, at the time max(last block's, `now`). Reserves nothing: the same id may be checked twice. */
  check(transaction: Uint8Array, now: UnixMs): Admission
  /** As `check`, with the signatures checked in other threads if the ledger was opened with some. */
  admit(transaction: Uint8Array, now: UnixMs): Promise<Admission>
  /** Drops inadmissible members and what exceeds `maxBytes`, and re-encodes; keeps the order. */
  prepare(bundles: readonly Uint8Array[], block: BlockPlace, maxBytes: number): Uint8Array[]
  /** Refuses a block that `prepare` would not have made. */
  process(bundles: readonly Uint8Array[], block: BlockPlace): Processed
  /** Executes; a second call for the same height drops the first. */
  finalize(block: OrderedBlock): Finalized
  /**
   * Makes the finalized block the last committed one. Every read shows it as soon as the call returns; the promise
   * resolves when the store has taken it as `openLedger`'s flush policy says: `each-block` when it is durable (an
   * engine without a block file of its own must await this), otherwise at once, or when a backlog has drained.
   */
  commit(): Promise<void>
  /** Resolves when everything committed so far is durable. */
  flush(): Promise<void>
  /** When the next act of the ledger's own is due (it may have passed); null if none. */
  nextDue(): UnixMs | null
  /** Calls `listener` after each commit of a block with leaves, in order; the result stops it. */
  follow(listener: (block: CommittedBlock) => void): () => void
  /** Removes the body of entry `index` for good; `erasedBy` is the committed entry that orders it. */
  eraseBody(index: number, erasedBy: number): Promise<void>
  /** Flushes and lets go of the store (which its owner closes). */
  close(): Promise<void>
}

/** Where a submitted transaction stands; each stage rejects with a coded error if it can't be reached. */
export type Submission = {
  readonly txId: Uint8Array
  /** When the engine took it in. */
  readonly received: UnixMs
  /** The block is on disk: this is the acknowledgement. */
  readonly durable: Promise<Inclusion>
  /** The next header, which carries the app hash, is durable: evidence exists. */
  readonly proven: Promise<{ readonly height: number }>
}

export type Inclusion = BlockPlace & { readonly result: MemberResult }

/** The port of an engine towards the node: it orders what is submitted, and serves headers and commits. */
export interface Engine {
  /** @throws {GongshiError} with the ledger's code if it isn't admissible, or `queue-full` when the pool is full */
  submit(transaction: Uint8Array): Promise<Submission>
  /** Taken in and not yet in a block. */
  isPending(txId: Uint8Array): boolean
  latestHeight(): number
  /** The lowest height whose block is here: older ones were pruned, or are from before the snapshot that it began with. */
  earliestHeight(): Promise<number>
  findHeader(height: number): Promise<Header | undefined>
  /** The commit for `height`: the votes of > 2/3 for its block. */
  findCommit(height: number): Promise<Commit | undefined>
  /** The validators who sign `height`. */
  findValidators(height: number): Promise<readonly Validator[] | undefined>
  /** The bundles of a block; null in place of one of which a member's body was erased. */
  findBundles(height: number): Promise<readonly (Uint8Array | null)[] | undefined>
  /** The hashes of a block's bundles, erased ones too: its data_hash is their Merkle root. */
  findBundleHashes(height: number): Promise<readonly Uint8Array[] | undefined>
  /** Takes a transaction's body out of the stored block; its header still checks. */
  eraseBody(height: number, txId: Uint8Array): Promise<void>
  /** Makes a block if the last header is older than 2 s, or the last block with leaves isn't proven yet; its height. */
  prove(): Promise<number>
  stop(): Promise<void>
}
