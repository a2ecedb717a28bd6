import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Value } from '@gongshi/affair-kit'
import { affairBench, type BenchLedger } from '@gongshi/affair-kit/bench'
import { governance } from './affair.ts'

type Id = Parameters<BenchLedger['row']>[2]

const hour = 3_600_000
const day = 24 * hour
const half = { numerator: 1n, denominator: 2n }
const twoThirds = { numerator: 2n, denominator: 3n }
const params = {
  votingPeriod: 14 * day,
  urgentPeriod: 6 * hour,
  longestPause: 3 * day,
  parameterThreshold: half,
  versionThreshold: twoThirds,
  validatorThreshold: twoThirds,
  memberThreshold: twoThirds,
  trustThreshold: twoThirds,
  pauseThreshold: { numerator: 1n, denominator: 3n },
}
const bench = affairBench(governance, { params })
const organ = (number: number) => ({ scheme: 'x-bench', id: `member-${number}` })
const idOf = (number: number): Id => [['x-bench', `member-${number}`]]

type Fields = { readonly [name: string]: Value }

/** A house of so many members, as a genesis makes it. */
class House {
  readonly ledger: BenchLedger = bench.ledger()

  constructor(members: number) {
    this.ledger.put('governance', 'house', ['city'], 'sitting', { code: 'city' }, { members: BigInt(members) })
    for (let number = 1; number <= members; number++) {
      const fields = { organ: organ(number), house: ['city'] as Value, since: 0, clause: 'ledger-charter/3' }
      this.ledger.put('governance', 'member', idOf(number), 'active', fields)
    }
  }

  /** Signed by the delegate of the organ that acts (the first member, where the input names none), or of another. */
  outcome(action: string, input: Fields, signer?: number): unknown {
    const own = (input.proposer ?? input.organ ?? organ(1)) as ReturnType<typeof organ>
    const delegate = this.ledger.officer('delegate', { organ: signer === undefined ? own : organ(signer) })
    const { outcome, fault } = this.ledger.submit('governance', action, input, [delegate])
    assert.equal(fault, undefined)
    return outcome[0] === 'ok' ? 'ok' : outcome[1]
  }

  propose(action: string, change: Fields, by = 1): Id {
    return this.ledger.do('governance', action, { ...general(change, by), ...change })
  }

  vote(action: 'approve' | 'oppose' | 'abstain', proposal: Id, ...by: readonly number[]): void {
    for (const number of by)
      this.ledger.do('governance', action, { proposal: proposal as Value, organ: organ(number), reason: null })
  }

  status(proposal: Id): string {
    return this.ledger.row('governance', 'proposal', proposal).status
  }

  /** Orders of one kind that went to the ledger: name and kind. */
  orders(): unknown[] {
    return this.ledger.steps.flatMap((step) => {
      if (step.kind === 'put' || step.outcome[0] !== 'ok') return []
      const events = step.outcome[1] as readonly (readonly unknown[])[]
      return events.filter(([name]) => name === 'enact' || name === 'end').map(([name, kind]) => [name, kind])
    })
  }
}

function general(change: Fields, by: number): Fields {
  return { topic: topicOf(change), clause: 'ledger-charter/5', proposer: organ(by), reason: null }
}

function topicOf(change: Fields): string {
  return change.parameter === undefined ? Object.keys(change)[0]! : 'parameter/erasure/waitingTime'
}

const waitingTime = (ledger: BenchLedger, from = ledger.time + 20 * day): Fields => ({
  parameter: { affair: 'erasure', name: 'waitingTime', value: '604800000', from },
})
const pause = (ledger: BenchLedger, until = ledger.time + 2 * day): Fields => ({
  pause: { affair: 'erasure', action: null },
  until,
})

test('the matrix of roles, actions and states', () => {
  assert.ok(bench.checkMatrix().length > 100)
})

