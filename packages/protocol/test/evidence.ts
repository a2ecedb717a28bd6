import { ed25519 } from '@noble/curves/ed25519.js'
import { appHash } from '../src/appHash.ts'
import { compareBytes, utf8 } from '../src/bytes/bytes.ts'
import { type Cbor, encodeCbor } from '../src/bytes/cbor.ts'
import { sha256 } from '../src/bytes/hash.ts'
import { signCheckpoint } from '../src/checkpoint/checkpoint.ts'
import { type NoteKey, type NoteSigner, noteType, parseNote } from '../src/checkpoint/note.ts'
import { cosignCheckpoint } from '../src/checkpoint/witness.ts'
import { dataHash, noEvidenceHash } from '../src/comet/block.ts'
import { noBlock } from '../src/comet/blockId.ts'
import { type Commit, hashCommit, voteSignBytes } from '../src/comet/commit.ts'
import { consensusHash, type Header, hashHeader } from '../src/comet/header.ts'
import { lastResultsHash } from '../src/comet/results.ts'
import { timestampFromMs } from '../src/comet/time.ts'
import { compareValidators, hashValidators, validatorAddress } from '../src/comet/validators.ts'
import { type Evidence, encodeEvidence, type SignedHeader } from '../src/evidence/format.ts'
import { publishersState, renewalState } from '../src/evidence/renewTrust.ts'
import { encodeStates, type StateKey } from '../src/evidence/states.ts'
import { generateSecret, type Signer, secretSigner } from '../src/keys/secret.ts'
import { consistencyProof } from '../src/log/consistency.ts'
import { inclusionProof } from '../src/log/inclusion.ts'
import { encodeLeaf, type Leaf, type TxLeaf } from '../src/log/leaf.ts'
import { logRoot } from '../src/log/logHashes.ts'
import { memberLeaf, memberSalt } from '../src/members/leaf.ts'
import { commitMembers, proveMember } from '../src/members/tree.ts'
import { stateProofToCbor } from '../src/state/encodeProof.ts'
import { proveInSubtree } from '../src/state/proof.ts'
import { computeSubtree, stateLeafOfHash, statePath } from '../src/state/tree.ts'
import { parseTransaction, signTransaction } from '../src/transaction/transaction.ts'
import { type TrustRoot, trustFromJson } from '../src/trust/trust.ts'
import { growLog } from './log.ts'

// A small ledger in memory that makes evidence, for tests and vectors: everything from seeds, nothing by chance.

export const chainId = 'xiangyang-1'
export const startTime = 1_790_000_000_000
export const now = startTime + 60_000

export type TestValidator = { readonly seed: Uint8Array; readonly publicKey: Uint8Array; readonly power: bigint }

export function testValidator(name: string, power = 10n): TestValidator {
  const seed = sha256(utf8(`validator ${name}`))
  return { seed, publicKey: ed25519.getPublicKey(seed), power }
}

export function orderedSet(validators: readonly TestValidator[]): TestValidator[] {
  return [...validators].sort(compareValidators)
}

export const solo = [testValidator('solo')]

export function testSigner(name: string, suite: 'ed25519' | 'es256' = 'ed25519'): Signer {
  return secretSigner(suite, generateSecret(suite, sha256(utf8(`signer ${name}`))))
}

export function noteSigner(name: string): NoteSigner {
  const seed = sha256(utf8(`note ${name}`))
  return { name, publicKey: ed25519.getPublicKey(seed), sign: async (message) => ed25519.sign(message, seed) }
}

/** A cosigner's key, as a policy names it. */
export function cosignerKey({ name, publicKey }: NoteSigner): NoteKey {
  return { name, type: noteType.cosignatureEd25519, publicKey }
}

/** The same evidence whose checkpoint a witness has also signed, having seen it at a time in seconds. */
export async function cosign(evidence: Evidence, witness: NoteSigner, seconds: number): Promise<Evidence> {
  const line = await cosignCheckpoint(parseNote(evidence.checkpoint!).text, seconds, witness)
  return { ...evidence, checkpoint: evidence.checkpoint + line }
}

export type Earlier = {
  readonly size: number
  /** Who had cosigned it, and when, in seconds. */
  readonly seen: readonly (readonly [NoteSigner, number])[]
  readonly by?: NoteSigner
  /** Of which log; the publication's own by default. */
  readonly log?: ReturnType<typeof growLog>
}

