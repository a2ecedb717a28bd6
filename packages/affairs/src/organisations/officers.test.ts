import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type BenchLedger, defaultDivision, subject } from '@gongshi/affair-kit/bench'
import { bench, dayMs, organ, outcome, Registry } from '../../test/organisationsBench.ts'

const officer = new Uint8Array(16).fill(2)
const newKey = {
  keyId: subject('new key'),
  suite: 'es256',
  x: new Uint8Array(32).fill(5),
  y: new Uint8Array(32).fill(6),
}
const nextKey = { ...newKey, keyId: subject('next key'), x: new Uint8Array(32).fill(7) }
const act = (ledger: BenchLedger, action: string, input: object, signer: Uint8Array) =>
  outcome(ledger.submit('organisations', action, input as never, [{ id: signer }]))
const office = [[['x-test', 'gov'], 'keys']] as const
const officeId = office[0]

/** Two organs; in the first an officer with a key and, from the bench's next day on for ten days, the post of administrator. */
function city() {
  const registry = new Registry()
  const { ledger } = registry
  for (const id of ['gov', 'court']) registry.establish(id, null, '2000-01-01')
  const post = {
    post: 'keys',
    titleZh: '密钥管理',
    titleEn: null,
    roles: ['administrator'],
    division: defaultDivision,
    clause: 'c/1',
  }
  ledger.do('organisations', 'openOffice', { organ: organ('gov'), ...post })
  ledger.do('organisations', 'enrol', { number: officer, organ: organ('gov') })
  ledger.do('organisations', 'registerKey', { ...newKey, officer: [officer] })
  const [from, until] = [ledger.time + dayMs, ledger.time + 11 * dayMs]
  ledger.do('organisations', 'appoint', { officer: [officer], office: officeId, from, until, clause: 'c/2' })
  return { registry, ledger, from, until }
}
const enrol = (byte: number, id = 'gov') => ({ number: new Uint8Array(16).fill(byte), organ: organ(id) })

describe('an officer signs by an appointment', () => {
  test('from its first moment on, and no more at its last', () => {
    const { ledger, from, until } = city()
    assert.equal(act(ledger, 'enrol', enrol(10), newKey.keyId), 'signer-term')
    ledger.advanceTo(from - 1)
    assert.equal(act(ledger, 'enrol', enrol(10), newKey.keyId), 'signer-term')
    ledger.advanceTo(from)
    assert.equal(act(ledger, 'enrol', enrol(10), newKey.keyId), 'ok')
    ledger.advanceTo(until - 1)
    assert.equal(act(ledger, 'enrol', enrol(11), newKey.keyId), 'ok')
    ledger.advanceTo(until)
    assert.equal(act(ledger, 'enrol', enrol(12), newKey.keyId), 'signer-term')
  })

  test('for the organ and with the roles of the office, as they are now', () => {
    const { ledger, from } = city()
    ledger.advanceTo(from)
    assert.equal(act(ledger, 'enrol', enrol(10, 'court'), newKey.keyId), 'signer-organ')
    const other = {
      organ: organ('x'),
      post: 'p',
      titleZh: null,
      titleEn: null,
      roles: ['r'],
      division: defaultDivision,
      clause: 'c/1',
    }
    assert.equal(act(ledger, 'openOffice', { ...other, organ: organ('gov') }, newKey.keyId), 'signer-role')
    ledger.do('organisations', 'assignOffice', { office: officeId, roles: ['registrar'], clause: 'c/3' })
    assert.equal(act(ledger, 'enrol', enrol(10), newKey.keyId), 'signer-role')
    assert.equal(act(ledger, 'openOffice', { ...other, organ: organ('gov') }, newKey.keyId), 'ok')
    const elsewhere = { ...defaultDivision, code: '310101' }
    assert.equal(
      act(ledger, 'openOffice', { ...other, organ: organ('gov'), division: elsewhere }, newKey.keyId),
      'signer-division',
    )
    ledger.do('organisations', 'closeOffice', { office: officeId, clause: 'c/3' })
    assert.equal(
      act(ledger, 'closeOffice', { office: [['x-test', 'gov'], 'p'], clause: 'c/3' }, newKey.keyId),
      'signer-term',
    )
  })

  test('one ended at once signs nothing in the next block; an end never lies in the past nor grows', () => {
    const { ledger, from, until } = city()
    ledger.advanceTo(from)
    const appointment = [[officer], officeId, from]
    const end = (at: number | null) =>
      outcome(
        ledger.submit('organisations', 'endAppointment', {
          appointment,
          until: at,
          reason: 'left',
          clause: 'c/4',
        } as never),
      )
    assert.equal(end(from - 1), 'past')
    assert.equal(end(until + 1), 'longer')
    assert.equal(end(null), 'ok')
    assert.equal(act(ledger, 'enrol', enrol(10), newKey.keyId), 'signer-term')
  })

  test('several at a time: whichever fits', () => {
    const { ledger, from } = city()
    const post = {
      post: 'registry',
      titleZh: null,
      titleEn: null,
      roles: ['registrar'],
      division: defaultDivision,
      clause: 'c/1',
    }
    ledger.do('organisations', 'openOffice', { organ: organ('gov'), ...post })
    const second = [['x-test', 'gov'], 'registry']
    ledger.do('organisations', 'appoint', {
      officer: [officer],
      office: second,
      from,
      until: null,
      clause: 'c/2',
    } as never)
    ledger.advanceTo(from)
    assert.equal(act(ledger, 'enrol', enrol(10), newKey.keyId), 'ok')
    assert.equal(act(ledger, 'closeOffice', { office: second, clause: 'c/5' }, newKey.keyId), 'ok')
  })

  test('not for an organ that has ended, nor one not founded yet, on the day of legal time', () => {
    const { registry, ledger, from } = city()
    ledger.advanceTo(from)
    const endDay = '2023-11-20'
    assert.equal(registry.end('gov', endDay), 'ok')
    ledger.advanceTo(Date.parse(`${endDay}T00:00:00+08:00`) - 1)
    assert.equal(act(ledger, 'discharge', { officer: [officer] }, newKey.keyId), 'ok')
    const again = city()
    again.ledger.advanceTo(again.from)
    assert.equal(again.registry.end('gov', endDay), 'ok')
    again.ledger.advanceTo(Date.parse(`${endDay}T00:00:00+08:00`))
    assert.equal(act(again.ledger, 'discharge', { officer: [officer] }, newKey.keyId), 'signer-term')
  })

  test('an appointment is to an office of the own organ, for a time that is one', () => {
    const { ledger, from } = city()
    ledger.do('organisations', 'enrol', enrol(20, 'court'))
    const given = { officer: [new Uint8Array(16).fill(20)], office: officeId, from, until: null, clause: 'c/2' }
    assert.equal(outcome(ledger.submit('organisations', 'appoint', given as never)), 'elsewhere')
    const empty = { ...given, officer: [officer], from: from + 5, until: from + 5 }
    assert.equal(outcome(ledger.submit('organisations', 'appoint', empty as never)), 'empty')
  })
})

