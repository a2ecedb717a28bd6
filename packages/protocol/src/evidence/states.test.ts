import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { now, publication, signedHeader, startTime, stateEvidence, trustOf } from '../../test/evidence.ts'
import { EvidenceError } from './errors.ts'
import { type Evidence, encodeEvidence, parseEvidence } from './format.ts'
import { encodeStates, isStates, parseStates, verifyStates } from './states.ts'

const trust = trustOf()

async function valueAt(key: number) {
  const { subject } = await stateEvidence(key)
  assert.ok(subject.kind === 'state')
  const { kind, ...value } = subject
  return value
}

/** Rows 0 and 1 are there, row 9999 is not. */
async function states(first: Evidence, ...keys: readonly number[]): Promise<Uint8Array> {
  return encodeStates({ first: encodeEvidence(first), rest: await Promise.all(keys.map(valueAt)) })
}

async function refusal(bytes: Uint8Array): Promise<readonly [step: string, code: string]> {
  try {
    await verifyStates(bytes, trust, now)
  } catch (error) {
    assert.ok(error instanceof EvidenceError, String(error))
    return [error.step, error.code]
  }
  throw new Error('verified')
}

test('values and absences of one moment verify under one header', async () => {
  const file = await states(await stateEvidence(0), 1, 9_999)
  assert.ok(isStates(file))
  assert.throws(
    () => parseEvidence(file),
    (error) => error instanceof EvidenceError && error.code === 'evidence-of-states',
  )
  const { verdict, values } = await verifyStates(file, trust, now)
  assert.equal(verdict.status, 'verified')
  assert.deepEqual(
    values.map(({ key, value }) => [key, value !== undefined]),
    [
      [[0], true],
      [[1], true],
      [[9_999], false],
    ],
  )
  assert.deepEqual(encodeStates(parseStates(file)), file)
})

test('a value that was changed, denied, or is of another key is refused', async () => {
  const first = encodeEvidence(await stateEvidence(0))
  const [one, none] = [await valueAt(1), await valueAt(9_999)]
  const mismatch = ['inclusion', 'evidence-not-in-state'] as const
  for (const changed of [
    { ...one, value: (await valueAt(0)).value },
    { ...one, value: null },
    { ...one, key: none.key },
    { ...one, table: 'entity/other' },
    { ...none, value: one.value },
  ])
    assert.deepEqual(await refusal(encodeStates({ first, rest: [one, changed] })), mismatch)
})

test('what stands first is evidence of a state value, under a header that is vouched for', async () => {
  const entry = await publication()
  assert.deepEqual(await refusal(encodeStates({ first: encodeEvidence(entry), rest: [] })), [
    'file',
    'evidence-malformed',
  ])
  const base = await stateEvidence(0)
  const { header } = base.head
  const other = { ...base, head: signedHeader({ height: header.height, time: startTime + 9_000 }) }
  assert.deepEqual(await refusal(await states(other, 1)), ['app', 'evidence-app-mismatch'])
})

test('whatever byte is changed, or wherever it is cut, a coded refusal follows', async () => {
  const file = await states(await stateEvidence(0), 1, 9_999)
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, by, cut) => {
      const changed = cut ? file.slice(0, at) : file.with(at, file[at]! ^ by)
      try {
        await verifyStates(changed, trust, now)
      } catch (error) {
        assert.ok(error instanceof EvidenceError, String(error))
        return
      }
      // A checkpoint's unknown signature, for one, counts for nothing, and may be anything.
      assert.equal(cut, false)
    }),
    { numRuns: 150 },
  )
})
