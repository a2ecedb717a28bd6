import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readVectors } from '../test/cometForms.ts'
import { fromBase64 } from './bytes/base64.ts'
import { fromHex, toHex } from './bytes/bytes.ts'
import { decodeCbor } from './bytes/cbor.ts'
import { openCheckpoint } from './checkpoint/checkpoint.ts'
import { parseVkey } from './checkpoint/note.ts'
import { encodeEntryBundle, parseEntryBundle, parseTilePath, tilePath } from './checkpoint/tiles.ts'
import { openTlogProof } from './checkpoint/tlogProof.ts'
import type { Json } from './comet/json.ts'
import { GongshiError } from './errors.ts'
import { verifyEntries } from './evidence/entries.ts'
import { EvidenceError } from './evidence/errors.ts'
import { encodeEvidence, evidenceFromJson, evidenceToJson, parseEvidence } from './evidence/format.ts'
import { renewTrust } from './evidence/renewTrust.ts'
import { verifyStates } from './evidence/states.ts'
import { stepNames } from './evidence/steps.ts'
import { verifyEvidence } from './evidence/verify.ts'
import { verifyConsistency } from './log/consistency.ts'
import { leafHash, merkleRoot } from './log/hash.ts'
import { verifyInclusion } from './log/inclusion.ts'
import { encodeLeaf, parseLeaf } from './log/leaf.ts'
import { memberLeaf, memberSalt } from './members/leaf.ts'
import { commitMembers, verifyMember } from './members/tree.ts'
import { stateProofFromCbor } from './state/encodeProof.ts'
import { verifyStateProof } from './state/proof.ts'
import { statePath } from './state/tree.ts'
import { formatFingerprint, formatTrust, trustFingerprint, trustFromJson } from './trust/trust.ts'

const cborLimits = { maxBytes: 65_536, maxDepth: 32 }

describe('docs/vectors/log.json', () => {
  type Proof = { proof: string[] }
  const { tree, leaves } = readVectors<{
    tree: {
      leaves: string[]
      leafHashes: string[]
      roots: string[]
      inclusion: (Proof & { index: number; size: number })[]
      consistency: (Proof & { from: number; to: number })[]
    }
    leaves: { good: { leaf: string; expected: object }[]; bad: { name: string; leaf: string; code: string }[] }
  }>('log.json')
  const root = (size: number) => fromHex(tree.roots[size]!)

  test('the tree', () => {
    const bytes = tree.leaves.map(fromHex)
    assert.deepEqual(
      bytes.map((leaf) => toHex(leafHash(leaf))),
      tree.leafHashes,
    )
    for (const [size, expected] of tree.roots.entries()) assert.equal(toHex(merkleRoot(bytes.slice(0, size))), expected)
    for (const { index, size, proof } of tree.inclusion) {
      const claim = { leafHash: leafHash(bytes[index]!), index, size, proof: proof.map(fromHex) }
      assert.ok(verifyInclusion(claim, root(size)))
    }
    for (const { from, to, proof } of tree.consistency)
      assert.ok(verifyConsistency({ from, to, fromRoot: root(from), toRoot: root(to), proof: proof.map(fromHex) }))
  })

  test('the leaves', () => {
    for (const { leaf, expected } of leaves.good) {
      const parsed = parseLeaf(fromHex(leaf))
      assert.deepEqual(shown(parsed), expected)
      assert.equal(toHex(encodeLeaf(parsed)), leaf)
    }
    for (const { name, leaf, code } of leaves.bad)
      assert.equal(
        codeOf(() => parseLeaf(fromHex(leaf))),
        code,
        name,
      )
  })
})