describe('keys', () => {
  const device = { ...newKey, keyId: subject('device'), x: new Uint8Array(32).fill(8) }
  const colleague = new Uint8Array(16).fill(30)
  const theirs = { ...newKey, keyId: subject('colleague'), x: new Uint8Array(32).fill(9) }
  const by = (ledger: BenchLedger, action: string, input: object, ...signers: readonly Uint8Array[]) => {
    const actors = signers.map((id) => ({ id }))
    return outcome(ledger.submit('organisations', action, input as never, actors))
  }
  /** The city on a day of its administrator's, with a colleague who has a key, too. */
  const office = () => {
    const { ledger, from } = city()
    ledger.advanceTo(from)
    assert.equal(act(ledger, 'enrol', enrol(30), newKey.keyId), 'ok')
    assert.equal(act(ledger, 'registerKey', { ...theirs, officer: [colleague] }, newKey.keyId), 'ok')
    return ledger
  }

  test('the first one is registered by an administrator of the own organ, with the point that its algorithm has', () => {
    const ledger = office()
    ledger.do('organisations', 'enrol', enrol(20, 'court'))
    const first = { ...nextKey, officer: [new Uint8Array(16).fill(20)] }
    assert.equal(act(ledger, 'registerKey', first, newKey.keyId), 'signer-organ')
    assert.equal(act(ledger, 'registerKey', first, subject('unknown')), 'signer-key')
    assert.equal(act(ledger, 'enrol', enrol(21), newKey.keyId), 'ok')
    const own = { ...nextKey, officer: [new Uint8Array(16).fill(21)] }
    assert.equal(act(ledger, 'registerKey', { ...own, y: null }, newKey.keyId), 'incomplete')
    assert.equal(act(ledger, 'registerKey', { ...own, suite: 'ed25519' }, newKey.keyId), 'surplus')
    assert.equal(act(ledger, 'registerKey', { ...own, keyId: newKey.keyId }, newKey.keyId), 'row-exists')
    assert.equal(act(ledger, 'registerKey', own, newKey.keyId), 'ok')
  })

  test('a further one takes the person and an administrator, who are two; nobody gets one in another’s name alone', () => {
    const ledger = office()
    const added = { ...device, officer: [colleague] }
    assert.equal(act(ledger, 'registerKey', added, newKey.keyId), 'second')
    assert.equal(act(ledger, 'registerKey', { ...device, officer: [officer] }, newKey.keyId), 'second')
    assert.equal(by(ledger, 'addKey', added, newKey.keyId), 'signer-count')
    assert.equal(by(ledger, 'addKey', added, newKey.keyId, newKey.keyId), 'signer-holder')
    assert.equal(by(ledger, 'addKey', added, theirs.keyId, theirs.keyId), 'signer-role')
    assert.equal(by(ledger, 'addKey', { ...device, officer: [officer] }, newKey.keyId, newKey.keyId), 'signer-repeated')
    assert.equal(by(ledger, 'addKey', { ...added, y: null }, newKey.keyId, theirs.keyId), 'incomplete')
    assert.equal(by(ledger, 'addKey', added, newKey.keyId, theirs.keyId), 'ok')
    assert.deepEqual(ledger.row('organisations', 'key', [device.keyId]).fields.officer, [colleague])
    // A second key of his own does not make one person two.
    const third = { ...device, keyId: subject('third'), officer: [colleague] }
    assert.equal(by(ledger, 'addKey', third, device.keyId, theirs.keyId), 'signer-role')
  })

  test('no way round it: after a revocation the next one is a further one still', () => {
    const ledger = office()
    assert.equal(act(ledger, 'revokeKey', { key: [theirs.keyId], reason: 'lost' }, newKey.keyId), 'ok')
    assert.equal(act(ledger, 'registerKey', { ...device, officer: [colleague] }, newKey.keyId), 'second')
    assert.equal(by(ledger, 'addKey', { ...device, officer: [colleague] }, newKey.keyId, theirs.keyId), 'signer-key')
  })

  test('an only administrator announces it: for its days it signs nothing, and whose name it has may decline it', () => {
    const ledger = office()
    const announced = { ...device, officer: [officer] }
    const at = ledger.time
    assert.equal(act(ledger, 'announceKey', announced, newKey.keyId), 'ok')
    assert.equal(act(ledger, 'enrol', enrol(11), device.keyId), 'signer-key')
    const row = ledger.row('organisations', 'key', [device.keyId])
    assert.deepEqual([row.status, row.fields.worksFrom], ['announced', at + 7 * dayMs])
    ledger.advanceTo(at + 7 * dayMs - 1)
    assert.equal(act(ledger, 'enrol', enrol(11), device.keyId), 'signer-key')
    ledger.advanceTo(at + 7 * dayMs)
    assert.equal(ledger.row('organisations', 'key', [device.keyId]).status, 'active')
    assert.equal(act(ledger, 'enrol', enrol(11), device.keyId), 'ok')
    const stolen = { ...nextKey, officer: [colleague] }
    assert.equal(act(ledger, 'announceKey', stolen, newKey.keyId), 'ok')
    assert.equal(act(ledger, 'declineKey', { key: [nextKey.keyId] }, newKey.keyId), 'signer-holder')
    assert.equal(act(ledger, 'declineKey', { key: [nextKey.keyId] }, theirs.keyId), 'ok')
    ledger.advanceTo(ledger.time + 8 * dayMs)
    assert.equal(ledger.row('organisations', 'key', [nextKey.keyId]).status, 'revoked')
    assert.equal(act(ledger, 'declineKey', { key: [device.keyId] }, newKey.keyId), 'row-status')
  })

  test('a rotated one stops at that very moment, the new one signs; both stay readable', () => {
    const { ledger, from } = city()
    ledger.advanceTo(from)
    const rotate = (from: Uint8Array, to: object, ...signers: readonly Uint8Array[]) => {
      const input = { key: [from], ...newKey, ...to }
      return outcome(
        ledger.submit(
          'organisations',
          'rotateKey',
          input as never,
          signers.map((id) => ({ id })),
        ),
      )
    }
    ledger.do('organisations', 'announceKey', { ...device, officer: [officer] })
    ledger.advanceTo(ledger.time + 7 * dayMs)
    assert.equal(rotate(newKey.keyId, nextKey, newKey.keyId), 'signer-count')
    assert.equal(rotate(newKey.keyId, nextKey, newKey.keyId, newKey.keyId), 'signer-confirmation')
    assert.equal(rotate(newKey.keyId, nextKey, newKey.keyId, device.keyId), 'ok')
    assert.equal(act(ledger, 'enrol', enrol(10), newKey.keyId), 'signer-key')
    assert.equal(act(ledger, 'enrol', enrol(10), nextKey.keyId), 'ok')
    const old = ledger.row('organisations', 'key', [newKey.keyId])
    assert.deepEqual([old.status, old.fields.revokedFor, old.fields.x], ['revoked', 'replaced', newKey.x])
    assert.deepEqual(ledger.row('organisations', 'key', [nextKey.keyId]).fields.officer, [officer])
    assert.equal(rotate(newKey.keyId, { keyId: subject('x') }, nextKey.keyId, device.keyId), 'row-status')
    assert.equal(rotate(nextKey.keyId, newKey, nextKey.keyId, device.keyId), 'row-exists')
  })

  test('a revoked one never signs again, and is not registered again', () => {
    const { ledger, from } = city()
    ledger.advanceTo(from)
    assert.equal(act(ledger, 'revokeKey', { key: [newKey.keyId], reason: 'lost' }, newKey.keyId), 'ok')
    assert.equal(ledger.row('organisations', 'key', [newKey.keyId]).fields.revokedFor, 'lost')
    assert.equal(act(ledger, 'enrol', enrol(10), newKey.keyId), 'signer-key')
    const again = ledger.submit('organisations', 'announceKey', { ...newKey, officer: [officer] } as never)
    assert.equal(outcome(again), 'row-exists')
  })
})

test('every role, action and state is as declared', () => {
  bench.checkMatrix()
})