describe('a proposal', () => {
  test('is adopted when the vote closes with the share of members that its rule asks for, and reaches the ledger', () => {
    const house = new House(5)
    const id = house.propose('proposeParameter', waitingTime(house.ledger))
    house.vote('approve', id, 1, 2)
    house.vote('oppose', id, 3)
    house.vote('approve', id, 4)
    house.ledger.advance(14 * day - 1)
    assert.equal(house.status(id), 'open')
    house.ledger.advance(2)
    assert.equal(house.status(id), 'inForce')
    assert.deepEqual(house.orders(), [['enact', 'parameter']])
    const { tallies } = house.ledger.row('governance', 'proposal', id)
    assert.deepEqual(tallies, { approvals: 3n, objections: 1n, abstentions: 0n })
  })

  test('is rejected when they are not there: who is silent or abstains has not approved', () => {
    const house = new House(5)
    const id = house.propose('proposeParameter', waitingTime(house.ledger))
    house.vote('approve', id, 1, 2)
    house.vote('abstain', id, 3, 4, 5)
    house.ledger.advance(14 * day)
    assert.equal(house.status(id), 'rejected')
    assert.deepEqual(house.orders(), [])
  })

  test('stands by the rule of the day on which it was opened', () => {
    const house = new House(4)
    const id = house.propose('proposeParameter', waitingTime(house.ledger))
    house.ledger.setParameter('governance', 'parameterThreshold', { numerator: 1n, denominator: 1n })
    house.vote('approve', id, 1, 2)
    house.ledger.advance(14 * day)
    house.ledger.advance(0)
    assert.equal(house.status(id), 'inForce')
  })

  test('is voted on once a member, by its own delegate, while it is open', () => {
    const house = new House(3)
    const id = house.propose('proposeParameter', waitingTime(house.ledger)) as Value
    const ballot = (number: number) => ({ proposal: id, organ: organ(number), reason: null })
    house.vote('approve', id as Id, 1)
    assert.equal(house.outcome('approve', ballot(1)), 'row-exists')
    assert.equal(house.outcome('oppose', ballot(1)), 'row-exists')
    assert.equal(house.outcome('approve', ballot(2), 3), 'signer-organ')
    assert.equal(house.outcome('approve', ballot(9)), 'row-missing')
    house.ledger.advance(14 * day)
    assert.equal(house.outcome('approve', ballot(2)), 'row-status')
  })

  test('is not voted on by who became a member later, and counts those of its day', () => {
    const house = new House(3)
    const id = house.propose('proposeParameter', waitingTime(house.ledger)) as Value
    const later = { organ: organ(4), house: ['city'] as Value, since: house.ledger.time + 1, clause: 'c/1' }
    house.ledger.put('governance', 'member', idOf(4), 'active', later)
    assert.equal(house.outcome('approve', { proposal: id, organ: organ(4), reason: null }), 'joined')
  })

  test('takes effect no earlier than the vote ends, and is the only open one on its topic', () => {
    const house = new House(3)
    const { ledger } = house
    const early = waitingTime(ledger, ledger.time + 13 * day)
    assert.equal(house.outcome('proposeParameter', { ...general(early, 1), ...early }), 'early')
    const change = waitingTime(ledger)
    const first = house.propose('proposeParameter', change)
    assert.equal(house.outcome('proposeParameter', { ...general(change, 2), ...change }), 'rows-present')
    ledger.do('governance', 'withdraw', { proposal: first as Value })
    assert.equal(house.outcome('proposeParameter', { ...general(change, 2), ...change }), 'ok')
  })

  test('comes from a member, and only its proposer withdraws it', () => {
    const house = new House(3)
    const change = waitingTime(house.ledger)
    assert.equal(house.outcome('proposeParameter', { ...general(change, 9), ...change }), 'row-missing')
    assert.equal(house.outcome('proposeParameter', { ...general(change, 1), ...change }, 2), 'signer-organ')
    const id = house.propose('proposeParameter', change) as Value
    assert.equal(house.outcome('withdraw', { proposal: id }, 2), 'signer-organ')
    assert.equal(house.outcome('withdraw', { proposal: id }, 1), 'ok')
  })

  test('that was impossible at its time is asked for again by its proposer, and by nobody before', () => {
    const house = new House(2)
    const change = { suite: { suite: 'es256', accepted: false }, effective: house.ledger.time + 30 * day }
    const id = house.propose('proposeSuite', change) as Value
    house.vote('approve', id as Id, 1, 2)
    house.ledger.advance(15 * day)
    assert.equal(house.status(id as Id), 'adopted')
    assert.equal(house.outcome('enact', { proposal: id }), 'early')
    house.ledger.advance(15 * day)
    assert.equal(house.status(id as Id), 'inForce')
    assert.equal(house.outcome('enact', { proposal: id }), 'row-status')
  })
})

