import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { now, publication, stateEvidence, testSigner, trustOf } from '../../test/evidence.ts'
import { checkVote } from '../comet/commit.ts'
import { checkSignature } from '../keys/check.ts'
import { EvidenceError } from './errors.ts'
import { encodeEvidence, evidenceFromJson, evidenceToJson, parseEvidence } from './format.ts'
import type { Verdict } from './verdict.ts'
import { verifyEvidence } from './verify.ts'

const trust = trustOf()

/**
 * What a verdict says, but for what the file's own length shows. That there is nothing at a key is as true of the next
 * key that takes the same way into the tree, so which key it was is left out there. A checkpoint under a changed name is
 * one more that nobody known has signed: it says less, so who published it is left out.
 */
function saying({ steps, subject, ...verdict }: Verdict): object {
  const nothing = subject.kind === 'state' && subject.value === undefined
  const about = nothing ? 'nothing there' : subject
  const shown = steps.filter(
    ({ step }) => step !== 'file' && step !== 'witnesses' && !(nothing && step === 'inclusion'),
  )
  const cosigners = steps.flatMap((taken) => (taken.step === 'witnesses' ? taken.facts.cosigners : []))
  return { ...verdict, about, steps: shown, cosigners }
}

// PERF: a changed signature costs a millisecond of curve arithmetic, so known triples are remembered; nothing else is.
function rememberedChecks() {
  const known = new Map<string, boolean>()
  const remember = (name: string, check: () => boolean) => {
    const verdict = known.get(name) ?? check()
    known.set(name, verdict)
    return verdict
  }
  return {
    signature: (...[key, message, signature]: Parameters<typeof checkSignature>) =>
      remember(`${key.id}/${message}/${signature}`, () => checkSignature(key, message, signature)),
    vote: (...[key, message, signature]: Parameters<typeof checkVote>) =>
      remember(`${key}/${message}/${signature}`, () => checkVote(key, message, signature)),
  }
}

async function sameOrRefused(bytes: Uint8Array, before: object, checks: ReturnType<typeof rememberedChecks>) {
  try {
    assert.deepEqual(saying(await verifyEvidence(bytes, trust, now, checks)), before)
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
  }
}

describe('hostile evidence', () => {
  const subjects = [
    { name: 'an entry with members', made: () => publication([testSigner('one')]), changes: [0x01, 0x80] },
    { name: 'a state value', made: () => stateEvidence(7), changes: [0x01] },
    { name: 'an absent state value', made: () => stateEvidence(1000), changes: [0x01] },
  ]
  for (const { name, made, changes } of subjects)
    test(`every single-byte change of evidence for ${name} is refused, or means the same`, async () => {
      const bytes = encodeEvidence(await made())
      const checks = rememberedChecks()
      const before = saying(await verifyEvidence(bytes, trust, now, checks))
      for (let at = 0; at < bytes.length; at++)
        for (const change of changes) await sameOrRefused(bytes.with(at, bytes[at]! ^ change), before, checks)
    })

  test('every truncation is refused at the first step', async () => {
    const bytes = encodeEvidence(await publication())
    for (let length = 0; length < bytes.length; length++)
      assert.throws(() => parseEvidence(bytes.subarray(0, length)), { message: 'evidence-malformed' })
  })

  test('arbitrary bytes, and pieces cut, doubled or moved, never do anything but fail with a code', async () => {
    const bytes = encodeEvidence(await publication())
    const before = saying(await verifyEvidence(bytes, trust, now))
    const checks = rememberedChecks()
    const spliced = fc
      .tuple(fc.nat({ max: bytes.length }), fc.nat({ max: 60 }), fc.uint8Array({ maxLength: 60 }))
      .map(([at, cut, put]) => Uint8Array.from([...bytes.subarray(0, at), ...put, ...bytes.subarray(at + cut)]))
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), spliced), async (hostile) => {
        await sameOrRefused(hostile, before, checks)
      }),
      { numRuns: 500 },
    )
  })

  test('JSON from outside is read into what encodes, or refused with a code', async () => {
    const json = evidenceToJson(await publication())
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat({ max: 6 }), (value, at) => {
        const name = Object.keys(json as object)[at]!
        try {
          const read = evidenceFromJson({ ...(json as object), [name]: value } as never)
          assert.deepEqual(evidenceToJson(parseEvidence(encodeEvidence(read))), { ...(json as object), [name]: value })
        } catch (error) {
          assert.ok(error instanceof EvidenceError)
        }
      }),
    )
  })
})
