import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { type Cbor, decodeCbor, encodeCbor, GongshiError } from '@gongshi/protocol'
import fc from 'fast-check'
import { approvals } from '../../fixtures/approvals/affair.ts'
import { land } from '../../fixtures/land/affair.ts'
import type { Value } from '../cel/value.ts'
import { encodeInput } from '../declare/input.ts'
import type { AffairTexts } from '../texts/texts.ts'
import { actLayout } from './actLayout.ts'
import { actWords } from './actWords.ts'
import type { Language } from './labels.ts'
import { sayAct } from './sayAct.ts'

const textsOf = (affair: string, language: Language) =>
  JSON.parse(
    readFileSync(new URL(`../../fixtures/${affair}/texts.${language}.json`, import.meta.url), 'utf8'),
  ) as AffairTexts
const digits = (currency: string) => ({ CNY: 2, JPY: 0, KWD: 3 })[currency]
const bytes = (byte: number) => new Uint8Array(32).fill(byte)
const notAfter = Date.UTC(2026, 10, 21, 8)

const sell = (input: object = {}) => ({
  chainId: 'city',
  action: 'sell',
  notAfter,
  input: { unit: ['110105-1'], to: bytes(1), price: { currency: 'CNY', minor: 123456789n }, ...input } as {
    [name: string]: Value
  },
})
const words = (act: ReturnType<typeof sell>, language: Language = 'en') =>
  actWords(land, textsOf('land', language), language, act, digits)

describe('an act in plain words', () => {
  test('names affair, action, clause, each member and until when', () => {
    const { title, basis, lines } = words(sell())
    const texts = textsOf('land', 'en')
    assert.equal(title, `${texts.name}: ${texts.actions.sell!.name}`)
    assert.equal(basis, 'land-registration/14')
    assert.deepEqual(lines, [
      [texts.entities.unit!.name, '110105-1'],
      [texts.actions.sell!.input!.to, '01'.repeat(32)],
      [texts.actions.sell!.input!.price, 'CNY 1,234,567.89'],
      ['Ledger', 'city'],
      ['Valid until', '2026-11-21T08:00:00Z'],
    ])
    assert.equal(words(sell(), 'zh').lines.at(-1)![0], '有效至')
  })

  test('money has the digits of its currency, exactly', () => {
    const price = (currency: string, minor: bigint) => words(sell({ price: { currency, minor } })).lines[2]![1]
    assert.equal(price('JPY', 1000n), 'JPY 1,000')
    assert.equal(price('KWD', 5n), 'KWD 0.005')
    assert.equal(price('CNY', -7n), 'CNY -0.07')
    assert.equal(price('CNY', 2n ** 63n - 1n), 'CNY 92,233,720,368,547,758.07')
  })

  test('lists and records have a line for each part; what is not there is said to be none', () => {
    const act = {
      chainId: 'city',
      action: 'draft',
      notAfter,
      input: {
        item: ['A1'],
        applicant: bytes(2),
        materials: [
          { kind: 'plan', content: bytes(3) },
          { kind: 'deed', content: bytes(4) },
        ],
      } as { [name: string]: Value },
    }
    const say = (given: typeof act) => actWords(approvals, textsOf('approvals', 'en'), 'en', given, digits).lines
    assert.equal(say(act).length, 2 + 4 + 2)
    assert.equal(new Set(say(act).map(([label]) => label)).size, 8)
    assert.ok(say({ ...act, input: { ...act.input, materials: [] } }).some(([, value]) => value === '(none)'))
  })

  test('no two acts have the same words', () => {
    const price = fc.record({
      currency: fc.constantFrom('CNY', 'JPY', 'KWD'),
      minor: fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
    })
    const acts = fc.record({ to: fc.integer({ min: 0, max: 3 }).map(bytes), price })
    const told = new Map<string, string>()
    fc.assert(
      fc.property(acts, (input) => {
        const key = `${input.to[0]} ${input.price.currency} ${input.price.minor}`
        const text = JSON.stringify(words(sell(input)))
        assert.equal(told.get(text) ?? key, key)
        told.set(text, key)
      }),
    )
  })
})

describe('the same from the bytes', () => {
  const layout = actLayout(land, textsOf('land', 'en'), 'en', 'sell')
  const input = encodeInput(land, 'sell', sell().input)

  test('a layout is plain data: kept as JSON, it says the same', () => {
    const kept = JSON.parse(JSON.stringify(layout)) as typeof layout
    assert.deepEqual(sayAct(kept, sell(), input, digits), words(sell()))
  })

  test('bytes of another shape are refused, not passed over: nothing is signed that is not said', () => {
    const [unit, to, price] = decodeCbor(input, { maxBytes: 1000, maxDepth: 16 }) as Cbor[]
    const wrong: Cbor[] = [
      [unit!, to!],
      [unit!, to!, price!, 1],
      [unit!, to!, [...(price as Cbor[]), 'more']],
      [unit!, to!, ['CNY']],
      [unit!, 'text', price!],
      [unit!, null, price!],
      [unit!, to!, [1, 2]],
      'text',
      null,
    ]
    for (const given of wrong)
      assert.throws(() => sayAct(layout, sell(), encodeCbor(given), digits), { code: 'value-kind' }, String(given))
    assert.throws(() => sayAct(layout, sell(), Uint8Array.of(...input, 0), digits), { code: 'cbor-malformed' })
  })

  test('whatever the bytes, there are words for all of them or a code', () => {
    fc.assert(
      fc.property(fc.nat(input.length - 1), fc.nat(255), (at, byte) => {
        const changed = input.with(at, byte)
        try {
          const { lines } = sayAct(layout, sell(), changed, digits)
          const told = JSON.stringify(lines) === JSON.stringify(words(sell()).lines)
          assert.equal(told, changed[at] === input[at])
        } catch (error) {
          assert.ok(error instanceof GongshiError, String(error))
        }
      }),
      { numRuns: 500 },
    )
  })
})
