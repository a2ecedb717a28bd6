import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { explain, rowPath } from '@gongshi/affair-kit'
import { affairBench, defaultDivision, subject } from '@gongshi/affair-kit/bench'
import { bench, dayMs, organ, outcome, Registry } from '../../test/organisationsBench.ts'
import { erasure } from '../index.ts'

const scheme = 'x-test'
const number = (byte: number) => new Uint8Array(16).fill(byte)
const keyOf = (byte: number) => subject(`key ${byte}`)
const officeId = [[scheme, 'gov'], 'records']
const county = { scheme: 'gb-t-2260', code: '110101', date: '2020-01-01' }
const erasureBench = affairBench(erasure, { imports: [bench.installed], params: { waitingTime: dayMs } })

/** One organ with six officers; the first holds an office of two roles for a month. */
function city() {
  const registry = new Registry(erasureBench.ledger())
  const { ledger } = registry
  registry.establish('gov', null, '2000-01-01')
  const post = { post: 'records', titleZh: null, titleEn: null, division: { ...defaultDivision, code: '110100' } }
  const roles = ['recordsKeeper', 'registrar', 'supervisor']
  ledger.do('organisations', 'openOffice', { organ: organ('gov'), ...post, roles, clause: 'c/1' })
  for (const byte of [1, 2, 3, 4, 5, 6]) {
    ledger.do('organisations', 'enrol', { number: number(byte), organ: organ('gov') })
    const point = { suite: 'ed25519', x: new Uint8Array(32).fill(byte), y: null }
    ledger.do('organisations', 'registerKey', { keyId: keyOf(byte), ...point, officer: [number(byte)] })
  }
  const from = ledger.time
  const until = from + 30 * dayMs
  const appointment = { officer: [number(1)], office: officeId, from, until, clause: 'c/2' }
  ledger.do('organisations', 'appoint', appointment as never)
  return { registry, ledger, from, until, held: [[number(1)], officeId, from] }
}
type City = ReturnType<typeof city>

const grant = (
  { from }: City,
  officer: number,
  given: { readonly [field: string]: unknown } = {},
): { readonly [field: string]: unknown } => ({
  officer: [number(officer)],
  roles: ['recordsKeeper'],
  affair: null,
  action: null,
  division: null,
  from,
  until: from + 10 * dayMs,
  onward: true,
  clause: 'c/3',
  ...given,
})

/** Submits an act; the explanation that is asked for before says the same. */
function act({ ledger }: City, affair: string, action: string, input: object, signer: number) {
  const { registry, host, block } = ledger
  const installed = ledger.installed(affair)
  const program = installed.program.actions[action]!
  const asked = { action: program, key: keyOf(signer), input: input as never }
  const { may, before, signers, refusals } = explain(registry, host, block, installed, asked)
  host.drop()
  const came = outcome(ledger.submit(affair, action, input as never, [{ id: keyOf(signer) }]))
  assert.equal(may, came === 'ok', `${affair}.${action}: ${came}`)
  const offices = signers.flatMap((each) => [...each.rules, ...each.offices.flatMap(({ rules }) => rules)])
  const broken = [...before, ...offices, ...refusals].filter(({ holds }) => holds === false)
  // A signer without any office is told that the role is missing.
  if (came !== 'ok' && came !== 'signer-role')
    assert.ok(
      broken.some(({ code }) => code === came),
      `${came} is explained`,
    )
  return came
}
const lend = (at: City, to: number, given: object = {}) =>
  act(at, 'organisations', 'delegate', { ...grant(at, to, given as never), appointment: at.held }, 1)
const proposal = { content: null, entry: 1n, clause: 'c/9', ground: 'request' }
const propose = (at: City, signer: number, id = 'gov') =>
  act(at, 'erasure', 'propose', { ...proposal, organ: organ(id) }, signer)
/** The delegation that its holder has; bytes. */
const delegationOf = ({ ledger }: City, holder: number) => {
  const rows = ledger.host.rows('organisations', 'entity/delegation')
  return rows.find(([id]) => {
    const { officer } = ledger.row('organisations', 'delegation', id).fields
    return (officer as readonly Uint8Array[])[0]![0] === holder
  })![0]
}
const passOn = (at: City, from: number, to: number, given: object = {}) =>
  act(at, 'organisations', 'redelegate', { ...grant(at, to, given as never), source: delegationOf(at, from) }, from)

