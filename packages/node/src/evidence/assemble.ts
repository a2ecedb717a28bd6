import type { ContentStore } from '@gongshi/contents'
import type { AppPreimage, Engine, EntryParts, LedgerReads } from '@gongshi/ledger'
import {
  type BodyPart,
  consistencyProof,
  type DisclosedMember,
  type EntrySubject,
  type Evidence,
  encodeCbor,
  encodeEntries,
  encodeEvidence,
  encodeLedgerEvidence,
  encodeStates,
  inclusionProof,
  type Leaf,
  parseLeaf,
  type SignedHeader,
  type SignedPart,
  type StateKey,
  type StateValue,
  stateProofToCbor,
} from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { asBuffer } from '../http/asBuffer.ts'
import type { KeptAnswers } from '../http/keptAnswers.ts'
import { assertOpen } from '../masking/assertOpen.ts'
import type { OtherMembers } from '../others/otherMembers.ts'
import type { Publisher } from '../publish/publisher.ts'
import { findSigned, type RootSet, trustPathTo } from './trustPath.ts'

export type EvidenceNeeds = {
  readonly ledger: LedgerReads
  readonly engine: Engine
  /** Portals of other members. */
  readonly others: Pick<OtherMembers, 'portals'>
  readonly contents: ContentStore
  readonly publisher: Publisher
  /** Answers to readers with this node’s own trust root; null for others. */
  readonly kept: KeptAnswers | null
  /** Of the trust root. */
  readonly trustedFrom: RootSet
}

/** Members of contents to disclose with an entry: they must be committed to in its input or events. */
export type Disclosure = { readonly commitment: Uint8Array; readonly paths: readonly string[] }

/**
 * Evidence for a log entry: the header that proves its block's app hash, the way from there to the leaf, and what the
 * leaf is about.
 * @throws {NodeError} entry-unknown, entry-unproven when no further header comes, block-pruned, member-restricted
 */
export async function entryEvidence(
  needs: EvidenceNeeds,
  index: number,
  disclosures: readonly Disclosure[],
): Promise<Buffer> {
  const { kept, publisher } = needs
  const known = disclosures.length === 0 ? kept?.find('evidence', index) : undefined
  if (known !== undefined) return known
  const erasures = kept?.erasures ?? 0
  const { app, encoded } = await makeEntryEvidence(needs, index, disclosures)
  const bytes = asBuffer(encoded)
  // The root that is published next gets a checkpoint yet; an older one never does.
  const isFinal = app.logSize < (publisher.published?.size ?? 0) || app.logSize === publisher.cosigned?.size
  if (isFinal && disclosures.length === 0) kept?.keep('evidence', index, bytes, erasures)
  return bytes
}

async function makeEntryEvidence(needs: EvidenceNeeds, index: number, disclosures: readonly Disclosure[]) {
  const { ledger } = needs
  const last = lastOf(needs, index)
  const proving = await provingHeight(needs, parseLeaf(ledger.findEntry(last)!.leaf).height + 1, last + 1)
  const app = ledger.findApp(proving - 1)!
  const subject = entrySubject(needs, index, app)
  const members = (await Promise.all(disclosures.map((each) => disclosed(needs.contents, each)))).flat()
  const evidence = after(needs, { ...(await frame(needs, proving, app)), subject, members })
  return { app, encoded: members.length === 0 ? encodeLedgerEvidence(evidence) : encodeEvidence(evidence) }
}

type EntryEvidence = Evidence & { readonly subject: EntrySubject }

/** With the last checkpoint from before the entry that witnesses had cosigned, where one was kept. */
function after({ ledger, publisher }: EvidenceNeeds, evidence: EntryEvidence): Evidence {
  const { subject, app } = evidence
  const head = publisher.findEarlier(subject.index)
  if (head === undefined) return evidence
  const earlier = { note: head.note, proof: consistencyProof(ledger.logHashes(), head.size, app.logSize) }
  return { ...evidence, format: 'gongshi/evidence/2', earlier }
}

/** A body's erasure is proven under the same root, so the root must be one that covers both. @throws {NodeError} entry-unknown */
function lastOf({ ledger }: EvidenceNeeds, index: number): number {
  const entry = ledger.findEntry(index)
  if (entry === undefined) throw new NodeError({ code: 'entry-unknown' })
  return Math.max(index, entry.erasedBy ?? 0)
}

