import assert from 'node:assert/strict'
import { test } from 'node:test'
import { affairBench, type BenchLedger, defaultDivision, defaultOrgan } from '../bench/affairBench.ts'
import { defineAffair } from '../declare/affair.ts'
import { t } from '../kinds/t.ts'

const desk = (reads: number) =>
  defineAffair({
    name: 'desk',
    version: 1,
    entities: { note: { fields: { organ: t.organ() }, status: ['open'] } },
    actions: {
      write: {
        creates: 'note',
        to: 'open',
        basis: 'test/1',
        fill: ['organ'],
        signers: { clerk: { officer: 'clerk', of: 'input.organ' } },
        bounds: { reads },
      },
    },
  })

const write = (ledger: BenchLedger) => {
  const clerk = ledger.officer('clerk', { organ: defaultOrgan, division: defaultDivision })
  return ledger.submit('desk', 'write', { organ: defaultOrgan }, [clerk]).outcome
}

test('an act’s budget ends at the same place, whether its signer is remembered or worked out anew', () => {
  const codes = new Set<unknown>()
  for (let reads = 1; reads <= 12; reads++) {
    const { ledger } = affairBench(desk(reads))
    const [cold, warm] = [ledger(), ledger()]
    cold.host.remembers = false
    const outcomes = [write(cold), write(cold), write(warm), write(warm)].map(([word, detail]) =>
      word === 'ok' ? 'ok' : detail,
    )
    assert.equal(new Set(outcomes).size, 1, `${reads} reads: ${outcomes}`)
    codes.add(outcomes[0])
  }
  assert.deepEqual([...codes], ['bounds', 'ok'])
})
