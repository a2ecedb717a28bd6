import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  act,
  afterCheckpoint,
  disclosed,
  entryEvidence,
  now,
  otherLeaves,
  publication,
  recordCommitment,
  signedHeader,
  solo,
  startTime,
  stateEvidence,
  testSigner,
  trustOf,
} from '../../test/evidence.ts'
import { growLog } from '../../test/log.ts'
import { appHash } from '../appHash.ts'
import { utf8 } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { sha256 } from '../bytes/hash.ts'
import type { Json } from '../comet/json.ts'
import { inclusionProof } from '../log/inclusion.ts'
import { encodeLeaf, type Leaf } from '../log/leaf.ts'
import { parseTransaction } from '../transaction/transaction.ts'
import { EvidenceError } from './errors.ts'
import { type Evidence, encodeEvidence, evidenceFromJson, evidenceToJson, parseEvidence } from './format.ts'
import { refreshEvidence } from './refresh.ts'
import { stepNames } from './steps.ts'
import { verifyEvidence } from './verify.ts'

const trust = trustOf()

function verify(evidence: Evidence, root = trust, at = now) {
  return verifyEvidence(encodeEvidence(evidence), root, at)
}

/** The refusal of evidence: its step, its code, and the steps that had passed. */
async function refusal(evidence: Evidence, root = trust, at = now): Promise<[step: string, code: string]> {
  try {
    await verify(evidence, root, at)
  } catch (error) {
    assert.ok(error instanceof EvidenceError)
    assert.deepEqual(
      error.passed.map(({ step }) => step),
      stepNames.slice(0, stepNames.indexOf(error.step)),
    )
    return [error.step, error.code]
  }
  throw new Error('verified')
}

type Entry = Extract<Evidence['subject'], { kind: 'entry' }>

function entryOf(evidence: Evidence): Entry {
  assert.ok(evidence.subject.kind === 'entry')
  return evidence.subject
}

function withEntry(evidence: Evidence, change: Partial<Entry>): Evidence {
  return { ...evidence, subject: { ...entryOf(evidence), ...change } }
}

describe('evidence for an entry', () => {
  test('a publication verifies: every step in order, times, signers, disclosed members', async () => {
    const verdict = await verify(await publication())
    assert.deepEqual(
      verdict.steps.map(({ step }) => step),
      stepNames,
    )
    assert.equal(verdict.status, 'verified')
    assert.deepEqual(verdict.claim, { kind: 'true-at', time: startTime + 5000 })
    assert.deepEqual(verdict.times, {
      happened: startTime + 5000,
      committed: startTime + 9000,
      witnessed: null,
      notBefore: null,
    })
    assert.deepEqual(verdict.findings, [])
    assert.deepEqual(
      verdict.members.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]),
      [
        ['/title', 'text of /title'],
        ['/paragraphs/2', 'text of /paragraphs/2'],
      ],
    )
    assert.ok(verdict.subject.kind === 'entry' && verdict.subject.body !== null)
    assert.deepEqual(verdict.subject.body.input, ['notice', recordCommitment])
    assert.equal(verdict.subject.signed?.action, 'publish')
  })

  test('joint acts of both suites verify', async () => {
    const signers = [testSigner('one'), testSigner('two', 'es256')]
    const verdict = await verify(await publication(signers))
    const [step] = verdict.steps.filter(({ step }) => step === 'signatures')
    assert.ok(step?.step === 'signatures')
    assert.deepEqual(
      step.facts.signers.map(({ suite }) => suite),
      ['ed25519', 'es256'],
    )
  })

  test('is at most 4 KB beyond body and disclosed content, in a log of a million entries too', async () => {
    const evidence = await publication([testSigner('one'), testSigner('two', 'es256')])
    const { signed } = entryOf(evidence)
    assert.ok(signed?.body.kind === 'present')
    const content = evidence.members.reduce((sum, { bytes }) => sum + bytes.length, signed.body.bytes.length)
    const more = (20 - entryOf(evidence).proof.length) * 34
    assert.ok(encodeEvidence(evidence).length - content + more <= 4096)
  })

  test('a body that is absent, or erased by a proven entry, is a finding and no failure', async () => {
    const evidence = await publication()
    const { signed } = entryOf(evidence)
    const absent = withEntry({ ...evidence, members: [] }, { signed: { ...signed!, body: { kind: 'absent' } } })
    assert.deepEqual((await verify(absent)).findings, [{ kind: 'body-absent' }])
    const verdict = await verify(await erasedPublication(60))
    assert.deepEqual(verdict.findings, [{ kind: 'body-erased', by: 100 }])
    assert.ok(verdict.subject.kind === 'entry' && verdict.subject.body === null && verdict.subject.signed !== null)
    assert.deepEqual(await refusal(await erasedPublication(61)), ['body', 'evidence-erasure-unproven'])
  })

  test('acts of the ledger itself have no signatures, and a refusal is a finding', async () => {
    const due: Leaf = {
      kind: 'due',
      height: 4,
      time: startTime,
      dueTime: startTime - 1,
      affair: 'approval',
      version: 1,
      action: 'lapse',
      key: [1],
      outcome: ['refused', 'suspended', null],
    }
    const verdict = await verify(await entryEvidence([due], 0))
    assert.deepEqual(verdict.findings, [{ kind: 'act-refused', code: 'suspended' }])
    for (const leaf of otherLeaves(3)) assert.equal((await verify(await entryEvidence([leaf], 0))).status, 'verified')
  })

  test('a commitment in the events binds members after erasure of the body', async () => {
    const { leaf, transaction, keys } = await act(
      [testSigner('o')],
      ['notice'],
      ['ok', [['content', recordCommitment]]],
    )
    const signed = { bytes: parseTransaction(transaction).bytes, keys, body: { kind: 'absent' as const } }
    const verdict = await verify(await entryEvidence([leaf], 0, { signed, members: [disclosed('/title')] }))
    assert.equal(verdict.members.length, 1)
  })
})

