import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  noteSigner,
  now,
  publication,
  renewalEvidence,
  renewalStates,
  signedHeader,
  solo,
  startTime,
  stateEvidence,
  testValidator,
  trustOf,
} from '../../test/evidence.ts'
import { encodeVkey } from '../checkpoint/note.ts'
import { type Evidence, encodeEvidence } from './format.ts'
import { renewTrust } from './renewTrust.ts'
import { verifyEvidence } from './verify.ts'

const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => testValidator(name))
const four = [a!, b!, c!, d!]
const others = [b!, c!, d!, e!]
const renew = (evidence: Evidence, root = trustOf(four), at = now) => renewTrust(encodeEvidence(evidence), root, at)
const nameOf = (root: ReturnType<typeof trustOf>) => root.validators.set.map(({ publicKey }) => publicKey)

describe('a trust root that follows from another', () => {
  test('is of the head’s height and time and names who signed it, over each change of the set; the rest stays', async () => {
    const root = trustOf(four, { trustPeriodMs: 600_000 })
    const path = signedHeader({ tellSet: true, height: 8, validators: others })
    const head = { tellSet: true, height: 20, validators: [e!, d!], time: startTime + 20_000 }
    const renewed = await renew({ ...(await renewalEvidence(head)), path: [path] }, root)
    const { set, ...validators } = renewed.validators
    assert.deepEqual(validators, { height: 20, time: startTime + 20_000 })
    assert.deepEqual(nameOf(renewed), nameOf(trustOf([e!, d!])))
    assert.deepEqual({ ...renewed, validators: null, engine: null }, { ...root, validators: null, engine: null })
    assert.equal(renewed.engine, 'solo', 'nothing stands there: one operator')
    assert.equal(set.length, 2)
  })

  test('a set that is not told is the one before it', async () => {
    const renewed = await renew(await renewalEvidence({ height: 9, validators: four, tellSet: false }))
    assert.deepEqual(nameOf(renewed), nameOf(trustOf(four)))
  })

  test('later evidence that the old root sees is seen under it, earlier is before it', async () => {
    const renewed = await renew(await renewalEvidence({ height: 20, validators: solo }), trustOf(solo))
    const later = encodeEvidence(await stateEvidence(3, { head: { height: 21 } }))
    assert.equal((await verifyEvidence(later, renewed, now)).status, 'verified')
    const earlier = encodeEvidence(await stateEvidence(3, { head: { height: 19 } }))
    await assert.rejects(verifyEvidence(earlier, renewed, now), { message: 'evidence-before-trust' })
  })

  test('has the log keys of the publishers that the state lists now, where each of them is shown', async () => {
    const [one, two] = [noteSigner('ledger.example/one'), noteSigner('ledger.example/two')]
    const keyOf = ({ name, publicKey }: typeof one) => ({ name, type: 1, publicKey })
    const row = (signer: typeof one) => [[signer.name], [encodeVkey(keyOf(signer)), startTime, 7]] as const
    const listed = [[[], [one.name, two.name]], row(two), row(one)] as const
    const root = trustOf(solo)
    const renewed = await renewTrust(await renewalStates(listed), root, now)
    assert.deepEqual(renewed.logKeys, [keyOf(one), keyOf(two)])
    assert.deepEqual([renewed.validators.height, renewed.policy], [20, root.policy])
    const unlisted = await renewTrust(await renewalStates(listed, []), root, now)
    assert.deepEqual(unlisted.logKeys, root.logKeys, 'the file says nothing of them')
    const faults: Uint8Array[] = [
      await renewalStates(listed, [[], [one.name]]),
      await renewalStates([], [[]]),
      await renewalStates([
        [[], [one.name]],
        [[one.name], [row(two)[1][0]]],
      ]),
      await renewalStates([[[], 'one']]),
    ]
    for (const fault of faults)
      await assert.rejects(renewTrust(fault, root, now), { message: 'trust-renewal-mismatch' })
  })

  test('follows from no root that is past its period, nor from evidence of something else, nor from a forged head', async () => {
    const evidence = await renewalEvidence({ height: 20, validators: solo })
    const root = trustOf(solo, { trustPeriodMs: 30_000 })
    await assert.rejects(renew(evidence, root, startTime + 30_001), { message: 'trust-expired' })
    await assert.rejects(renew(await stateEvidence(3), trustOf(solo)), { message: 'trust-renewal-mismatch' })
    await assert.rejects(renew(await publication(), trustOf(solo)), { message: 'trust-renewal-mismatch' })
    const strangers = await renewalEvidence({ tellSet: true, height: 20, validators: [e!] })
    await assert.rejects(renew(strangers, trustOf(four)), { message: 'evidence-overlap-insufficient' })
  })
})
