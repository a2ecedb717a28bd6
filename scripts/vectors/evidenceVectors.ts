import {
  type Cbor,
  cosignCheckpointMlDsa44,
  decodeCbor,
  type Evidence,
  EvidenceError,
  encodeCbor,
  encodeEntries,
  encodeEvidence,
  encodeLeaf,
  evidenceToJson,
  formatFingerprint,
  formatTrust,
  inclusionProof,
  type Leaf,
  mlDsa44Key,
  mlDsa44Signer,
  noteKeyId,
  parseNote,
  parseTransaction,
  sha256,
  signatureLine,
  stepNames,
  type TrustRoot,
  toBase64,
  trustFingerprint,
  utf8,
  type Verdict,
  verifyEntries,
  verifyEvidence,
} from '@gongshi/protocol'
import {
  act,
  afterCheckpoint,
  cosign,
  cosignerKey,
  type Earlier,
  entryEvidence,
  noteSigner,
  now,
  otherLeaves,
  publication,
  recordCommitment,
  signedHeader,
  solo,
  startTime,
  stateEvidence,
  testSigner,
  testValidator,
  trustOf,
  twoActs,
} from '../../packages/protocol/test/evidence.ts'
import { growLog } from '../../packages/protocol/test/log.ts'
import { shown } from './hex.ts'
import { renewalVectors } from './renewalVectors.ts'

export type Case = { name: string; evidence: Evidence; trust?: TrustRoot; now?: number }
type Entry = Extract<Evidence['subject'], { kind: 'entry' }>

const four = ['a', 'b', 'c', 'd'].map((name) => testValidator(name))
const later = startTime + 3_600_000
const witnesses = [noteSigner('witness.example'), noteSigner('second.example')] as const
const postQuantum = mlDsa44Signer('witness.example', utf8('witness'))
const askedMlDsa44 = trustOf(solo, { cosigners: [{ threshold: 1, keys: [mlDsa44Key(postQuantum)] }] })
const seenAt = startTime / 1000 + 12
const asked = trustOf(solo, { cosigners: [{ threshold: 2, keys: witnesses.map(cosignerKey) }] })

export async function evidenceVectors(): Promise<object> {
  const roots: TrustRoot[] = []
  const tell = ({ name, evidence, trust = trustOf(), now: at = now }: Case) => {
    const known = roots.findIndex((root) => formatTrust(root) === formatTrust(trust))
    if (known < 0) roots.push(trust)
    return { name, trust: known < 0 ? roots.length - 1 : known, now: at, evidence: toBase64(encodeEvidence(evidence)) }
  }
  const good = []
  for (const each of await goodCases())
    good.push({ ...tell(each), json: evidenceToJson(each.evidence), expected: said(await verify(each)) })
  const bad = []
  for (const each of await badCases()) bad.push({ ...tell(each), ...(await refusal(each)) })
  const renewals = await renewalVectors(tell)
  const form = encodeEvidence(await publication())
  const joint = []
  const bounded = roots.findIndex((root) => formatTrust(root) === formatTrust(asked))
  for (const { name, file, trust } of await jointCases())
    joint.push({
      name,
      trust: trust === undefined ? 0 : bounded,
      now,
      entries: toBase64(file),
      ...(await entriesIn(file, trust)),
    })
  return {
    steps: stepNames,
    trust: roots.map((root) => ({
      trust: JSON.parse(formatTrust(root)) as object,
      fingerprint: formatFingerprint(trustFingerprint(root)),
    })),
    good,
    bad,
    renewals,
    joint,
    badForms: [
      { name: 'empty', evidence: '', code: 'evidence-malformed' },
      { name: 'cut short', evidence: toBase64(form.subarray(0, -1)), code: 'evidence-malformed' },
      { name: 'a byte after it', evidence: toBase64(Uint8Array.of(...form, 0)), code: 'evidence-malformed' },
      {
        name: 'a later version',
        evidence: toBase64(encodeCbor(['gongshi/evidence/3', 1])),
        code: 'evidence-version-unknown',
      },
      { name: 'another format', evidence: toBase64(encodeCbor(['gongshi/trust/1'])), code: 'evidence-malformed' },
      {
        name: 'not canonical',
        evidence: toBase64(Uint8Array.of(0x98, 7, ...form.subarray(1))),
        code: 'evidence-malformed',
      },
    ],
  }
}