describe('an emergency', () => {
  test('pauses at once when the votes are there, and is over by itself', () => {
    const house = new House(6)
    const id = house.propose('proposePause', pause(house.ledger))
    house.vote('approve', id, 1)
    house.ledger.advance(hour)
    assert.equal(house.status(id), 'open')
    house.vote('approve', id, 2)
    house.ledger.advance(1)
    assert.equal(house.status(id), 'inForce')
    house.ledger.advance(2 * day)
    assert.equal(house.status(id), 'ended')
    assert.deepEqual(house.orders(), [
      ['enact', 'pause'],
      ['end', 'pause'],
    ])
  })

  test('lasts no longer than the house allows, and no shorter than its vote', () => {
    const house = new House(3)
    for (const [until, refusal] of [
      [3 * day + 1, 'long'],
      [6 * hour, 'past'],
    ] as const) {
      const change = pause(house.ledger, house.ledger.time + until)
      assert.equal(house.outcome('proposePause', { ...general(change, 1), ...change }), refusal)
    }
  })
})

describe('members', () => {
  test('are admitted by vote, and count from the next proposal on', () => {
    const house = new House(3)
    const change = { member: organ(4), effective: house.ledger.time + 14 * day }
    const id = house.propose('proposeAdmission', change)
    house.vote('approve', id, 1, 2)
    house.ledger.advance(14 * day)
    house.ledger.advance(1)
    assert.equal(house.status(id), 'inForce')
    assert.equal(house.ledger.row('governance', 'member', idOf(4)).status, 'active')
    assert.equal(house.ledger.row('governance', 'house', ['city']).tallies.members, 4n)
    const next = house.propose('proposeParameter', waitingTime(house.ledger), 4)
    assert.equal(house.ledger.row('governance', 'proposal', next).fields.electorate, 4n)
  })

  test('are excluded by vote, and cannot vote any more; the last one stays', () => {
    const house = new House(2)
    const exclude = (number: number, by: number) => {
      const id = house.propose(
        'proposeExclusion',
        { member: organ(number), effective: house.ledger.time + 14 * day },
        by,
      )
      house.vote(
        'approve',
        id,
        ...(house.ledger.row('governance', 'member', idOf(2)).status === 'active' ? [1, 2] : [1]),
      )
      house.ledger.advance(14 * day)
      house.ledger.advance(1)
      return house.status(id)
    }
    assert.equal(exclude(2, 1), 'inForce')
    const change = waitingTime(house.ledger)
    assert.equal(house.outcome('proposeParameter', { ...general(change, 2), ...change }), 'row-status')
    assert.equal(exclude(1, 1), 'adopted')
    assert.equal(house.ledger.row('governance', 'member', idOf(1)).status, 'active')
  })
})