describe('docs/vectors/state.json', () => {
  type Claim = { affair: string; table: string; key: string; value: string | null; proof: string }
  const vectors = readVectors<{
    rows: { affair: string; table: string; key: string; path: string }[]
    root: string
    present: Claim[]
    absent: Claim[]
    bad: (Claim & { name: string })[]
    badForms: { name: string; proof: string }[]
  }>('state.json')
  const pathOf = ({ affair, table, key }: Pick<Claim, 'affair' | 'table' | 'key'>) =>
    statePath(affair, table, decodeCbor(fromHex(key), cborLimits))
  const holds = (claim: Claim) => {
    const proof = stateProofFromCbor(decodeCbor(fromHex(claim.proof), cborLimits))
    const value = claim.value === null ? null : fromHex(claim.value)
    return proof !== null && verifyStateProof(fromHex(vectors.root), pathOf(claim), value, proof)
  }

  test('paths and proofs', () => {
    for (const row of vectors.rows) assert.equal(toHex(pathOf(row)), row.path)
    for (const claim of [...vectors.present, ...vectors.absent]) assert.ok(holds(claim))
    for (const claim of vectors.bad) assert.ok(!holds(claim), claim.name)
    for (const { name, proof } of vectors.badForms)
      assert.equal(stateProofFromCbor(decodeCbor(fromHex(proof), cborLimits)), null, name)
  })
})

describe('docs/vectors/checkpoint.json', () => {
  type Bad = { name: string; code: string }
  const { vkey, checkpoint, notes, proofs, tiles, bundle } = readVectors<{
    vkey: string
    checkpoint: object
    notes: { good: string[]; bad: (Bad & { note: string })[] }
    proofs: {
      good: { leaf: string; index: number; proof: string }[]
      bad: (Bad & { leaf: string; proof: string })[]
    }
    tiles: { level: number | 'entries'; index: number; width: number; path: string }[]
    bundle: { entries: string[]; bytes: string; leafHashes: string[] }
  }>('checkpoint.json')
  const known = [parseVkey(vkey)]

  test('notes and proofs', () => {
    for (const note of notes.good) assert.deepEqual(shown(openCheckpoint(note, known).checkpoint), checkpoint)
    for (const { name, note, code } of notes.bad)
      assert.equal(
        codeOf(() => openCheckpoint(note, known)),
        code,
        name,
      )
    for (const { leaf, index, proof } of proofs.good)
      assert.equal(openTlogProof(proof, fromHex(leaf), known).index, index)
    for (const { name, leaf, proof, code } of proofs.bad)
      assert.equal(
        codeOf(() => openTlogProof(proof, fromHex(leaf), known)),
        code,
        name,
      )
  })

  test('tiles and bundles', () => {
    for (const { path, ...tile } of tiles) {
      assert.equal(tilePath(tile), path)
      assert.deepEqual(parseTilePath(path), tile)
    }
    assert.equal(toHex(encodeEntryBundle(bundle.entries.map(fromHex))), bundle.bytes)
    assert.deepEqual(
      parseEntryBundle(fromHex(bundle.bytes)).map((entry) => toHex(leafHash(entry))),
      bundle.leafHashes,
    )
  })
})

describe('docs/vectors/members.json', () => {
  type Member = { salt: string; path: string; bytes: string; proof: { index: number; path: string[] } }
  const { recordKey, records, bad } = readVectors<{
    recordKey: string
    records: { commitment: string; members: (Member & { leaf: string })[] }[]
    bad: (Member & { name: string; commitment: string })[]
  }>('members.json')
  const under = (commitment: string, { salt, path, bytes, proof }: Member) => {
    const leaf = memberLeaf(fromHex(salt), path, fromHex(bytes))
    return verifyMember(fromHex(commitment), leaf, { index: proof.index, path: proof.path.map(fromHex) })
  }

  test('records and what is not under them', () => {
    for (const { commitment, members } of records) {
      assert.equal(toHex(commitMembers(members.map(({ leaf }) => fromHex(leaf)))), commitment)
      for (const member of members) {
        assert.equal(toHex(memberSalt(fromHex(recordKey), member.path)), member.salt)
        assert.equal(toHex(memberLeaf(fromHex(member.salt), member.path, fromHex(member.bytes))), member.leaf)
        assert.ok(under(commitment, member))
      }
    }
    for (const { name, commitment, ...member } of bad) assert.ok(!under(commitment, member), name)
  })
})