/** The publication with a checkpoint that its log had before. */
export async function afterCheckpoint({ size, seen, by = publisher, log }: Earlier): Promise<Evidence> {
  const { leaves } = await publicationParts([testSigner('officer')])
  const earlier = await earlierCheckpoint({ size, seen, by }, log ?? growLog(leaves.map(encodeLeaf)), leaves.length)
  return { ...(await publication()), format: 'gongshi/evidence/2', earlier }
}

async function earlierCheckpoint(
  { size, seen, by = publisher }: Earlier,
  grown: ReturnType<typeof growLog>,
  logSize: number,
) {
  const note = await signCheckpoint({ origin: by.name, size, root: logRoot(grown, size) }, [by])
  const { text } = parseNote(note)
  const lines = await Promise.all(seen.map(([witness, seconds]) => cosignCheckpoint(text, seconds, witness)))
  return { note: note + lines.join(''), proof: consistencyProof(grown, size, logSize) }
}

export const publisher = noteSigner(`ledger.example/${chainId}/n1`)

export type HeaderParts = {
  readonly height: number
  readonly appHash?: Uint8Array
  readonly validators?: readonly TestValidator[]
  readonly next?: readonly TestValidator[]
  readonly first?: boolean
  readonly chain?: string
  readonly time?: number
  /** Whose votes are there; all by default. */
  readonly voting?: readonly TestValidator[]
  readonly tellSet?: boolean
}

/** A header with the votes for it. */
export function signedHeader(parts: HeaderParts): SignedHeader {
  const { height, validators = solo, next = validators, first = false, chain = chainId, tellSet = false } = parts
  const set = orderedSet(validators)
  const header: Header = {
    version: { block: 11, app: 1 },
    chainId: chain,
    height,
    time: timestampFromMs(parts.time ?? startTime + height * 1000),
    lastBlockId: first ? noBlock : { hash: sha256(utf8('last')), parts: { total: 1, hash: sha256(utf8('parts')) } },
    lastCommitHash: hashCommit({ signatures: [] }),
    dataHash: dataHash([]),
    validatorsHash: hashValidators(set),
    nextValidatorsHash: hashValidators(orderedSet(next)),
    consensusHash: consensusHash({ maxBytes: 4_194_304, maxGas: -1 }),
    appHash: parts.appHash ?? sha256(utf8('app')),
    lastResultsHash: lastResultsHash([]),
    evidenceHash: noEvidenceHash,
    proposerAddress: validatorAddress(set[0]!.publicKey),
  }
  const commit = votes(header, set, parts.voting ?? set)
  const told = tellSet ? set.map(({ publicKey, power }) => ({ publicKey, power })) : null
  return { header, commit, validators: told }
}

function votes(
  header: Header,
  set: readonly TestValidator[],
  voting: readonly TestValidator[],
): SignedHeader['commit'] {
  const blockId = { hash: hashHeader(header), parts: { total: 1, hash: sha256(utf8('part')) } }
  const timestamp = { seconds: header.time.seconds, nanos: 5 }
  const unsigned: Commit = {
    height: header.height,
    round: 0,
    blockId,
    signatures: set.map(({ publicKey }) => ({
      flag: 2,
      validatorAddress: validatorAddress(publicKey),
      timestamp,
      signature: new Uint8Array(0),
    })),
  }
  const signatures = set.map((validator, at) =>
    voting.includes(validator)
      ? { flag: 2, timestamp, signature: ed25519.sign(voteSignBytes(header.chainId, unsigned, at), validator.seed) }
      : null,
  )
  return { round: 0, parts: blockId.parts, signatures }
}

export function trustOf(validators: readonly TestValidator[] = solo, policy: object = {}, height = 1): TrustRoot {
  const set = orderedSet(validators).map(({ publicKey, power }) => ({ publicKey, power }))
  const root = trustFromJson({
    format: 'gongshi/trust/1',
    chainId,
    genesisHash: '11'.repeat(32),
    engine: validators.length === 1 ? 'solo' : 'cometbft',
    validators: { height, time: startTime, set: [{ publicKey: '00'.repeat(32), power: '1' }] },
    logKeys: [],
    source: 'https://ledger.example/trust.json',
    policy: { maxAgeMs: 120_000, trustPeriodMs: null, cosigners: [] },
  })
  return {
    ...root,
    validators: { ...root.validators, set },
    logKeys: [{ name: publisher.name, type: 1, publicKey: publisher.publicKey }],
    policy: { ...root.policy, ...policy },
  }
}