function entrySubject(needs: EvidenceNeeds, index: number, app: AppPreimage): EntrySubject {
  const entry = needs.ledger.findEntry(index)!
  const proof = inclusionProof(needs.ledger.logHashes(), index, app.logSize)
  const signed = signedPart(needs, entry, parseLeaf(entry.leaf), app)
  return { kind: 'entry', index, leaf: entry.leaf, proof, signed }
}

/**
 * Several entries under one header, the one that proves the last of them. Nothing of contents is disclosed.
 * @throws {NodeError} entry-unknown, entry-unproven, block-pruned
 */
export async function entriesEvidence(needs: EvidenceNeeds, indexes: readonly [number, ...number[]]): Promise<Buffer> {
  const { ledger } = needs
  const last = Math.max(...indexes.map((index) => lastOf(needs, index)))
  const proving = await provingHeight(needs, parseLeaf(ledger.findEntry(last)!.leaf).height + 1, last + 1)
  const app = ledger.findApp(proving - 1)!
  const shared = await frame(needs, proving, app)
  const evidenceOf = (index: number): EntryEvidence => ({
    ...shared,
    subject: entrySubject(needs, index, app),
    members: [],
  })
  const [first, ...others] = indexes
  return asBuffer(encodeEntries([after(needs, evidenceOf(first)), ...others.map(evidenceOf)]))
}

/**
 * The header that proves a log of at least `size` entries: the one that follows a checkpoint which witnesses have cosigned,
 * where there are witnesses; else the one at `height`, or the newest where that was pruned, is from before this node's snapshot, or from
 * before the reader's trust root.
 */
async function provingHeight(needs: EvidenceNeeds, height: number, size: number): Promise<number> {
  const { engine, publisher, trustedFrom } = needs
  await publisher.awaitCosigned(size, longestWaitMs)
  const earliest = Math.max(await engine.earliestHeight(), trustedFrom.height)
  const { cosigned } = publisher
  if (cosigned !== null && cosigned.size >= size && cosigned.height + 1 >= earliest) return cosigned.height + 1
  return height >= earliest ? height : engine.latestHeight()
}

/** For a reader whose trust root is of another height than ours. @throws {NodeError} block-unknown */
export async function seenFrom(needs: EvidenceNeeds, height: number | undefined): Promise<EvidenceNeeds> {
  const { engine, trustedFrom } = needs
  if (height === undefined || height === trustedFrom.height) return needs
  const set = height <= engine.latestHeight() ? await engine.findValidators(height) : undefined
  if (set === undefined) throw new NodeError({ code: 'block-unknown' })
  return { ...needs, trustedFrom: { height, set }, kept: null }
}

/**
 * Evidence for what the state holds now under a key, or that it holds nothing, under a header at most 2 s old.
 * @throws {NodeError} entry-unproven
 */
export async function stateEvidence(needs: EvidenceNeeds, key: StateKey): Promise<Buffer> {
  const { frame, values } = await proveNow(needs, [key])
  return asBuffer(encodeEvidence({ ...frame, subject: { kind: 'state', ...values[0]! }, members: [] }))
}

/** As `stateEvidence`, for at least one key and any more, all under one header. @throws {NodeError} entry-unproven */
export async function statesEvidence(needs: EvidenceNeeds, keys: readonly StateKey[]): Promise<Buffer> {
  const { frame, values } = await proveNow(needs, keys)
  const [first, ...rest] = values
  const evidence = encodeLedgerEvidence({ ...frame, subject: { kind: 'state', ...first! }, members: [] })
  return asBuffer(encodeStates({ first: evidence, rest }))
}

/** With witnesses, a state that they have cosigned: while acts keep coming they are behind it, and it is taken as it is in the end. */
async function proveNow(needs: EvidenceNeeds, keys: readonly StateKey[]) {
  const { publisher } = needs
  for (let attempt = 1; ; attempt++) {
    const { proving, app, values } = await proveState(needs, keys)
    await publisher.awaitCosigned(app.logSize, longestWaitMs)
    const isCosigned = publisher.cosigned === null || publisher.cosigned.size === app.logSize
    if (isCosigned || attempt === attempts) return { frame: await frame(needs, proving, app), values }
  }
}