describe('evidence for a state value', () => {
  test('present and absent values verify; under a recent header they are current, later true at its time', async () => {
    const time = startTime + 9000
    const fresh = await verify(await stateEvidence(7))
    assert.deepEqual(fresh.claim, { kind: 'current-as-of', time })
    assert.ok(fresh.subject.kind === 'state')
    assert.deepEqual(fresh.subject.value, [1, 'published', recordCommitment, 7])
    const later = await verify(await stateEvidence(7), trust, time + trust.policy.maxAgeMs + 1)
    assert.deepEqual(later.claim, { kind: 'true-at', time })
    const absent = await verify(await stateEvidence(1000))
    assert.ok(absent.subject.kind === 'state' && absent.subject.value === undefined)
  })

  test('members are bound by a commitment in the value', async () => {
    const evidence = await stateEvidence(3, { members: [disclosed('/paragraphs/1')] })
    assert.equal((await verify(evidence)).members[0]?.path, '/paragraphs/1')
  })

  test('another value, or the claim that there is none, is refused', async () => {
    const evidence = await stateEvidence(7)
    assert.ok(evidence.subject.kind === 'state')
    for (const value of [encodeCbor('other'), null]) {
      const forged: Evidence = { ...evidence, subject: { ...evidence.subject, value } }
      assert.deepEqual(await refusal(forged), ['inclusion', 'evidence-not-in-state'])
    }
    const elsewhere = { ...evidence, subject: { ...evidence.subject, affair: 'land' } }
    assert.deepEqual(await refusal(elsewhere), ['inclusion', 'evidence-not-in-state'])
  })
})