export type Act = { readonly transaction: Uint8Array; readonly leaf: TxLeaf; readonly keys: readonly Uint8Array[] }

/** A publication that commits to a record, as a transaction and its leaf. */
export async function act(signers: readonly Signer[], input: Cbor, outcome: TxLeaf['outcome']): Promise<Act> {
  const bytes = await signTransaction(
    {
      chainId,
      notAfter: startTime + 300_000,
      affair: 'disclosure',
      version: 1,
      action: 'publish',
      salt: sha256(utf8('salt')),
      input: encodeCbor(input),
    },
    signers,
  )
  const { txId, hash, signers: ids } = parseTransaction(bytes)
  const leaf: TxLeaf = {
    kind: 'tx',
    height: 5,
    time: startTime + 5000,
    txId,
    signers: ids,
    affair: 'disclosure',
    version: 1,
    action: 'publish',
    outcome,
    signedHash: hash,
  }
  return { transaction: bytes, leaf, keys: signers.map(({ key }) => key.cose) }
}

export const recordKey = sha256(utf8('record key'))
const recordPaths = ['/title', '/paragraphs/1', '/paragraphs/2']

export function recordMember(path: string): { path: string; salt: Uint8Array; bytes: Uint8Array } {
  return { path, salt: memberSalt(recordKey, path), bytes: utf8(`text of ${path}`) }
}

function recordLeaves(): Uint8Array[] {
  return recordPaths.map((path) => {
    const { salt, bytes } = recordMember(path)
    return memberLeaf(salt, path, bytes)
  })
}

export const recordCommitment = commitMembers(recordLeaves())

export function disclosed(path: string): Evidence['members'][number] {
  const member = recordMember(path)
  const { index, path: proof } = proveMember(recordLeaves(), memberLeaf(member.salt, path, member.bytes))
  return { commitment: recordCommitment, ...member, index, proof }
}

type Row = StateKey & { readonly value: Uint8Array }

/** State rows of the test ledger: key -> CBOR value. */
const rows = Array.from(
  { length: 40 },
  (_, key): Row => ({
    ...{ affair: 'disclosure', table: 'entity/record', key: [key] },
    value: encodeCbor([1, 'published', recordCommitment, key]),
  }),
)

function stateTree(more: readonly Row[] = []) {
  return [...rows, ...more]
    .map(({ affair, table, key, value }) => {
      const path = statePath(affair, table, key)
      const valueHash = sha256(value)
      return { path, valueHash, hash: stateLeafOfHash(path, valueHash) }
    })
    .sort((left, right) => compareBytes(left.path, right.path))
}

export type Made = { readonly evidence: Evidence; readonly leaves: readonly Uint8Array[] }

/** Evidence for the entry `index` of a log of the given leaves, under a header of `height`. */
export async function entryEvidence(
  leaves: readonly Leaf[],
  index: number,
  parts: {
    signed?: Extract<Evidence['subject'], { kind: 'entry' }>['signed']
    members?: Evidence['members']
    head?: Partial<HeaderParts>
  } = {},
): Promise<Evidence> {
  const bytes = leaves.map(encodeLeaf)
  const log = growLog(bytes)
  const subject = {
    kind: 'entry' as const,
    index,
    leaf: bytes[index]!,
    proof: inclusionProof(log, index, bytes.length),
    signed: parts.signed ?? null,
  }
  return under(log.accumulator.root(), bytes.length, subject, parts)
}

/** Evidence for the row `key` of the state, present or absent. */
export async function stateEvidence(
  key: number,
  parts: { members?: Evidence['members']; head?: Partial<HeaderParts> } = {},
): Promise<Evidence> {
  return valueEvidence({ affair: 'disclosure', table: 'entity/record', key: [key] }, rows[key]?.value ?? null, parts)
}

/** Evidence that nothing stands at the key from which a trust root is renewed: the ledger has one operator. */
export function renewalEvidence(head: Partial<HeaderParts>): Promise<Evidence> {
  return valueEvidence(renewalState, null, { head })
}