function verify({ evidence, trust = trustOf(), now: at = now }: Case): Promise<Verdict> {
  return verifyEvidence(encodeEvidence(evidence), trust, at)
}

function said({ status, claim, times, findings, members }: Verdict): unknown {
  return shown({ status, claim, times, findings, members })
}

async function refusal(each: Case): Promise<{ step: string; code: string }> {
  try {
    await verify(each)
  } catch (error) {
    if (error instanceof EvidenceError) return { step: error.step, code: error.code }
    throw error
  }
  throw new Error(`${each.name}: verified`)
}

/** The times of those entries of a file of several that hold, and at which step and why the next does not. */
async function entriesIn(file: Uint8Array, trust = trustOf()): Promise<object> {
  const verified = []
  try {
    for await (const { times } of verifyEntries(file, trust, now)) verified.push(times)
    return { verified }
  } catch (error) {
    const { step, code } = error as EvidenceError
    return { verified, step, code }
  }
}

async function jointCases(): Promise<{ name: string; file: Uint8Array; trust?: TrustRoot }[]> {
  const [one, two] = await twoActs()
  const [first, second] = await twoActs({
    size: 5,
    seen: [
      [witnesses[0], seenAt - 20],
      [witnesses[1], seenAt - 30],
    ],
  })
  const whole = encodeEntries([one, two])
  const state = encodeEvidence(await stateEvidence(7))
  return [
    { name: 'two entries', file: whole },
    { name: 'one entry', file: encodeEntries([one]) },
    {
      name: 'an earlier checkpoint bounds the entries behind the first one, too',
      file: encodeEntries([await cosigned(first), second]),
      trust: asked,
    },
    {
      name: 'an earlier checkpoint of the first one does not bound an entry before it',
      file: encodeEntries([await cosigned(second), first]),
      trust: asked,
    },
    { name: 'an entry twice', file: repeated(whole) },
    {
      name: 'an entry at another index behind one that holds',
      file: encodeEntries([one, withEntry(two, { index: 7 })]),
    },
    { name: 'first a value of the state', file: encodeCbor(['gongshi/entries/1', state, []]) },
    { name: 'a byte after it', file: Uint8Array.of(...whole, 0) },
  ]
}

/** The second part again, which the encoder would not write. */
function repeated(whole: Uint8Array): Uint8Array {
  const [format, first, rest] = decodeCbor(whole, { maxBytes: whole.length, maxDepth: 32 }) as [
    string,
    Uint8Array,
    Cbor[],
  ]
  return encodeCbor([format, first, [...rest, ...rest]])
}

async function goodCases(): Promise<Case[]> {
  const evidence = await publication()
  const { appHash } = evidence.head.header
  const handover = [
    signedHeader({ height: 7, next: four }),
    signedHeader({ height: 8, validators: four, first: true, tellSet: true }),
  ]
  const [unsigned] = otherLeaves(1)
  return [
    { name: 'a publication with two members disclosed', evidence },
    {
      name: 'a joint act of both suites',
      evidence: await publication([testSigner('one'), testSigner('two', 'es256')]),
    },
    {
      name: 'a body that the holder has not',
      evidence: withSigned({ ...evidence, members: [] }, { body: { kind: 'absent' } }),
    },
    { name: 'a body erased by entry 100', evidence: await erased(60) },
    { name: 'an act of the ledger itself', evidence: await entryEvidence([unsigned!], 0) },
    { name: 'a state value, current', evidence: await stateEvidence(7) },
    { name: 'the same an hour later', evidence: await stateEvidence(7), now: later },
    { name: 'a state value that is not there', evidence: await stateEvidence(1000) },
    {
      name: 'cosigned by two witnesses, of whom both are asked for: seen by the later one’s time',
      evidence: await cosigned(evidence, seenAt + 60),
      trust: asked,
    },
    ...(await boundedCases()),
    {
      name: 'cosigned by ML-DSA-44',
      evidence: await cosignedMlDsa44(evidence),
      trust: askedMlDsa44,
    },
    {
      name: 'cosigned by ML-DSA-44 without a time',
      evidence: await cosignedMlDsa44(evidence, 0),
      trust: askedMlDsa44,
    },
    { name: 'a trust root past its period', evidence, trust: trustOf(solo, { trustPeriodMs: 1000 }) },
    {
      name: 'a path over a handover to four validators, of whom three signed',
      evidence: {
        ...evidence,
        path: handover,
        head: signedHeader({ height: 9, validators: four, voting: four.slice(1), appHash }),
      },
    },
  ]
}

