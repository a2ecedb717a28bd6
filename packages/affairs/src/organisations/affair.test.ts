import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encodeValue } from '@gongshi/affair-kit'
import { affairBench, type BenchLedger, defaultDivision, defaultOrgan, subject } from '@gongshi/affair-kit/bench'
import { organisations } from './affair.ts'

const bench = affairBench(organisations)
const number = (byte: number) => new Uint8Array(16).fill(byte)
const otherOrgan = { scheme: 'x-bench', id: 'organ-2' }
const outcome = ({ outcome: [word, detail] }: { outcome: readonly unknown[] }) => (word === 'ok' ? 'ok' : detail)

/** Two organs, each with an administrator and a clerk whose keys genesis gave: officers 1 and 2, 3 and 4. */
function city(): BenchLedger {
  const ledger = bench.ledger()
  for (const [at, organ] of [defaultOrgan, otherOrgan].entries()) {
    const id = [organ.scheme, organ.id]
    ledger.put('organisations', 'organ', [id], 'active', {
      organ,
      kind: 'administrative',
      division: defaultDivision,
      parent: null,
    })
    for (const [role, byte] of [
      ['administrator', 1 + 2 * at],
      ['clerk', 2 + 2 * at],
    ] as const) {
      const officer = { number: number(byte), organ, roles: [role], division: defaultDivision }
      ledger.put('organisations', 'officer', [number(byte)], 'active', officer)
      const key = {
        keyId: keyOf(byte),
        suite: 'ed25519',
        x: new Uint8Array(32),
        y: null,
        officer: [number(byte)],
        organ,
        revokedFor: null,
      }
      ledger.put('organisations', 'key', [keyOf(byte)], 'active', key)
    }
  }
  return ledger
}

const keyOf = (byte: number) => subject(`key of ${byte}`)
const by = (byte: number) => [{ id: keyOf(byte) }]
const newKey = {
  keyId: subject('new key'),
  suite: 'es256',
  x: new Uint8Array(32).fill(5),
  y: new Uint8Array(32).fill(6),
  officer: [number(2)],
}

describe('keys', () => {
  test('an administrator registers one for an officer of the own organ; it signs from then on', () => {
    const ledger = city()
    const id = ledger.do('organisations', 'registerKey', newKey, by(1))
    const { status, fields } = ledger.row('organisations', 'key', id)
    assert.deepEqual([status, fields.organ, fields.officer], ['active', defaultOrgan, [number(2)]])
    assert.equal(outcome(ledger.submit('organisations', 'registerKey', newKey, by(1))), 'row-exists')
  })

  test('nobody else does: not the officer, not the administrator of another organ, not an unknown key', () => {
    const ledger = city()
    assert.equal(outcome(ledger.submit('organisations', 'registerKey', newKey, by(2))), 'signer-role')
    assert.equal(outcome(ledger.submit('organisations', 'registerKey', newKey, by(3))), 'signer-organ')
    assert.equal(outcome(ledger.submit('organisations', 'registerKey', newKey, by(9))), 'signer-key')
  })

  test('a point that its algorithm does not have is refused', () => {
    const ledger = city()
    const act = (members: object) =>
      outcome(ledger.submit('organisations', 'registerKey', { ...newKey, ...members }, by(1)))
    assert.equal(act({ y: null }), 'incomplete')
    assert.equal(act({ suite: 'ed25519' }), 'surplus')
  })

  test('a revoked one never signs again, and is not registered again', () => {
    const ledger = city()
    ledger.do('organisations', 'registerKey', newKey, by(1))
    const revocation = { key: [newKey.keyId], reason: 'lost' }
    assert.equal(outcome(ledger.submit('organisations', 'revokeKey', revocation, by(3))), 'signer-organ')
    ledger.do('organisations', 'revokeKey', revocation, by(1))
    assert.equal(ledger.row('organisations', 'key', [newKey.keyId]).fields.revokedFor, 'lost')
    assert.equal(outcome(ledger.submit('organisations', 'revokeKey', revocation, by(1))), 'row-status')
    assert.equal(outcome(ledger.submit('organisations', 'registerKey', newKey, by(1))), 'row-exists')
    ledger.do('organisations', 'revokeKey', { key: [keyOf(1)], reason: 'left' }, by(1))
    assert.equal(
      outcome(ledger.submit('organisations', 'registerKey', { ...newKey, keyId: subject('x') }, by(1))),
      'signer-key',
    )
  })
})

describe('an organ is (scheme, id)', () => {
  const encode = (scheme: string, id: string) => encodeValue({ kind: 'organ' }, { scheme, id })

  test('GB 32100: the check digit of the standard’s own example, and of no other code', () => {
    assert.deepEqual(encode('gb-32100', '91350100M000100Y43'), ['gb-32100', '91350100M000100Y43'])
    for (const wrong of [
      '91350100M000100Y44',
      '91350100M000100Y4',
      '91350100M000001Y43',
      '91350100m000100y43',
      '91350100I000100Y43',
    ])
      assert.throws(() => encode('gb-32100', wrong), { message: 'value-check-digit' })
  })

  test('codes of other schemes are none of that rule’s business', () => {
    assert.deepEqual(encode('gb-lac', 'E09000003'), ['gb-lac', 'E09000003'])
    assert.deepEqual(encode('x-import', '91350100M000100Y44'), ['x-import', '91350100M000100Y44'])
  })
})