/** A file of the values that renew a root: no engine, and of the publishers that the ledger lists those that are `told`. */
export async function renewalStates(
  listed: readonly (readonly [key: readonly string[], value: Cbor])[],
  told: readonly (readonly string[])[] = listed.map(([key]) => key),
): Promise<Uint8Array> {
  const more = listed.map(([key, value]): Row => ({ ...publishersState, key: [...key], value: encodeCbor(value) }))
  const tree = stateTree(more)
  const head = { height: 20, time: startTime + 20_000 }
  const first = encodeEvidence(await valueEvidence(renewalState, null, { head, tree }))
  const rest = await Promise.all(
    told.map(async (key) => {
      const value = more.find((row) => String(row.key) === String(key))?.value ?? null
      const { subject } = await valueEvidence({ ...publishersState, key: [...key] }, value, { head, tree })
      if (subject.kind !== 'state') throw new Error('an entry')
      return subject
    }),
  )
  return encodeStates({ first, rest })
}

type UnderParts = {
  readonly members?: Evidence['members']
  readonly head?: Partial<HeaderParts>
  readonly tree?: ReturnType<typeof stateTree>
}

function valueEvidence(
  { affair, table, key }: StateKey,
  value: Uint8Array | null,
  parts: UnderParts,
): Promise<Evidence> {
  const proof = proveInSubtree(parts.tree ?? stateTree(), statePath(affair, table, key), 0)
  const [depth, bitmap, siblings] = stateProofToCbor(proof) as [number, Uint8Array, Uint8Array]
  const found = { affair, table, key: encodeCbor(key), value }
  const subject = { kind: 'state' as const, ...found, proof: { depth, bitmap, siblings, terminal: proof.terminal } }
  return under(growLog([utf8('only')]).accumulator.root(), 1, subject, parts)
}

async function under(
  logRoot: Uint8Array,
  logSize: number,
  subject: Evidence['subject'],
  { members = [], head = {}, tree = stateTree() }: UnderParts,
): Promise<Evidence> {
  const app = { stateRoot: computeSubtree(tree, 0), logSize, logRoot }
  const checkpoint = await signCheckpoint({ origin: publisher.name, size: logSize, root: logRoot }, [publisher])
  return {
    format: 'gongshi/evidence/1',
    path: [],
    head: signedHeader({ height: 9, ...head, appHash: appHash(app) }),
    app,
    subject,
    members,
    checkpoint,
  }
}

/** Leaves to stand around the one in question. */
export function otherLeaves(count: number): Leaf[] {
  return Array.from({ length: count }, (_, at) => ({
    kind: 'block',
    height: at + 1,
    time: startTime + at,
    blockHash: sha256(utf8(`block ${at}`)),
    stateRoot: sha256(utf8(`state ${at}`)),
  }))
}

/** Two acts of one log under one header: a publication and one without members. */
export async function twoActs(after?: Earlier): Promise<readonly [Evidence, Evidence]> {
  const one = await act([testSigner('officer')], ['notice', recordCommitment], ['ok', [['record', 1, 'publish']]])
  const two = await act([testSigner('clerk')], ['notice'], ['ok', []])
  const leaves = [...otherLeaves(5), one.leaf, two.leaf]
  const signedOf = ({ transaction, keys }: Act) => {
    const { bytes, body } = parseTransaction(transaction)
    return { bytes, keys, body: { kind: 'present' as const, bytes: body } }
  }
  const earlier = after && (await earlierCheckpoint(after, growLog(leaves.map(encodeLeaf)), leaves.length))
  const bounded = earlier === undefined ? {} : { format: 'gongshi/evidence/2' as const, earlier }
  const members = [disclosed('/title'), disclosed('/paragraphs/2')]
  const first = await entryEvidence(leaves, 5, { signed: signedOf(one), members })
  const second = await entryEvidence(leaves, 6, { signed: signedOf(two) })
  return [{ ...first, ...bounded } as Evidence, { ...second, ...bounded } as Evidence]
}

async function publicationParts(signers: readonly Signer[]) {
  const { leaf, ...rest } = await act(signers, ['notice', recordCommitment], ['ok', [['record', 1, 'publish']]])
  return { leaves: [...otherLeaves(60), leaf, ...otherLeaves(39)], ...rest }
}

/** Evidence for a publication by `signers`, in the middle of a log of 100 entries, with two disclosed members. */
export async function publication(signers: readonly Signer[] = [testSigner('officer')]): Promise<Evidence> {
  const { leaves, transaction, keys } = await publicationParts(signers)
  const { bytes, body } = parseTransaction(transaction)
  return entryEvidence(leaves, 60, {
    signed: { bytes, keys, body: { kind: 'present', bytes: body } },
    members: [disclosed('/title'), disclosed('/paragraphs/2')],
  })
}