async function cosigned(evidence: Evidence, first = seenAt): Promise<Evidence> {
  return cosign(await cosign(evidence, witnesses[0], first), witnesses[1], seenAt)
}

/** Signed by `signer`, and said to be by the witness that the root asks for. */
async function cosignedMlDsa44(evidence: Evidence, seconds = seenAt, signer = postQuantum): Promise<Evidence> {
  const note = evidence.checkpoint!
  const line = await cosignCheckpointMlDsa44(parseNote(note).text, seconds, signer)
  const { signature } = parseNote(note + line).signatures.at(-1)!
  const keyId = noteKeyId(mlDsa44Key(postQuantum))
  return { ...evidence, checkpoint: note + signatureLine({ name: postQuantum.name, keyId, signature }) }
}

/** With an earlier checkpoint that came before the entry. */
async function boundedCases(): Promise<Case[]> {
  const made = async (name: string, earlier: Earlier): Promise<Case> => {
    return { name, evidence: await cosigned(await afterCheckpoint(earlier)), trust: asked }
  }
  const both = (one: number, two: number) => [[witnesses[0], one] as const, [witnesses[1], two] as const]
  const seen = both(seenAt - 20, seenAt - 30)
  const few = { size: 60, seen: seen.slice(1) }
  const late = { size: 32, seen: both(seenAt + 900, seenAt + 901) }
  return [
    await made('after a checkpoint that both had cosigned: not before the earlier one’s time', { size: 60, seen }),
    await made('after a checkpoint of an empty log', { size: 0, seen }),
    await made('after a checkpoint that too few had cosigned: no bound', few),
    await made('after a checkpoint of a publisher whom the root does not know: no bound', { ...few, by: witnesses[0] }),
    await made('dated long before witnesses still saw the log without it', late),
    {
      name: 'an earlier checkpoint under a root that asks for no cosigners: no bound',
      evidence: await afterCheckpoint(few),
    },
  ]
}

async function badCases(): Promise<Case[]> {
  const evidence = await publication()
  const state = await stateEvidence(7)
  const { head } = evidence
  const vote = head.commit.signatures[0]!
  const votes = (...signatures: Evidence['head']['commit']['signatures']): Evidence => ({
    ...evidence,
    head: { ...head, commit: { ...head.commit, signatures } },
  })
  const [member] = evidence.members as [Evidence['members'][0]]
  const other = (await publication([testSigner('other')])).subject as Entry
  const [late] = otherLeaves(1) as [Leaf]
  const strangers = signedHeader({ height: 9, validators: four, tellSet: true, appHash: head.header.appHash })
  return [
    { name: 'of another ledger', evidence: await entryEvidence([late], 0, { head: { chain: 'xiangyang-2' } }) },
    { name: 'signed by other validators', evidence, trust: trustOf([testValidator('other')]) },
    { name: 'signed by validators who are strangers to the trusted ones', evidence: { ...evidence, head: strangers } },
    { name: 'a vote with a bit turned', evidence: votes({ ...vote, signature: turned(vote.signature, 9) }) },
    {
      name: 'a header that was changed',
      evidence: { ...evidence, head: { ...head, header: { ...head.header, appHash: sha256() } } },
    },
    { name: 'no vote', evidence: votes(null) },
    { name: 'a vote for nil', evidence: votes({ ...vote, flag: 3 }) },
    { name: 'more votes than validators', evidence: votes(vote, vote) },
    { name: 'a header from the future', evidence, now: startTime - 600_000 },
    { name: 'a header before the trust root', evidence, trust: trustOf(solo, {}, 10) },
    { name: 'another log size', evidence: { ...evidence, app: { ...evidence.app, logSize: 101 } } },
    { name: 'another index', evidence: withEntry(evidence, { index: 61 }) },
    { name: 'another leaf', evidence: withEntry(evidence, { leaf: encodeLeaf(late) }) },
    { name: 'another state value', evidence: withValue(state, encodeCbor('other')) },
    { name: 'a state value denied', evidence: withValue(state, null) },
    { name: 'a leaf later than the header', evidence: await entryEvidence([{ ...late, time: startTime + 9001 }], 0) },
    { name: 'the signed part left out', evidence: withEntry(evidence, { signed: null }) },
    { name: 'the signed part of another act', evidence: withSigned(evidence, other.signed!) },
    { name: 'a key that is not the signer’s', evidence: withSigned(evidence, { keys: other.signed!.keys }) },
    { name: 'an act that the signer never signed', evidence: await neverSigned() },
    {
      name: 'another body',
      evidence: withSigned(evidence, { body: { kind: 'present', bytes: encodeCbor([sha256(), encodeCbor(['x'])]) } }),
    },
    { name: 'an erasure of another entry', evidence: await erased(61) },
    { name: 'a member that was changed', evidence: { ...evidence, members: [{ ...member, bytes: utf8('changed') }] } },
    { name: 'a member of another record', evidence: { ...evidence, members: [{ ...member, commitment: sha256() }] } },
    { name: 'a member twice', evidence: { ...evidence, members: [member, member] } },
    ...(await badCosigned(evidence)),
    { name: 'a checkpoint of another log', evidence: { ...evidence, checkpoint: state.checkpoint } },
    {
      name: 'a checkpoint that was changed',
      evidence: {
        ...evidence,
        checkpoint: `${evidence.checkpoint!.slice(0, -14)}AAAA${evidence.checkpoint!.slice(-10)}`,
      },
    },
  ]
}

