import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { orderedSet, testValidator, trustOf } from '../../test/evidence.ts'
import { toHex } from '../bytes/bytes.ts'
import { formatFingerprint, formatTrust, parseTrust, trustFingerprint } from './trust.ts'

const four = ['a', 'b', 'c', 'd'].map((name) => testValidator(name))
const root = trustOf(four)

function refused(change: (value: Record<string, unknown>) => void): string {
  const value = JSON.parse(formatTrust(root)) as Record<string, unknown>
  change(value)
  try {
    parseTrust(JSON.stringify(value))
  } catch (error) {
    return (error as { failure: { at: string } }).failure.at
  }
  throw new Error('parsed')
}

describe('trust roots', () => {
  test('a root is read back from its text', () => {
    assert.deepEqual(parseTrust(formatTrust(root)), root)
  })

  test('the fingerprint is that of what is said, not of how JSON spells it, and people see it in groups', () => {
    const respelt = JSON.stringify(JSON.parse(formatTrust(root)))
    assert.deepEqual(trustFingerprint(parseTrust(respelt)), trustFingerprint(root))
    assert.notDeepEqual(trustFingerprint(trustOf(four.slice(1))), trustFingerprint(root))
    assert.match(formatFingerprint(trustFingerprint(root)), /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
  })

  test('texts that are no trust roots are refused with a code', () => {
    assert.throws(() => parseTrust('{'), { message: 'trust-not-json' })
    for (const text of ['null', '[]', '{}', '"x"', '1'])
      assert.throws(() => parseTrust(text), { message: 'trust-malformed' })
  })

  test('each wrong field is refused at its place', () => {
    type Set = { publicKey: string; power: string }[]
    const set = (value: Record<string, unknown>) => (value.validators as { set: Set }).set
    const policy = (value: Record<string, unknown>) => value.policy as Record<string, unknown>
    const key = { threshold: 1, keys: ['a+b+c'] }
    const cases: [at: string, change: (value: Record<string, unknown>) => void][] = [
      ['trust.format', (value) => Object.assign(value, { format: 'gongshi/trust/2' })],
      ['trust.chainId', (value) => Object.assign(value, { chainId: 'Xiangyang' })],
      ['trust.genesisHash', (value) => Object.assign(value, { genesisHash: 'AB'.repeat(32) })],
      ['trust.engine', (value) => Object.assign(value, { engine: 'other' })],
      ['trust.validators.set', (value) => set(value).reverse()],
      ['trust.validators.set', (value) => set(value).splice(0)],
      ['trust.validators.set', (value) => set(value).push(set(value).at(-1)!)],
      ['trust.validators.set[0].power', (value) => Object.assign(set(value)[0]!, { power: '0' })],
      ['trust.validators.set[0].power', (value) => Object.assign(set(value)[0]!, { power: '99999999999999999999' })],
      ['trust.validators.set[0].publicKey', (value) => Object.assign(set(value)[0]!, { publicKey: '00' })],
      ['trust.logKeys[0]', (value) => Object.assign(value, { logKeys: ['nonsense'] })],
      ['trust.source', (value) => Object.assign(value, { source: 'a\u202eb' })],
      ['trust.policy.maxAgeMs', (value) => Object.assign(policy(value), { maxAgeMs: -1 })],
      ['trust.policy.trustPeriodMs', (value) => Object.assign(policy(value), { trustPeriodMs: '1' })],
      ['trust.policy.cosigners[0].keys[0]', (value) => Object.assign(policy(value), { cosigners: [key] })],
      [
        'trust.policy.cosigners[0]',
        (value) => Object.assign(policy(value), { cosigners: [{ threshold: 1, keys: [] }] }),
      ],
      ['trust', (value) => Object.assign(value, { more: 1 })],
    ]
    for (const [at, change] of cases) assert.equal(refused(change), at)
  })

  test('a set is in its own order and without repetition', () => {
    const keys = root.validators.set.map(({ publicKey }) => toHex(publicKey))
    assert.deepEqual(
      keys,
      orderedSet(four).map(({ publicKey }) => toHex(publicKey)),
    )
  })
})
