import assert from 'node:assert/strict'
import { test } from 'node:test'
import { affairBench } from '../bench/affairBench.ts'
import { defineAffair } from '../declare/affair.ts'
import { implement } from '../declare/implement.ts'
import { t } from '../kinds/t.ts'

const clerk = { clerk: { officer: 'clerk' } } as const
const basket = defineAffair({
  name: 'basket',
  version: 1,
  events: { counted: { basket: t.ref('basket'), weight: t.int(), from: t.list(t.ref('apple'), 5) } },
  entities: {
    basket: { key: ['code'], fields: { code: t.code('basket') }, status: ['open', 'counted'] },
    apple: { fields: { basket: t.ref('basket'), weight: t.int() }, status: ['in', 'out'], index: ['basket'] },
    label: { key: ['basket'], fields: { basket: t.ref('basket'), weight: t.int() }, status: ['written'] },
  },
  actions: {
    start: { creates: 'basket', to: 'open', basis: 'baskets/1', fill: ['code'], signers: clerk },
    put: { creates: 'apple', to: 'in', basis: 'baskets/1', fill: ['basket', 'weight'], signers: clerk },
    count: {
      on: 'basket',
      from: ['open'],
      to: 'counted',
      basis: 'baskets/2',
      with: { apples: { each: 'apple', by: 'basket', max: 5, from: ['in'] }, label: { new: 'label', to: 'written' } },
      signers: clerk,
      emits: { counted: true },
      handler: true,
    },
    /** The row that an action makes is in its handler's sight as it will be, but for its tallies. */
    twin: {
      creates: 'apple',
      to: 'in',
      basis: 'baskets/2',
      fill: ['basket', 'weight'],
      signers: clerk,
      emits: { counted: true },
      handler: true,
    },
  },
})
const handlers = implement(basket, {
  count(ctx, { basket, apples }) {
    const weight = apples.reduce((sum, apple) => sum + apple.weight, 0n)
    ctx.create.label({ basket: basket.id, weight })
    ctx.emit.counted({ basket: basket.id, weight, from: apples.map(({ id }) => id) })
  },
  twin(ctx, { apple }) {
    ctx.emit.counted({ basket: apple.basket, weight: apple.weight, from: [apple.id] })
  },
})

test('a handler sees every row that its action names, and the one that it makes', () => {
  const ledger = affairBench(basket, { handlers }).ledger()
  const id = ledger.do('basket', 'start', { code: 'B-1' } as never)!
  const apples = [3n, 4n].map((weight) => ledger.do('basket', 'put', { basket: id, weight } as never))
  const twin = ledger.submit('basket', 'twin', { basket: id, weight: 5n } as never).outcome[1] as unknown[][]
  assert.deepEqual(twin[1]!.slice(1, 3), [id, 5n])
  const counted = ledger.submit('basket', 'count', { basket: id } as never).outcome[1] as unknown[][]
  const [, , weight, from] = counted.find(([name]) => name === 'counted')!
  assert.equal(weight, 12n)
  assert.deepEqual(
    new Set((from as unknown[]).map(String)),
    new Set([...apples, (twin[1]![3] as unknown[])[0]].map(String)),
  )
  assert.equal(ledger.row('basket', 'label', [id]).fields.weight, 12n)
})