describe('each refusal has its step and code', () => {
  test('trust: another ledger', async () => {
    const evidence = await entryEvidence(otherLeaves(1), 0, { head: { chain: 'xiangyang-2' } })
    assert.deepEqual(await refusal(evidence), ['trust', 'evidence-other-ledger'])
  })

  test('commit: other validators, a forged vote, a missing vote, another block protocol, the future, before the root', async () => {
    const evidence = await publication()
    const { head } = evidence
    const vote = head.commit.signatures[0]!
    const withHead = (change: Partial<Evidence['head']>) => ({ ...evidence, head: { ...head, ...change } })
    const turnedVote: typeof vote = { ...vote, signature: turned(vote.signature) }
    const commit = (signatures: typeof head.commit.signatures) => withHead({ commit: { ...head.commit, signatures } })
    assert.deepEqual(await refusal(evidence, trustOf([{ ...solo[0]!, power: 11n }])), [
      'commit',
      'evidence-validators-mismatch',
    ])
    assert.deepEqual(await refusal(commit([turnedVote])), ['commit', 'evidence-vote-invalid'])
    assert.deepEqual(await refusal(commit([null])), ['commit', 'evidence-power-insufficient'])
    assert.deepEqual(await refusal(commit([{ ...vote, flag: 3 }])), ['commit', 'evidence-power-insufficient'])
    assert.deepEqual(await refusal(commit([vote, vote])), ['commit', 'evidence-commit-malformed'])
    const protocol = withHead({ header: { ...head.header, version: { block: 12, app: 1 } } })
    assert.deepEqual(await refusal(protocol), ['commit', 'evidence-header-version'])
    assert.deepEqual(await refusal(evidence, trust, startTime - 600_000), ['commit', 'evidence-from-future'])
    assert.deepEqual(await refusal(evidence, trustOf(solo, {}, 10)), ['commit', 'evidence-before-trust'])
    const changed = withHead({ header: { ...head.header, appHash: sha256() } })
    assert.deepEqual(await refusal(changed), ['commit', 'evidence-vote-invalid'])
  })

  test('app, inclusion, leaf', async () => {
    const evidence = await publication()
    const app = { ...evidence.app, logSize: 101 }
    assert.deepEqual(await refusal({ ...evidence, app }), ['app', 'evidence-app-mismatch'])
    assert.deepEqual(await refusal(withEntry(evidence, { index: 61 })), ['inclusion', 'evidence-not-in-log'])
    const leaf = encodeLeaf(otherLeaves(1)[0]!)
    assert.deepEqual(await refusal(withEntry(evidence, { leaf })), ['inclusion', 'evidence-not-in-log'])
    const [late] = otherLeaves(1)
    const misplaced = await entryEvidence([{ ...late!, height: 9 }], 0)
    assert.deepEqual(await refusal(misplaced), ['leaf', 'evidence-leaf-misplaced'])
    const backdated = await entryEvidence([{ ...late!, time: startTime + 9001 }], 0)
    assert.deepEqual(await refusal(backdated), ['leaf', 'evidence-leaf-misplaced'])
    assert.deepEqual(await refusal(underOneLeaf(utf8('no leaf'))), ['leaf', 'evidence-leaf-malformed'])
  })

  test('signatures: missing, of another act, not a COSE_Sign, wrong keys, forged', async () => {
    const evidence = await publication()
    const signed = entryOf(evidence).signed!
    const other = entryOf(await publication([testSigner('other')])).signed!
    const withSigned = (change: Partial<typeof signed>) =>
      refusal(withEntry(evidence, { signed: { ...signed, ...change } }))
    assert.deepEqual(await refusal(withEntry(evidence, { signed: null })), ['signatures', 'evidence-signed-missing'])
    assert.deepEqual(await withSigned(other), ['signatures', 'evidence-signed-mismatch'])
    assert.deepEqual(await withSigned({ bytes: utf8('x') }), ['signatures', 'evidence-signed-malformed'])
    assert.deepEqual(await withSigned({ keys: other.keys }), ['signatures', 'evidence-key-mismatch'])
    assert.deepEqual(await withSigned({ keys: [] }), ['signatures', 'evidence-key-mismatch'])
    assert.deepEqual(await withSigned({ keys: [utf8('x')] }), ['signatures', 'evidence-key-malformed'])
    const unsigned = await entryEvidence(otherLeaves(2), 1, { signed })
    assert.deepEqual(await refusal(unsigned), ['signatures', 'evidence-signed-mismatch'])
    assert.deepEqual(await refusal(await forgedPublication()), ['signatures', 'evidence-signature-invalid'])
  })

  test('body and members', async () => {
    const evidence = await publication()
    const signed = entryOf(evidence).signed!
    const body = { kind: 'present' as const, bytes: encodeCbor([sha256(), encodeCbor(['other'])]) }
    const swapped = withEntry(evidence, { signed: { ...signed, body } })
    assert.deepEqual(await refusal(swapped), ['body', 'evidence-body-mismatch'])
    const [member] = evidence.members
    const withMembers = (...members: Evidence['members']) => refusal({ ...evidence, members })
    assert.deepEqual(await withMembers({ ...member!, bytes: utf8('other') }), ['members', 'evidence-member-mismatch'])
    assert.deepEqual(await withMembers({ ...member!, path: '/other' }), ['members', 'evidence-member-mismatch'])
    assert.deepEqual(await withMembers({ ...member!, commitment: sha256() }), ['members', 'evidence-member-unbound'])
    assert.deepEqual(await withMembers(member!, member!), ['members', 'evidence-member-repeated'])
  })
})

describe('refresh', () => {
  test('old evidence under a recent header keeps body and members, also when the ledger has erased them', async () => {
    const held = await publication()
    const fresh = await publication()
    const { signed } = entryOf(fresh)
    const erased = withEntry(fresh, { signed: { ...signed!, body: { kind: 'absent' } } })
    const head = { height: 40, time: startTime + 40_000 }
    const renewed = refreshEvidence(held, {
      ...erased,
      members: [],
      head: signedHeader({ ...head, appHash: appHash(fresh.app) }),
    })
    const verdict = await verify(renewed)
    assert.deepEqual(verdict.times, {
      happened: startTime + 5000,
      committed: startTime + 40_000,
      witnessed: null,
      notBefore: null,
    })
    assert.deepEqual([verdict.findings, verdict.members.length], [[], 2])
  })

  test('a body that the holder never had comes from the fresh evidence', async () => {
    const fresh = await publication()
    const { signed } = entryOf(fresh)
    const held = withEntry(fresh, { signed: { ...signed!, body: { kind: 'absent' } } })
    assert.deepEqual((await verify(refreshEvidence(held, fresh))).findings, [])
  })

  test('evidence of another entry, or of a state value, renews nothing', async () => {
    const held = await publication()
    for (const fresh of [withEntry(held, { index: 61 }), withEntry(held, { leaf: utf8('x') }), await stateEvidence(7)])
      assert.throws(() => refreshEvidence(held, fresh), { message: 'evidence-refresh-mismatch' })
  })
})