describe('a delegation', () => {
  test('lends a role from its first moment to its last, and not on it', () => {
    const at = city()
    const [from, until] = [at.from + dayMs, at.from + 2 * dayMs]
    assert.equal(propose(at, 2), 'signer-role')
    assert.equal(lend(at, 2, { from, until }), 'ok')
    assert.equal(propose(at, 2), 'signer-term')
    at.ledger.advanceTo(from)
    assert.equal(propose(at, 2), 'ok')
    at.ledger.advanceTo(until - 1)
    assert.equal(propose(at, 2), 'ok')
    at.ledger.advanceTo(until)
    assert.notEqual(propose(at, 2), 'ok')
    assert.equal(at.ledger.row('organisations', 'delegation', delegationOf(at, 2)).status, 'over')
  })

  test('is never of more than the lender has: roles, place, term, nor to the lender or another organ', () => {
    const at = city()
    at.registry.establish('other', null, '2000-01-01')
    at.ledger.do('organisations', 'enrol', { number: number(9), organ: organ('other') })
    const elsewhere = { ...defaultDivision, code: '310101' }
    for (const [given, code] of [
      [{ roles: ['administrator'] }, 'excess'],
      [{ roles: [] }, 'powerless'],
      [{ until: at.until + 1 }, 'outlasting'],
      [{ from: at.from - 1 }, 'past'],
      [{ until: at.from }, 'empty'],
      [{ division: elsewhere }, 'wider'],
      [{ action: 'propose' }, 'stray'],
      [{ officer: [number(9)] }, 'elsewhere'],
      [{ officer: [number(1)] }, 'itself'],
    ] as const)
      assert.equal(lend(at, 2, given), code, JSON.stringify(code))
    const input = { ...grant(at, 3), appointment: at.held }
    assert.equal(act(at, 'organisations', 'delegate', input, 2), 'signer-holder')
  })

  test('passes through four hands at most, never back, and only where it may be passed on', () => {
    const at = city()
    assert.equal(lend(at, 2), 'ok')
    assert.equal(passOn(at, 2, 1), 'cycle')
    assert.equal(passOn(at, 2, 2), 'cycle')
    assert.equal(passOn(at, 2, 3, { until: at.from + 11 * dayMs }), 'outlasting')
    assert.equal(passOn(at, 2, 3, { roles: ['registrar'] }), 'excess')
    assert.equal(passOn(at, 2, 3), 'ok')
    assert.equal(passOn(at, 3, 2), 'cycle')
    assert.equal(passOn(at, 3, 4), 'ok')
    assert.equal(passOn(at, 4, 5), 'ok')
    assert.equal(propose(at, 5), 'ok')
    assert.equal(passOn(at, 5, 6), 'deep')
    const alone = city()
    assert.equal(lend(alone, 2, { onward: false }), 'ok')
    assert.equal(passOn(alone, 2, 3), 'barred')
  })

  test('falls with any link: taken back, the lender discharged, the office without the role, closed, its term over', () => {
    const chain = () => {
      const at = city()
      assert.deepEqual([lend(at, 2), passOn(at, 2, 3), passOn(at, 3, 4), passOn(at, 4, 5)], ['ok', 'ok', 'ok', 'ok'])
      assert.equal(propose(at, 5), 'ok')
      return at
    }
    const takenBack = chain()
    const back = { delegation: delegationOf(takenBack, 3), until: null, reason: 'revoked' }
    assert.equal(act(takenBack, 'organisations', 'endDelegation', back, 1), 'signer-holder')
    assert.equal(act(takenBack, 'organisations', 'endDelegation', back, 2), 'ok')
    assert.equal(propose(takenBack, 5), 'signer-term')
    assert.equal(propose(takenBack, 2), 'ok')
    const discharged = chain()
    discharged.ledger.do('organisations', 'discharge', { officer: [number(3)] } as never)
    assert.equal(propose(discharged, 5), 'signer-term')
    const poorer = chain()
    poorer.ledger.do('organisations', 'assignOffice', {
      office: officeId,
      roles: ['registrar'],
      clause: 'c/4',
    } as never)
    assert.equal(propose(poorer, 5), 'signer-role')
    const closed = chain()
    closed.ledger.do('organisations', 'closeOffice', { office: officeId, clause: 'c/4' } as never)
    assert.equal(propose(closed, 5), 'signer-term')
    const over = chain()
    const ending = { appointment: over.held, until: null, reason: 'left', clause: 'c/4' }
    over.ledger.do('organisations', 'endAppointment', ending as never)
    assert.equal(propose(over, 5), 'signer-term')
  })

  test('holds within its scope only: affair, action, place', () => {
    const other = city()
    assert.equal(lend(other, 2, { affair: 'organisations' }), 'ok')
    assert.equal(propose(other, 2), 'signer-scope')
    const narrow = city()
    assert.equal(lend(narrow, 2, { affair: 'erasure', action: 'approve' }), 'ok')
    assert.equal(propose(narrow, 2), 'signer-scope')
    const fits = city()
    assert.equal(lend(fits, 2, { affair: 'erasure', action: 'propose' }), 'ok')
    assert.equal(propose(fits, 2), 'ok')
    // The rule asks for no place, so a power for one place says nothing.
    const placed = city()
    assert.equal(lend(placed, 2, { division: county }), 'ok')
    assert.equal(propose(placed, 2), 'signer-scope')
    assert.equal(passOn(placed, 2, 3), 'wider')
  })

  test('does not let anybody check himself: who lent the power made it', () => {
    const at = city()
    assert.equal(propose(at, 1), 'ok')
    const [id] = at.ledger.host.rows('erasure', 'entity/erasure')[0]!
    assert.equal(lend(at, 2), 'ok')
    assert.equal(act(at, 'erasure', 'approve', { erasure: id }, 1), 'signer-maker')
    assert.equal(act(at, 'erasure', 'approve', { erasure: id }, 2), 'signer-maker')
  })
})