describe('a member that left', () => {
  /** Carried by two of three; gives the moment at which it took effect. */
  const carried = (house: House, action: string, number: number, by: readonly number[]) => {
    const effective = house.ledger.time + 14 * day
    const id = house.propose(action, { member: organ(number), effective }, by[0])
    house.vote('approve', id, ...by)
    house.ledger.advanceTo(effective)
    house.ledger.advance(0)
    assert.equal(house.status(id), 'inForce')
    return house.ledger.row('governance', 'member', idOf(number)).fields.since as number
  }
  const excluded = () => {
    const house = new House(3)
    const joined = house.ledger.row('governance', 'member', idOf(3)).fields.since
    carried(house, 'proposeExclusion', 3, [1, 2])
    return { house, joined, left: house.ledger.time }
  }

  test('comes back by vote; the time before stays on record, to the moment', () => {
    const { house, joined, left } = excluded()
    assert.equal(house.ledger.row('governance', 'house', ['city']).tallies.members, 2n)
    const since = carried(house, 'proposeReadmission', 3, [1, 2])
    assert.equal(house.ledger.row('governance', 'house', ['city']).tallies.members, 3n)
    const { status, fields, tallies } = house.ledger.row('governance', 'member', idOf(3))
    assert.deepEqual([status, fields.clause, tallies], ['active', 'ledger-charter/5', { seats: 1n }])
    const seat = house.ledger.row('governance', 'seat', [idOf(3), 1])
    assert.deepEqual([seat.fields.since, seat.fields.until], [joined, left])
    assert.deepEqual([seat.fields.clause, seat.fields.endedBy], ['ledger-charter/3', 'ledger-charter/5'])
    carried(house, 'proposeExclusion', 3, [1, 2])
    const second = house.ledger.row('governance', 'seat', [idOf(3), 2])
    assert.deepEqual([second.fields.since, second.fields.until], [since, house.ledger.time])
  })

  test('votes on what is opened from its first moment on, and on nothing opened before', () => {
    const { house } = excluded()
    const { ledger } = house
    const back = ledger.time + 20 * day
    const id = house.propose('proposeReadmission', { member: organ(3), effective: back })
    house.vote('approve', id, 1, 2)
    ledger.advanceTo(back - 1)
    assert.equal(house.status(id), 'adopted')
    const before = house.propose('proposeParameter', waitingTime(ledger)) as Value
    const ballot = (proposal: Value) => ({ proposal, organ: organ(3), reason: null })
    assert.equal(house.outcome('approve', ballot(before)), 'row-status')
    ledger.advanceTo(back)
    assert.equal(house.status(id), 'inForce')
    assert.equal(house.outcome('approve', ballot(before)), 'joined')
    const from = ledger.time + 30 * day
    const next = {
      parameter: { affair: 'erasure', name: 'longest', value: '1', from },
      topic: 'parameter/erasure/longest',
    }
    const after = ledger.do('governance', 'proposeParameter', { ...general(next, 3), ...next }) as Value
    assert.equal(house.outcome('approve', ballot(after)), 'ok')
  })

  test('is admitted anew by nobody, and a member or a stranger does not come back', () => {
    const { house } = excluded()
    const ask = (action: string, number: number) => {
      const change = { member: organ(number), effective: house.ledger.time + 14 * day }
      return house.outcome(action, { ...general(change, 1), ...change })
    }
    carried(house, 'proposeAdmission', 4, [1, 2])
    assert.equal(ask('proposeAdmission', 4), 'rows-present')
    carried(house, 'proposeExclusion', 4, [1, 2])
    assert.equal(ask('proposeAdmission', 4), 'rows-present')
    assert.equal(ask('proposeReadmission', 2), 'present')
    assert.equal(ask('proposeReadmission', 9), 'row-missing')
  })
})

describe('every other kind of proposal', () => {
  const later = (ledger: BenchLedger) => ({ effective: ledger.time + 20 * day })
  const kinds: readonly (readonly [string, string, (ledger: BenchLedger) => Fields])[] = [
    [
      'proposeVersion',
      'version',
      () => ({ version: { affair: 'land', version: 2n, hash: new Uint8Array(32), from: 9n } }),
    ],
    [
      'proposeValidators',
      'validators',
      (ledger) => ({ validators: [{ key: new Uint8Array(32), power: 1n }], ...later(ledger) }),
    ],
    ['proposePublisher', 'publisher', (ledger) => ({ publisher: { origin: 'a', vkey: 'a+1' }, ...later(ledger) })],
    [
      'proposeSite',
      'site',
      (ledger) => ({ site: { rpId: 'a.example', origins: ['https://a.example'] }, ...later(ledger) }),
    ],
    ['proposeResume', 'resume', () => ({ resume: { affair: 'land', version: 1n, action: 'sell' } })],
  ]
  for (const [action, kind, change] of kinds)
    test(kind, () => {
      const house = new House(3)
      const id = house.propose(action, change(house.ledger))
      house.vote('approve', id, 1, 2)
      house.ledger.advance(20 * day)
      house.ledger.advance(1)
      assert.equal(house.status(id), 'inForce')
      assert.deepEqual(house.orders(), [['enact', kind]])
    })
})
