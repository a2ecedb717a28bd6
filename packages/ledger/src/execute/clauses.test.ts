import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defineAffair, emptyTallies, encodeRow, entityTable, type Registry, t, type Value } from '@gongshi/affair-kit'
import { installAffair } from '@gongshi/affair-kit/tool'
import type { Cbor } from '@gongshi/protocol'
import { unfoundedOn } from './clauses.ts'
import { Overlay } from './overlay.ts'

const clauses = await installAffair(
  defineAffair({
    name: 'clauses',
    version: 1,
    entities: {
      clause: {
        key: ['code'],
        fields: { code: t.code('clause'), repealedFrom: t.option(t.date()) },
        status: ['inForce', 'repealed'],
      },
      wording: {
        key: ['clause', 'number'],
        fields: { clause: t.ref('clause'), number: t.int(), from: t.date() },
        status: ['recorded'],
      },
    },
    actions: {
      record: {
        creates: 'clause',
        to: 'inForce',
        basis: 'ledger/1',
        fill: ['code'],
        signers: { keeper: { officer: 'keeper' } },
      },
    },
  }),
)
const registry: Registry = { get: (affair) => (affair === 'clauses' ? clauses : undefined) }

function registered(repealedFrom: string | null): Overlay {
  const state = new Overlay({ read: () => undefined })
  const put = (name: string, id: Cbor, status: string, fields: { readonly [field: string]: Value }) => {
    const entity = clauses.program.entities[name]!
    const row = { revision: 1, status, fields, tallies: emptyTallies(entity) }
    state.put('clauses', entityTable(name), id, encodeRow(clauses.program, entity, row))
  }
  const status = repealedFrom === null ? 'inForce' : 'repealed'
  put('clause', ['law/1'], status, { code: 'law/1', repealedFrom })
  put('wording', [['law/1'], 1], 'recorded', { clause: ['law/1'], number: 1n, from: '2026-02-01' })
  put('wording', [['law/1'], 2], 'recorded', { clause: ['law/1'], number: 2n, from: '2026-03-01' })
  return state
}

/** Midnight of legal time, eight hours ahead of UTC. */
const dayOf = (day: string) => Date.parse(`${day}T00:00:00+08:00`)

describe('a clause on which a parameter rests', () => {
  test('is in force from the first moment of its first wording on, to the last before its repeal', () => {
    const state = registered('2026-06-01')
    const at = (time: number) => unfoundedOn(state, registry, 'law/1', time)
    assert.equal(at(dayOf('2026-02-01') - 1), 'clause-not-in-force')
    assert.equal(at(dayOf('2026-02-01')), null)
    assert.equal(at(dayOf('2026-06-01') - 1), null)
    assert.equal(at(dayOf('2026-06-01')), 'clause-not-in-force')
    assert.equal(unfoundedOn(registered(null), registry, 'law/1', dayOf('2099-01-01')), null)
  })

  test('is one that the register has', () => {
    assert.equal(unfoundedOn(registered(null), registry, 'law/2', dayOf('2026-04-01')), 'clause-unregistered')
  })

  test('is whatever it is called where a ledger keeps no register', () => {
    const nothing: Registry = { get: () => undefined }
    assert.equal(unfoundedOn(registered(null), nothing, 'law/2', dayOf('2026-04-01')), null)
  })
})