async function badCosigned(evidence: Evidence): Promise<Case[]> {
  return [
    {
      name: 'an ML-DSA-44 cosignature under another name',
      evidence: await cosignedMlDsa44(evidence, seenAt, mlDsa44Signer('second.example', utf8('witness'))),
      trust: askedMlDsa44,
    },
    { name: 'an earlier checkpoint with the entry in it', evidence: await afterCheckpoint({ size: 61, seen: [] }) },
  ]
}

function withEntry(evidence: Evidence, change: Partial<Entry>): Evidence {
  return { ...evidence, subject: { ...(evidence.subject as Entry), ...change } }
}

function withSigned(evidence: Evidence, change: Partial<NonNullable<Entry['signed']>>): Evidence {
  return withEntry(evidence, { signed: { ...(evidence.subject as Entry).signed!, ...change } })
}

function withValue(evidence: Evidence, value: Uint8Array | null): Evidence {
  return { ...evidence, subject: { ...evidence.subject, value } as Evidence['subject'] }
}

function turned(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, bytes[at]! ^ 1)
}

/** The publication of entry 60, its body erased by entry 100, which names `named`. */
async function erased(named: number): Promise<Evidence> {
  const { leaf, transaction, keys } = await act([testSigner('officer')], ['notice', recordCommitment], ['ok', []])
  const order: Leaf = {
    kind: 'due',
    height: 8,
    time: startTime + 8000,
    dueTime: startTime + 7000,
    affair: 'erasure',
    version: 1,
    action: 'carryOut',
    key: [1],
    outcome: ['ok', [['destroy', null, named, 'personal-information/47']]],
  }
  const leaves = [...otherLeaves(60), leaf, ...otherLeaves(39), order]
  const bytes = leaves.map(encodeLeaf)
  const body = {
    kind: 'erased' as const,
    index: 100,
    leaf: bytes[100]!,
    proof: inclusionProof(growLog(bytes), 100, 101),
  }
  return entryEvidence(leaves, 60, { signed: { bytes: parseTransaction(transaction).bytes, keys, body } })
}

/** An operator logs an act with a signature that isn't the officer's: everything holds but the signature. */
async function neverSigned(): Promise<Evidence> {
  const { leaf, transaction, keys } = await act([testSigner('officer')], ['notice'], ['ok', []])
  const { bytes, body } = parseTransaction(transaction)
  const forged = turned(bytes, bytes.length - 24)
  const signed = { bytes: forged, keys, body: { kind: 'present' as const, bytes: body } }
  return entryEvidence([{ ...leaf, signedHash: sha256(forged) }], 0, { signed })
}