describe('the .gse format', () => {
  test('JSON and CBOR convert to identical bytes of each other', async () => {
    const several = [
      await publication(),
      await stateEvidence(7),
      await stateEvidence(1000),
      await erasedPublication(60),
      await afterCheckpoint({ size: 60, seen: [] }),
    ]
    for (const evidence of several) {
      const bytes = encodeEvidence(evidence)
      const json = JSON.stringify(evidenceToJson(parseEvidence(bytes)))
      assert.deepEqual(encodeEvidence(evidenceFromJson(JSON.parse(json))), bytes)
      assert.deepEqual(parseEvidence(bytes), evidence)
    }
  })

  test('other versions, missing, extra and misspelt fields have their code and place', async () => {
    const evidence = await publication()
    const json = evidenceToJson(evidence) as Readonly<Record<string, Json>>
    const code = (value: object) => {
      try {
        evidenceFromJson(value as never)
      } catch (error) {
        assert.ok(error instanceof EvidenceError && error.step === 'file')
        return error.failure.code === 'evidence-malformed' ? error.failure.at : error.code
      }
      throw new Error('read')
    }
    assert.equal(code({ ...json, format: 'gongshi/evidence/3' }), 'evidence-version-unknown')
    assert.equal(code({ ...json, format: 'gongshi/evidence/2' }), 'evidence.earlier')
    assert.equal(code({ ...json, format: 'gongshi/trust/1' }), 'evidence.format')
    assert.equal(code({ ...json, extra: 1 }), 'evidence')
    assert.equal(code({ ...json, app: { ...(json.app as object), logSize: '100' } }), 'evidence.app.logSize')
    assert.equal(code({ ...json, path: [json.head!, { header: 1 }] }), 'evidence.path[1].header')
    assert.equal(code([]), 'evidence')
    const next = encodeCbor(['gongshi/evidence/3', 'whatever'])
    assert.throws(() => parseEvidence(next), { message: 'evidence-version-unknown' })
    assert.throws(() => parseEvidence(new Uint8Array(0)), { message: 'evidence-malformed' })
    assert.throws(() => parseEvidence(new Uint8Array(25 * 1024 * 1024)), { message: 'evidence-too-large' })
  })
})

/** The publication of entry 60, its body erased by entry 100, which names `erased`. */
async function erasedPublication(erased: number): Promise<Evidence> {
  const { leaf, transaction, keys } = await act([testSigner('officer')], ['notice', recordCommitment], ['ok', []])
  const erasure: Leaf = {
    kind: 'due',
    height: 8,
    time: startTime + 8000,
    dueTime: startTime + 7000,
    affair: 'erasure',
    version: 1,
    action: 'carryOut',
    key: [1],
    outcome: [
      'ok',
      [
        ['erasure', [1], 'carryOut', 3, 'approved', 'done'],
        ['destroy', null, erased, 'pipl-47'],
      ],
    ],
  }
  const leaves = [...otherLeaves(60), leaf, ...otherLeaves(39), erasure]
  const bytes = leaves.map(encodeLeaf)
  const body = {
    kind: 'erased' as const,
    index: 100,
    leaf: bytes[100]!,
    proof: inclusionProof(growLog(bytes), 100, 101),
  }
  return entryEvidence(leaves, 60, { signed: { bytes: parseTransaction(transaction).bytes, keys, body } })
}

/** An operator that logs an act with a signature that isn't the officer's: everything holds but the signature. */
async function forgedPublication(): Promise<Evidence> {
  const { leaf, transaction, keys } = await act([testSigner('officer')], ['notice'], ['ok', []])
  const { bytes, signatures, body } = parseTransaction(transaction)
  const at = bytes.length - signatures[0]!.signature.length + 40
  const forged = bytes.with(at, bytes[at]! ^ 1)
  const signed = { bytes: forged, keys, body: { kind: 'present' as const, bytes: body } }
  return entryEvidence([{ ...leaf, signedHash: sha256(forged) }], 0, { signed })
}

function underOneLeaf(leaf: Uint8Array): Evidence {
  const log = growLog([leaf])
  const app = { stateRoot: sha256(), logSize: 1, logRoot: log.accumulator.root() }
  return {
    format: 'gongshi/evidence/1',
    path: [],
    head: signedHeader({ height: 9, appHash: appHash(app) }),
    app,
    subject: { kind: 'entry', index: 0, leaf, proof: [], signed: null },
    members: [],
    checkpoint: null,
  }
}

function turned(signature: Uint8Array): Uint8Array {
  return signature.with(0, signature[0]! ^ 1)
}
