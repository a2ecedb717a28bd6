import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Actor, affairBench, type BenchLedger, subject } from '../bench/affairBench.ts'
import { checkAffair, formatFaults } from '../check/affair.ts'
import { defineAffair } from '../declare/affair.ts'
import { explain } from './explain.ts'

const note = { fields: {}, status: ['kept', 'burnt'] } as const

/** A note that nobody burns with one signature. */
function archive(by?: 'device' | 'person') {
  return defineAffair({
    name: 'archive',
    version: 1,
    entities: { note },
    actions: {
      keep: { creates: 'note', to: 'kept', basis: 'test/1', signers: { keeper: { officer: 'keeper' } } },
      burn: {
        on: 'note',
        from: ['kept'],
        to: 'burnt',
        basis: 'test/1',
        signers: { keeper: { officer: 'keeper' }, again: { confirms: 'keeper', ...(by && { by }) } },
        refuse: { odd: 'signer.again.key == signer.keeper.key' },
      },
    },
  })
}

/** Another key of the officer who has this one. */
function deviceOf(ledger: BenchLedger, { id }: Actor): Actor {
  const { fields } = ledger.row('organisations', 'key', [id])
  const other = subject('another device')
  ledger.put('organisations', 'key', [other], 'active', { ...fields, thumbprint: other })
  return { id: other }
}

function burn(by: 'device' | 'person' | undefined, signersOf: (ledger: BenchLedger) => readonly Actor[]) {
  const ledger = affairBench(archive(by)).ledger()
  const row = ledger.do('archive', 'keep', {})
  const { outcome } = ledger.submit('archive', 'burn', { note: row as Uint8Array }, signersOf(ledger))
  return outcome[0] === 'ok' ? 'ok' : outcome[1]
}

describe('an act that is signed twice', () => {
  const keeper = (ledger: BenchLedger) => ledger.officer('keeper')
  const device = (ledger: BenchLedger) => [keeper(ledger), deviceOf(ledger, keeper(ledger))]
  const person = (ledger: BenchLedger) => [keeper(ledger), ledger.officer('keeper', { number: 1 })]

  test('wants another device of the officer, or another officer, as it is declared', () => {
    assert.deepEqual([burn(undefined, device), burn(undefined, person)], ['ok', 'ok'])
    assert.deepEqual([burn('device', device), burn('device', person)], ['ok', 'signer-confirmation'])
    assert.deepEqual([burn('person', device), burn('person', person)], ['signer-confirmation', 'ok'])
  })

  test('takes no key for two, nobody without the role, and not one signature', () => {
    const cases: readonly (readonly [string, (ledger: BenchLedger) => readonly Actor[]])[] = [
      ['signer-confirmation', (ledger) => [keeper(ledger), keeper(ledger)]],
      ['signer-role', (ledger) => [keeper(ledger), ledger.officer('clerk')]],
      ['signer-key', (ledger) => [keeper(ledger), ledger.revoked()]],
      ['signer-count', (ledger) => [keeper(ledger)]],
    ]
    for (const [code, signers] of cases) assert.equal(burn(undefined, signers), code)
  })

  test('every role, action and state is as declared', () => {
    for (const by of [undefined, 'device', 'person'] as const) {
      const cells = affairBench(archive(by)).checkMatrix()
      assert.ok(cells.some((cell) => cell.by === 'another device for again' && cell.status === 'kept'))
    }
  })

  test('is explained: whoever may be first may confirm, by another key or officer', () => {
    const bench = affairBench(archive())
    const ledger = bench.ledger()
    const row = ledger.do('archive', 'keep', {})
    const action = bench.installed.program.actions.burn!
    const asked = { action, key: keeper(ledger).id, input: { note: row as Uint8Array } }
    const { may, signers } = explain(ledger.registry, ledger.host, ledger.block, bench.installed, asked)
    assert.equal(may, null)
    assert.deepEqual(
      signers.map(({ name, holds }) => [name, holds]),
      [
        ['keeper', true],
        ['again', null],
      ],
    )
    assert.deepEqual(signers[1]!.rules, [{ code: 'signer-confirmation', holds: null }])
    const stranger = { ...asked, key: ledger.officer('clerk').id }
    const refused = explain(ledger.registry, ledger.host, ledger.block, bench.installed, stranger)
    assert.deepEqual([refused.may, refused.signers[1]!.holds], [false, false])
  })

  test('confirms one officer who signs before', () => {
    const { actions, ...rest } = archive()
    const wrong = { again: { confirms: 'keeper' }, keeper: { officer: 'keeper' } }
    const affair = { ...rest, actions: { ...actions, burn: { ...actions.burn, signers: wrong } } }
    assert.match(formatFaults(checkAffair(affair as never)), /keeper is not one officer who signs before again/)
  })
})
