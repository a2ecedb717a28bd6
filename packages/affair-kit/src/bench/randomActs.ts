import type { Cbor } from '@gongshi/protocol'
import fc from 'fast-check'
import type { Value } from '../cel/value.ts'
import type { Kind } from '../kinds/kind.ts'
import { Refused } from '../run/refusal.ts'
import { entityTable } from '../run/row.ts'
import type { BenchLedger } from './benchLedger.ts'
import { defaultDivision, defaultOrgan, subject } from './benchWorld.ts'
import { inconsistencies } from './consistency.ts'

/** One random act: numbers from which the action and its input are drawn, given what the ledger holds by then. */
export type RandomAct = { readonly action: number; readonly draws: readonly number[]; readonly days: number }

export const randomActs = (count: number): fc.Arbitrary<readonly RandomAct[]> =>
  fc.array(
    fc.record({
      action: fc.nat(1_000),
      draws: fc.array(fc.nat(1_000_000), { minLength: 16, maxLength: 16 }),
      days: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(40)),
    }),
    { maxLength: count, size: 'max' },
  )

/**
 * Does random acts, each by its right signers. Refusals are part of life; a fault, or tallies, indexes or a queue that
 * are not what the rows say, is a mistake of the affair (or of the kit).
 * @throws {Error} which names what broke
 */
export function doRandomActs(ledger: BenchLedger, acts: readonly RandomAct[]): { readonly done: number } {
  const actions = ledger.affairs.flatMap(({ program }) =>
    Object.values(program.actions).flatMap((action) =>
      action.signers.length === 0 ? [] : [{ affair: program.affair, action }],
    ),
  )
  let done = 0
  for (const act of acts) {
    ledger.advance(act.days * 86_400_000)
    const { affair, action } = actions[act.action % actions.length]!
    const drawn = new Draws(ledger, affair, act.draws)
    const input = Object.fromEntries(action.input.map(({ name, kind }) => [name, drawn.value(kind)]))
    const signers = findSigners(ledger, affair, action.name, input)
    if (signers === undefined) continue
    const { outcome, fault } = ledger.submit(affair, action.name, input, signers)
    if (fault !== undefined) throw new Error(`${fault.affair}.${fault.action} (${fault.code}): ${fault.message}`)
    if (outcome[0] === 'ok') done++
  }
  const wrong = inconsistencies(ledger)
  if (wrong.length > 0) throw new Error(wrong.join('; '))
  return { done }
}

/** Undefined where the act would be refused before anybody is asked. */
function findSigners(ledger: BenchLedger, affair: string, action: string, input: { readonly [name: string]: Value }) {
  try {
    return ledger.rightSigners(affair, action, input)
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

/** Values from a small world, so that acts meet the same people, places and rows again. */
class Draws {
  readonly #ledger: BenchLedger
  readonly #affair: string
  readonly #draws: readonly number[]
  #next = 0

  constructor(ledger: BenchLedger, affair: string, draws: readonly number[]) {
    this.#ledger = ledger
    this.#affair = affair
    this.#draws = draws
  }

  #draw(below: number): number {
    const draw = this.#draws[this.#next++ % this.#draws.length]!
    return (draw + Math.floor(this.#next / this.#draws.length)) % below
  }

  value(kind: Kind): Value {
    switch (kind.kind) {
      case 'option':
        return this.#draw(2) === 0 ? null : this.value(kind.of)
      case 'list':
        return Array.from({ length: this.#draw(Math.min(kind.max, 3) + 1) }, () => this.value(kind.of))
      case 'record':
        return Object.fromEntries(Object.entries(kind.fields).map(([name, field]) => [name, this.value(field)]))
      case 'oneOf':
        return kind.values[this.#draw(kind.values.length)]!
      case 'bytes':
        return new Uint8Array(kind.length).fill(this.#draw(3))
      case 'ref':
        return this.#row(kind.affair ?? this.#affair, kind.entity) as Value
      default:
        return this.#scalar(kind.kind)
    }
  }

  #scalar(kind: Exclude<Kind['kind'], 'option' | 'list' | 'record' | 'oneOf' | 'bytes' | 'ref'>): Value {
    switch (kind) {
      case 'int':
        return BigInt(this.#draw(7)) - 1n
      case 'bool':
        return this.#draw(2) === 0
      case 'money':
        return {
          currency: this.#draw(9) === 0 ? 'USD' : 'CNY',
          minor: BigInt([0, 1, 50, 100, 1_000_000][this.#draw(5)]!),
        }
      case 'subject':
      case 'commitment':
      case 'key':
        return subject(['zhang', 'li', 'wang'][this.#draw(3)]!)
      case 'organ':
        return this.#draw(3) === 0 ? { scheme: 'x-bench', id: 'organ-2' } : defaultOrgan
      case 'division':
        return this.#draw(3) === 0 ? { ...defaultDivision, code: '310101' } : defaultDivision
      case 'time':
        return this.#ledger.time + (this.#draw(20) - 3) * 86_400_000
      case 'date':
        return ['2024-01-02', '2024-06-30'][this.#draw(2)]!
      case 'workdays':
      case 'duration':
        return this.#draw(30)
      case 'rational':
        return { numerator: 1n, denominator: BigInt(this.#draw(4) + 1) }
      case 'code':
      case 'text':
        return `c${this.#draw(5)}`
    }
  }

  /** One that is there, or now and then one that is not. */
  #row(affair: string, entity: string): Cbor {
    const rows = this.#ledger.host.rows(affair, entityTable(entity))
    if (rows.length === 0 || this.#draw(12) === 0) return new Uint8Array(32).fill(9)
    return rows[this.#draw(rows.length)]![0]
  }
}