async function proveState(needs: EvidenceNeeds, keys: readonly StateKey[]) {
  await needs.engine.prove()
  // In one go: no block comes between two of them.
  const { height } = needs.ledger.info()
  const values = keys.map((each) => provenValue(needs, each))
  // An empty block carries the app hash that still holds; any other is proven by the header after it.
  const proving = needs.ledger.findBlock(height) ? height + 1 : height
  if (proving > needs.engine.latestHeight()) await needs.engine.prove()
  return { proving, app: needs.ledger.findApp(height)!, values }
}

function provenValue({ ledger }: EvidenceNeeds, { affair, table, key }: StateKey): StateValue {
  const { value, proof } = ledger.proveState(affair, table, key)
  const [depth, bitmap, siblings] = stateProofToCbor(proof) as [number, Uint8Array, Uint8Array]
  return { affair, table, key: encodeCbor(key), value, proof: { depth, bitmap, siblings, terminal: proof.terminal } }
}

/** For witnesses; without any nothing waits. Milliseconds. */
const longestWaitMs = 5000
const attempts = 3

type Frame = Pick<Evidence, 'path' | 'head' | 'app' | 'checkpoint'> & { readonly format: 'gongshi/evidence/1' }

/** What every evidence has: the header at `proving`, and what its app hash is made of. */
async function frame(needs: EvidenceNeeds, proving: number, app: AppPreimage): Promise<Frame> {
  const { engine, publisher, trustedFrom, others } = needs
  const { path, head } = await trustPathTo(engine, trustedFrom, await signedHeader(engine, proving), others.portals)
  const heads = [publisher.cosigned, publisher.published]
  const checkpoint = heads.find((shown) => shown?.size === app.logSize)?.note ?? null
  const { stateRoot, logSize, logRoot } = app
  return { format: 'gongshi/evidence/1', path: [...path], head, app: { stateRoot, logSize, logRoot }, checkpoint }
}

const keptHeaders = 1024
const headersOf = new WeakMap<Engine, Map<number, SignedHeader>>()

/** PERF: a header never changes, and an engine reads a whole block for it: those asked for lately are kept. */
async function signedHeader(engine: Engine, height: number): Promise<SignedHeader> {
  const kept = headersOf.get(engine) ?? new Map<number, SignedHeader>()
  headersOf.set(engine, kept)
  const header = kept.get(height) ?? (await findSignedHeader(engine, height))
  kept.delete(height)
  kept.set(height, header)
  if (kept.size > keptHeaders) kept.delete(kept.keys().next().value!)
  return header
}

async function findSignedHeader(engine: Engine, height: number): Promise<SignedHeader> {
  // An engine that has stopped makes no more headers; what it made before still proves.
  if (height > engine.latestHeight()) await engine.prove().catch(() => undefined)
  return findSigned(engine, height)
}

function signedPart({ ledger }: EvidenceNeeds, entry: EntryParts, leaf: Leaf, app: AppPreimage): SignedPart | null {
  if (entry.signed === null || leaf.kind !== 'tx') return null
  const keys = leaf.signers.map((id) => ledger.findKey(id)!.key.cose)
  return { bytes: entry.signed, keys, body: bodyPart(ledger, entry, app) }
}

function bodyPart(ledger: LedgerReads, { body, erasedBy }: EntryParts, app: AppPreimage): BodyPart {
  if (body !== null) return { kind: 'present', bytes: body }
  if (erasedBy === null) return { kind: 'absent' }
  const proof = inclusionProof(ledger.logHashes(), erasedBy, app.logSize)
  return { kind: 'erased', index: erasedBy, leaf: ledger.findEntry(erasedBy)!.leaf, proof }
}

async function disclosed(contents: ContentStore, { commitment, paths }: Disclosure): Promise<DisclosedMember[]> {
  await assertOpen(contents, commitment, paths)
  const members = await contents.disclose(commitment, paths)
  return members.map(({ path, salt, bytes, proof }) => {
    return { commitment, path, salt, bytes, index: proof.index, proof: [...proof.path] }
  })
}
