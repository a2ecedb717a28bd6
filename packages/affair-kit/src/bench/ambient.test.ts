import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defineAffair } from '../declare/affair.ts'
import { implement } from '../declare/implement.ts'
import { t } from '../kinds/t.ts'
import { affairBench } from './affairBench.ts'
import { withoutAmbientPowers } from './ambient.ts'

const register = defineAffair({
  name: 'register',
  version: 1,
  events: { said: { number: t.int() } },
  entities: { line: { key: ['code'], fields: { code: t.code('line') }, status: ['written'] } },
  actions: {
    write: {
      creates: 'line',
      to: 'written',
      basis: 'registers/1',
      fill: ['code'],
      signers: { clerk: { officer: 'clerk' } },
      emits: { said: true },
      handler: true,
    },
  },
})

const writing = (number: () => number | bigint) => () => {
  const handlers = implement(register, { write: (ctx) => ctx.emit.said({ number: BigInt(number()) }) })
  return affairBench(register, { handlers })
    .ledger()
    .submit('register', 'write', { code: 'L-1' } as never).outcome
}

describe('a handler that is not the same everywhere', () => {
  const machine: readonly (readonly [string, () => number | bigint])[] = [
    ['Date', () => Date.now()],
    ['Date', () => new Date().getTimezoneOffset()],
    ['Math.random', () => Math.floor(Math.random() * 10)],
    ['Math.sin', () => Math.floor(Math.sin(1))],
    ['Intl', () => new Intl.NumberFormat().format(1).length],
    ['String.prototype.localeCompare', () => 'a'.localeCompare('ä')],
    ['Number.prototype.toLocaleString', () => (1.5).toLocaleString().length],
    ['process', () => process.pid],
    ['performance', () => Math.floor(performance.now())],
    ['crypto', () => crypto.getRandomValues(new Uint8Array(1))[0]!],
    ['setTimeout', () => Number(setTimeout(() => undefined) === null)],
    ['fetch', () => Number(fetch('http://127.0.0.1/').catch(() => undefined) === null)],
  ]
  for (const [name, number] of machine)
    test(`asks ${name}: ${number}`, () => {
      assert.throws(writing(number), new RegExp(`asked for ${name.replaceAll('.', '\\.')}$`))
    })

  test('and hides that it asked', () => {
    const quietly = () => {
      try {
        return Date.now()
      } catch {
        return 1
      }
    }
    assert.throws(writing(quietly), /asked for Date$/)
  })

  test('or keeps something from one act to the next', () => {
    let calls = 0n
    assert.throws(
      writing(() => calls++),
      /not deterministic/,
    )
  })

  test('one that is, is not disturbed; every power is back afterwards', () => {
    const before = [Date, Math.random, Math.sin, globalThis.process, globalThis.fetch, Intl]
    assert.equal(writing(() => 7n)()[0], 'ok')
    assert.throws(() => withoutAmbientPowers(() => Date.now()), /asked for Date$/)
    assert.deepEqual([Date, Math.random, Math.sin, globalThis.process, globalThis.fetch, Intl], before)
  })
})