describe('acting in an office', () => {
  test('has a reason and an end, and holds in its scope', () => {
    const at = city()
    const { from } = at
    const given = { officer: [number(2)], office: officeId, from, until: from + dayMs, clause: 'c/5', acting: 'leave' }
    const scope = { affair: 'erasure', action: null, division: null }
    const appoint = (more: object) =>
      outcome(at.ledger.submit('organisations', 'appointActing', { ...given, ...scope, ...more } as never))
    assert.equal(appoint({ until: null }), 'endless')
    assert.equal(appoint({ acting: null }), 'unsaid')
    assert.equal(appoint({ affair: null, action: 'propose' }), 'stray')
    assert.equal(appoint({}), 'ok')
    assert.equal(propose(at, 2), 'ok')
    at.ledger.advanceTo(from + dayMs)
    assert.equal(propose(at, 2), 'signer-term')
  })
})

describe('a conflict of interest', () => {
  const declared = (officer: number, id: unknown) => ({
    officer: [number(officer)],
    row: rowPath('erasure', 'erasure', id as never),
    affair: 'erasure',
    entity: 'erasure',
    interest: 'kin',
    clause: 'c/6',
  })

  test('bars an officer from the named case and no other, until somebody else lifts it', () => {
    const at = city()
    assert.deepEqual([propose(at, 1), propose(at, 1)], ['ok', 'ok'])
    const [one, two] = at.ledger.host.rows('erasure', 'entity/erasure').map(([id]) => id)
    assert.equal(lend(at, 2), 'ok')
    const stop = (id: unknown, signer: number) => act(at, 'erasure', 'stop', { erasure: id, reason: 'mistake' }, signer)
    assert.equal(act(at, 'organisations', 'declareConflict', declared(2, one), 3), 'signer-holder')
    assert.equal(act(at, 'organisations', 'declareConflict', declared(2, one), 2), 'ok')
    assert.equal(stop(one, 2), 'signer-conflict')
    assert.equal(stop(two, 2), 'ok')
    const recusal = [[number(2)], rowPath('erasure', 'erasure', one!)]
    assert.equal(act(at, 'organisations', 'liftBar', { recusal, clause: 'c/7' }, 2), 'signer-role')
    at.ledger.do('organisations', 'liftBar', { recusal, clause: 'c/7' } as never)
    assert.equal(stop(one, 2), 'ok')
  })
})

describe('supervision is kept apart', () => {
  test('from whoever proposed, and from the same organ', () => {
    const at = city()
    assert.equal(propose(at, 1), 'ok')
    const [id] = at.ledger.host.rows('erasure', 'entity/erasure')[0]!
    const forbid = (signer: { id: Uint8Array }) =>
      outcome(at.ledger.submit('erasure', 'forbid', { erasure: id, reason: 'archive' } as never, [signer]))
    assert.equal(forbid({ id: keyOf(1) }), 'signer-separation')
    assert.equal(forbid(at.ledger.officer('supervisor', { organ: organ('gov'), number: 7 })), 'signer-separation')
    assert.equal(forbid(at.ledger.officer('supervisor', { organ: organ('other'), number: 7 })), 'ok')
  })
})

test('what is remembered changes nothing: the same acts without memory have the same outcomes and state', () => {
  const run = (remembers: boolean) => {
    const at = city()
    at.ledger.host.remembers = remembers
    const outcomes = [lend(at, 2), passOn(at, 2, 3), passOn(at, 3, 4), propose(at, 4), propose(at, 4), propose(at, 5)]
    const ending = { delegation: delegationOf(at, 3), until: null, reason: 'revoked' }
    outcomes.push(act(at, 'organisations', 'endDelegation', ending, 2), propose(at, 4), propose(at, 2))
    return { outcomes, state: [...at.ledger.host.contents()] }
  }
  assert.deepEqual(run(true), run(false))
})

test('without an input an explanation says what holds in general, and leaves open what depends on it', () => {
  const { ledger } = city()
  const installed = ledger.installed('erasure')
  const { propose: action } = installed.program.actions
  const told = (signer: number) => {
    const asked = { action: action!, key: keyOf(signer), input: null }
    const { may, signers } = explain(ledger.registry, ledger.host, ledger.block, installed, asked)
    return [may, ...signers.flatMap(({ offices }) => offices.map(({ rules }) => rules[0]))]
  }
  assert.deepEqual(told(1), [null, { code: 'signer-role', holds: true }])
  assert.deepEqual(told(2), [false])
})
