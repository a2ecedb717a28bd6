import { type Json, type Value, valueToJson } from '@gongshi/affair-kit'
import { type Actor, affairBench, type BenchLedger } from '@gongshi/affair-kit/bench'
import { organisations, type Row } from '../src/index.ts'

export const bench = affairBench(organisations, { params: { keyNotice: 7 * 86_400_000 } })
export const outcome = ({ outcome: [word, detail] }: { outcome: readonly unknown[] }) => (word === 'ok' ? 'ok' : detail)
export const scheme = 'x-test'
export const organ = (id: string) => ({ scheme, id })
export const ref = (id: string): Value => [[scheme, id]]

export const dayMs = 86_400_000

type Facts = { readonly [field: string]: Value }

/** A ledger with one code, valid from 1990 on, and acts upon organs that name only what a test is about. */
export class Registry {
  readonly ledger: BenchLedger
  readonly #registrar: Actor

  constructor(ledger: BenchLedger = bench.ledger()) {
    this.ledger = ledger
    // Of a place that no test ends.
    this.#registrar = this.ledger.officer('registrar', {
      division: { scheme: 'gb-t-2260', code: '110000', date: '2020-01-01' },
    })
    const code = { scheme: 'gb-t-2260', code: '110101', name: '东城区', source: 'test', clause: 'decree/1' }
    this.ledger.do('organisations', 'recogniseDivision', { ...code, from: '1990-01-01' })
  }

  do(action: string, input: Facts): unknown {
    return outcome(this.ledger.submit('organisations', action, input, [this.#registrar]))
  }

  establish(id: string, parent: string | null, founded: string, given: Facts = {}): unknown {
    const input = { ...factsOf(founded), organ: organ(id), founded, ...given }
    if (parent === null) return this.do('establishRoot', input)
    return this.do('establish', { ...input, parent: ref(parent) })
  }

  change(id: string, from: string, given: Facts = {}): unknown {
    return this.do('change', { organ: ref(id), ...factsOf(from), from, ...given })
  }

  move(id: string, parent: string | null, from: string, given: Facts = {}): unknown {
    const under = parent === null ? null : ref(parent)
    return this.do('move', { organ: ref(id), ...factsOf(from), from, parent: under, ...given })
  }

  end(id: string, until: string): unknown {
    return this.do('end', { organ: ref(id), until, clause: 'decree/3' })
  }

  mend(action: string, id: string, given: Facts = {}): unknown {
    return this.do(action, { organ: ref(id), clause: 'decree/4', reason: 'error', ...given })
  }

  /** Rows as a view would give them; texts as their hashes. */
  rows(entity: string): readonly Row[] {
    const { program } = this.ledger.installed('organisations')
    const { fields } = program.entities[entity]!
    return this.ledger.host.rows('organisations', `entity/${entity}`).map(([id]) => {
      const row = this.ledger.row('organisations', entity, id)
      const json = fields.map(({ name, kind }): [string, Json] => [name, valueToJson(kind, row.fields[name]!)])
      return { status: row.status, fields: Object.fromEntries(json) }
    })
  }
}

export function factsOf(day: string): Facts {
  return {
    kind: 'administrative',
    nameZh: '某局',
    nameEn: null,
    division: { scheme: 'gb-t-2260', code: '110101', date: day },
    seat: null,
    clause: 'decree/2',
    place: ['gb-t-2260', '110101', 1],
  }
}
