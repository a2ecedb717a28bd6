import { type Json, type Value, valueToJson } from '@gongshi/affair-kit'
import { affairBench, type BenchLedger } from '@gongshi/affair-kit/bench'
import { organisations, type Row } from '@gongshi/affairs'
import { type OrganPlan, type PlannedAct, planOrgans, type RegisterRows, readOrgans } from '../src/index.ts'

const bench = affairBench(organisations)

/** A ledger in memory that judges by the affair itself, with what the views of a node would show. */
export class LedgerOfOrgans {
  readonly ledger: BenchLedger = bench.ledger()
  /** Public texts by the hash that stands in the rows. */
  readonly #texts = new Map<string, string>()

  constructor() {
    for (const [code, name] of [
      ['110101', '东城区'],
      ['110102', '西城区'],
    ])
      this.perform({
        action: 'recogniseDivision',
        input: { scheme: 'gb-t-2260', code: code!, name: name!, source: 'test', clause: 'c/1', from: '1990-01-01' },
        subject: '',
        wave: 0,
      })
  }

  /** Ok, or the code of the refusal. */
  perform({ action, input }: PlannedAct): string {
    const signers = [this.ledger.officer(/Division$/.test(action) ? 'divisionKeeper' : 'registrar')]
    const given = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, (value ?? null) as Value]))
    const [word, code] = this.ledger.submit('organisations', action, given, signers).outcome
    if (word === 'ok') this.#remember(given)
    return word === 'ok' ? word : (code as string)
  }

  /** In the order of their waves, and within one the last first: acts of a wave don't depend on each other. */
  carryOut(acts: readonly PlannedAct[]): readonly string[] {
    const ordered = acts.toReversed().sort((left, right) => left.wave - right.wave)
    return ordered.map((act) => this.perform(act)).filter((outcome) => outcome !== 'ok')
  }

  rows(): RegisterRows {
    return { divisions: this.#rows('division'), organs: this.#rows('organ'), periods: this.#rows('period') }
  }

  plan(csv: string, defaults = { clause: 'decree/1' }): OrganPlan {
    return planOrgans(readOrgans(new TextEncoder().encode(csv), defaults), this.rows())
  }

  /** The bench salts each text anew, so names are looked up in its steps. */
  #remember(input: { readonly [name: string]: Value }): void {
    for (const entity of ['division', 'organ', 'period'])
      for (const { fields } of this.#rawRows(entity))
        for (const name of ['name', 'nameZh', 'nameEn', 'seat']) {
          const hash = fields[name]
          const text = input[name]
          if (typeof hash === 'string' && typeof text === 'string' && !this.#texts.has(hash))
            this.#texts.set(hash, text)
        }
  }

  #rawRows(entity: string): readonly Row[] {
    const { fields } = this.ledger.installed('organisations').program.entities[entity]!
    return this.ledger.host.rows('organisations', `entity/${entity}`).map(([id]) => {
      const row = this.ledger.row('organisations', entity, id)
      const json = fields.map(({ name, kind }): [string, Json] => [name, valueToJson(kind, row.fields[name]!)])
      return { status: row.status, fields: Object.fromEntries(json) }
    })
  }

  #rows(entity: string): readonly Row[] {
    return this.#rawRows(entity)
      .filter(({ fields }) => JSON.stringify(fields.organ ?? null) !== '{"scheme":"x-bench","id":"registry"}')
      .map(({ status, fields }) => ({
        status,
        fields: Object.fromEntries(
          Object.entries(fields).map(([name, value]) => [
            name,
            typeof value === 'string' ? (this.#texts.get(value) ?? value) : value,
          ]),
        ),
      }))
  }
}