describe('docs/vectors/evidence.json', () => {
  type Case = { name: string; trust: number; now: number; evidence: string }
  const { steps, trust, good, bad, renewals, joint, badForms } = readVectors<{
    steps: string[]
    trust: { trust: Json; fingerprint: string }[]
    good: (Case & { json: Json; expected: object })[]
    bad: (Case & { step: string; code: string })[]
    joint: { name: string; trust: number; entries: string; verified: unknown[]; step?: string; code?: string }[]
    renewals: (Case & ({ root: Json } | { code: string }))[]
    badForms: { name: string; evidence: string; code: string }[]
  }>('evidence.json')
  const roots = trust.map((root) => trustFromJson(root.trust))

  test('steps and fingerprints', () => {
    assert.deepEqual(stepNames, steps)
    for (const [at, { fingerprint }] of trust.entries())
      assert.equal(formatFingerprint(trustFingerprint(roots[at]!)), fingerprint)
  })

  for (const { name, trust: at, now, evidence, json, expected } of good)
    test(`good: ${name}`, async () => {
      const bytes = fromBase64(evidence)
      assert.deepEqual(evidenceToJson(parseEvidence(bytes)), json)
      assert.deepEqual(encodeEvidence(evidenceFromJson(json)), bytes)
      const { status, claim, times, findings, members } = await verifyEvidence(bytes, roots[at]!, now)
      assert.deepEqual(shown({ status, claim, times, findings, members }), expected)
    })

  for (const { name, trust: at, now, evidence, step, code } of bad)
    test(`bad: ${name}`, async () => {
      await assert.rejects(verifyEvidence(fromBase64(evidence), roots[at]!, now), (error) => {
        assert.ok(error instanceof EvidenceError)
        assert.deepEqual([error.step, error.code], [step, code])
        return true
      })
    })

  for (const { name, trust: at, entries, ...expected } of joint)
    test(`joint: ${name}`, async () => {
      const found: { verified: unknown[]; step?: string; code?: string } = { verified: [] }
      try {
        for await (const { times } of verifyEntries(fromBase64(entries), roots[at]!, good[0]!.now))
          found.verified.push(times)
      } catch (error) {
        assert.ok(error instanceof EvidenceError)
        Object.assign(found, { step: error.step, code: error.code })
      }
      const { verified, step, code } = expected
      assert.deepEqual(found, { verified, ...(step === undefined ? {} : { step, code }) })
    })

  for (const { name, trust: at, now, evidence, ...expected } of renewals)
    test(`renewal: ${name}`, async () => {
      const renewed = renewTrust(fromBase64(evidence), roots[at]!, now)
      if ('code' in expected) await assert.rejects(renewed, { message: expected.code })
      else assert.deepEqual(JSON.parse(formatTrust(await renewed)), expected.root)
    })

  test('forms that are none', () => {
    for (const { name, evidence, code } of badForms)
      assert.equal(
        codeOf(() => parseEvidence(fromBase64(evidence))),
        code,
        name,
      )
  })
})

describe('docs/vectors/states.json', () => {
  type Case = { name: string; trust: number; now: number; states: string }
  const { trust, good, bad } = readVectors<{
    trust: Json[]
    good: (Case & { expected: object })[]
    bad: (Case & { step: string; code: string })[]
  }>('states.json')
  const roots = trust.map((root) => trustFromJson(root))

  for (const { name, trust: at, now, states, expected } of good)
    test(`good: ${name}`, async () => {
      const { verdict, values } = await verifyStates(fromBase64(states), roots[at]!, now)
      const { status, times } = verdict
      assert.deepEqual(JSON.parse(JSON.stringify(shown({ status, times, values }))), expected)
    })

  for (const { name, trust: at, now, states, step, code } of bad)
    test(`bad: ${name}`, async () => {
      await assert.rejects(verifyStates(fromBase64(states), roots[at]!, now), (error) => {
        assert.ok(error instanceof EvidenceError)
        assert.deepEqual([error.step, error.code], [step, code])
        return true
      })
    })
})

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof GongshiError) return error.code
    throw error
  }
  return 'no error'
}

function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value)
  if (Array.isArray(value)) return value.map(shown)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shown(item)]))
}
