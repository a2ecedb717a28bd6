import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { freshFolder } from '../../test/sampleNode.ts'
import { NodeError } from '../errors.ts'
import { Challenges } from './challenges.ts'
import { RateOfKeys } from './rateOfKeys.ts'
import { SessionStore } from './sessionStore.ts'
import { Sessions } from './sessions.ts'

const folder = freshFolder()
const store = new SessionStore(join(folder, 'sessions.sqlite'))
after(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const clock = { time: 1_000_000_000 }
const powers = { now: () => clock.time, random: (bytes: number) => new Uint8Array(randomBytes(bytes)) }
const limits = { idleMs: 900_000, absoluteMs: 3_600_000, stepUpMs: 300_000 }
const sessions = new Sessions(store, powers, limits)
const open = (name: string, method = 'passkey') =>
  sessions.open({ keyId: new TextEncoder().encode(name), method, site: 'https://portal.example' }, 'browser')
const isLive = (token: string) => sessions.find(token, 'browser') !== undefined

describe('how long a session lasts', () => {
  test('it ends to the very millisecond when it is not used', () => {
    const { token } = open('idle')
    clock.time += limits.idleMs - 1
    assert.ok(isLive(token), 'noted as used')
    clock.time += limits.idleMs
    assert.equal(isLive(token), false)
    clock.time -= 1
    assert.equal(isLive(token), false, 'and is gone for good')
  })

  test('however much it is used, it ends at its time; a step-up does not lengthen it', () => {
    const from = clock.time
    let { token, session } = open('absolute')
    while (clock.time + 600_000 < from + limits.absoluteMs) {
      clock.time += 600_000
      assert.ok(isLive(token))
      ;({ token, session } = sessions.stepUp(session, 'browser'))
    }
    clock.time = from + limits.absoluteMs
    assert.equal(isLive(token), false)
  })

  test('a clock that was set back lengthens nothing', () => {
    const { token } = open('future')
    clock.time -= 1
    assert.equal(isLive(token), false)
    clock.time += 1
  })

  test('a key has ten at most: the oldest goes', () => {
    const tokens = Array.from({ length: 11 }, () => {
      clock.time += 1
      return open('many').token
    })
    assert.deepEqual([isLive(tokens[0]!), isLive(tokens[1]!), isLive(tokens[10]!)], [false, true, true])
  })

  test('a signature counts as fresh for a while, a provider’s word never', () => {
    const { session } = open('fresh')
    assert.ok(sessions.isSteppedUp(session))
    assert.equal(sessions.isSteppedUp(open('vouched', 'city-login').session), false)
    clock.time += limits.stepUpMs
    assert.equal(sessions.isSteppedUp(session), false)
  })

  test('what is no token opens nothing', () => {
    for (const token of ['', 'x', 'A'.repeat(42), `${'A'.repeat(42)}=`, 'A'.repeat(100_000)])
      assert.equal(isLive(token), false)
  })
})

describe('a challenge', () => {
  const challenges = new Challenges(powers, 120_000)
  const use = { purpose: 'sign-in', session: null } as const
  const refuses = (work: () => void) =>
    assert.throws(work, (error) => error instanceof NodeError && error.code === 'challenge-unknown')

  test('is good once, until its end, for what it was given', () => {
    const { challenge } = challenges.give(use)
    refuses(() => challenges.take(challenge, { purpose: 'step-up', session: null }))
    refuses(() => challenges.take(challenge, { purpose: 'sign-in', session: new Uint8Array(32) }))
    challenges.take(challenge, use)
    refuses(() => challenges.take(challenge, use))
    const late = challenges.give(use).challenge
    clock.time += 119_999
    challenges.take(late, use)
    const over = challenges.give(use).challenge
    clock.time += 120_000
    refuses(() => challenges.take(over, use))
  })

  test('of another start, with another end or another length is none', () => {
    refuses(() => challenges.take(new Challenges(powers, 120_000).give(use).challenge, use))
    const { challenge } = challenges.give(use)
    for (let at = 0; at < challenge.length; at++)
      refuses(() => challenges.take(challenge.with(at, challenge[at]! ^ 1), use))
    refuses(() => challenges.take(challenge.subarray(1), use))
    challenges.take(challenge, use)
  })

  test('taken when the clock was ahead is not good again once it was set back', () => {
    const { challenge } = challenges.give(use)
    clock.time -= 60_000
    refuses(() => challenges.take(challenge, use))
    clock.time += 60_000
  })
})

test('a key’s rate is its own, and begins anew after a minute', () => {
  const rates = new RateOfKeys(2)
  assert.deepEqual(
    [rates.count('a', 0), rates.count('a', 10_000), rates.count('a', 20_000), rates.count('b', 20_000)],
    [null, null, 40, null],
  )
  assert.equal(rates.count('a', 60_000), null)
})
