import { type OrganId, type OrganState, organKey } from '@gongshi/affairs'
import type { RowCode } from '../errors.ts'
import type { PlannedAct } from '../ledger/plannedAct.ts'
import type { Facts, OrganRow } from './readOrgans.ts'
import type { ModelOrgan, Register } from './register.ts'

/** What a row comes to: an act with what it changes, nothing, or a refusal with the column to blame. */
export type Outcome =
  | { readonly is: 'unchanged' }
  | { readonly is: 'refused'; readonly column: string; readonly code: RowCode }
  | {
      readonly is: 'done'
      readonly what: OrganWhat
      readonly before: OrganState | null
      readonly acts: readonly PlannedAct[]
    }
export type OrganWhat = 'create' | 'change' | 'insert' | 'move' | 'correct' | 'end'

const unchanged: Outcome = { is: 'unchanged' }
const refused = (column: string, code: RowCode): Outcome => ({ is: 'refused', column, code })
/** Beyond these the ledger does not follow a walk. */
const mostSuperiors = 8

/**
 * Does rows on a model of the ledger by the ledger's own rules, in the order in which they would be submitted, so that
 * what it would refuse is seen before anything is signed.
 */
export class Rehearsal {
  readonly #register: Register
  #lastMove = { day: '', wave: -1, earlier: -1 }

  constructor(register: Register) {
    this.#register = register
  }

  /** From its day on the organ is what the row says. */
  hold(row: OrganRow): Outcome {
    const { from, facts } = row
    const organ = this.#register.find(row.organ)
    if (organ === undefined) return this.#establish(row)
    if (from < organ.founded) return refused('from', 'row-before-founded')
    const latest = this.#register.latest(organ)
    if (from < latest.from) return this.#mendPeriod(row, organ)
    if (sameFacts(latest, facts)) return unchanged
    if (from === latest.from) return this.#correct(row, organ)
    if (organ.until !== null) return refused('from', 'row-ended')
    return this.#append(row, organ)
  }

  /** On its `until` the organ is no more. */
  end({ organ: id, until, clause }: OrganRow): Outcome {
    const organ = this.#register.get(id)
    if (organ.until === until) return unchanged
    if (organ.until !== null) return refused('until', 'row-end-differs')
    const day = until!
    const before = this.#register.latest(organ)
    if (day <= before.from) return refused('until', 'row-end-early')
    if (organ.inferiors > 0 || (organ.attached ?? day) > day) return refused('until', 'row-has-inferiors')
    organ.until = day
    const wave = this.#next(organ, [])
    this.#leave(organ, before.parent, day, wave)
    return done('end', before, this.#act('end', organ, { until: day, clause }, wave))
  }

  #establish(row: OrganRow): Outcome {
    const { organ, from, facts, clause } = row
    const place = this.#register.placeOn(facts.place, from)
    if (place === undefined) return refused('division_code', 'row-division-invalid')
    const superior = this.#superior(facts.parent, from)
    if (typeof superior === 'string') return refused('parent_id', superior)
    const made: ModelOrgan = {
      organ,
      founded: from,
      states: [stateOf(row)],
      until: null,
      placed: from,
      attached: null,
      inferiors: 0,
      wave: -1,
    }
    this.#register.organs.set(organKey(organ), made)
    if (superior !== null) superior.inferiors++
    const wave = this.#next(made, superior === null ? [] : [superior])
    const input = { organ, ...factsInput(facts, from), clause, founded: from, place }
    if (facts.parent === null) return done('create', null, this.#act('establishRoot', made, input, wave))
    return done('create', null, this.#act('establish', made, { ...input, parent: ref(facts.parent) }, wave))
  }

  #append(row: OrganRow, organ: ModelOrgan): Outcome {
    const { from, facts, clause } = row
    const before = this.#register.latest(organ)
    const place = this.#register.placeOn(facts.place, from)
    if (place === undefined) return refused('division_code', 'row-division-invalid')
    const moves = !sameOrgan(before.parent, facts.parent)
    const fault = moves ? this.#misplaced(organ, facts.parent, from) : null
    if (fault !== null) return refused('parent_id', fault)
    const wave = moves ? this.#nextMove(organ, facts.parent, from) : this.#next(organ, [])
    organ.states = [...organ.states.slice(0, -1), { ...before, until: from }, stateOf(row)]
    const input = { ...factsInput(facts, from), from, clause, place }
    if (!moves) return done('change', before, this.#act('change', organ, input, wave))
    this.#put(before.parent, facts.parent)
    this.#raise(before.parent, organ, from, wave)
    organ.placed = from
    return done('move', before, this.#act('move', organ, { ...input, parent: facts.parent && ref(facts.parent) }, wave))
  }

  /** The state of its row is another than the file says for the very day on which it began. */
  #correct(row: OrganRow, organ: ModelOrgan): Outcome {
    const { from, facts, clause } = row
    const before = this.#register.latest(organ)
    const acts: PlannedAct[] = []
    const moves = !sameOrgan(before.parent, facts.parent)
    if (moves && (organ.states.length > 1 || organ.until !== null)) return refused('parent_id', 'row-parent-fixed')
    const fault = moves ? this.#misplaced(organ, facts.parent, from) : null
    if (fault !== null) return refused('parent_id', fault)
    const place = this.#register.placeOn(facts.place, from)
    if (place === undefined) return refused('division_code', 'row-division-invalid')
    const given = { clause, reason: 'error' }
    if (moves) {
      const wave = this.#nextMove(organ, facts.parent, from)
      acts.push(this.#act('correctSuperior', organ, { ...given, parent: facts.parent && ref(facts.parent) }, wave))
      this.#put(before.parent, facts.parent)
      // It was never under that one; but where that one goes next may rest on nobody's being under it.
      const left = before.parent && this.#register.find(before.parent)
      if (left) left.wave = Math.max(left.wave, wave)
    }
    if (!sameFacts({ ...before, parent: facts.parent }, facts))
      acts.push(this.#act('correct', organ, { ...factsInput(facts, from), ...given, place }, this.#next(organ, [])))
    organ.states = [...organ.states.slice(0, -1), stateOf(row)]
    return { is: 'done', what: 'correct', before, acts }
  }

  /**
   * A day before the last change: what stood there is corrected, or a change that was left out is put in between. A superior
   * of those days is neither (docs/organisations.md, Late news).
   */
  #mendPeriod(row: OrganRow, organ: ModelOrgan): Outcome {
    const { from, facts, clause } = row
    const at = organ.states.findLastIndex((state) => state.from <= from)
    const before = organ.states[at]!
    if (sameFacts(before, facts)) return unchanged
    const isBetween = before.from !== from
    if (!sameOrgan(before.parent, facts.parent))
      return refused('parent_id', isBetween ? 'row-history-fixed' : 'row-parent-fixed')
    const place = this.#register.placeOn(facts.place, from)
    if (place === undefined) return refused('division_code', 'row-division-invalid')
    const period = [ref(organ.organ), BigInt(before.period!)]
    const input = { period, ...factsInput(facts, from), clause, reason: 'error', place }
    const after = { ...stateOf(row), until: before.until, period: before.period }
    const subject = organKey(organ.organ)
    const wave = this.#next(organ, [])
    if (!isBetween) {
      organ.states = organ.states.with(at, after)
      return done('correct', before, { action: 'correctPeriod', input, subject, wave })
    }
    // Rows come by their days, so nothing asks any more for the number of the part that lies before.
    organ.states = organ.states.toSpliced(at, 1, { ...before, until: from, period: null }, after)
    return done('insert', before, { action: 'insertChange', input: { ...input, from }, subject, wave })
  }

  /** The new superior, which must be there from that day on, or why it can't be. */
  #superior(parent: OrganId | null, day: string): ModelOrgan | null | RowCode {
    if (parent === null) return null
    const superior = this.#register.find(parent)
    if (superior === undefined) return 'row-parent-unknown'
    if (superior.until !== null) return 'row-parent-ended'
    return superior.founded > day ? 'row-parent-unfounded' : superior
  }

  #misplaced(organ: ModelOrgan, parent: OrganId | null, day: string): RowCode | null {
    const superior = this.#superior(parent, day)
    if (typeof superior === 'string') return superior
    const superiors = this.#register.superiors(parent)
    if (superior === organ) return 'row-circle'
    if (organ.inferiors === 0 && (organ.attached ?? day) <= day) return null
    if (superiors.includes(organ)) return 'row-circle'
    if (superiors.some(({ placed }) => placed > day)) return 'row-order'
    return superiors.length > mostSuperiors ? 'row-too-deep' : null
  }

  #put(from: OrganId | null, to: OrganId | null): void {
    if (from !== null) this.#register.count(from, -1)
    if (to !== null) this.#register.count(to, 1)
  }

  /** An organ that ends leaves its superior. */
  #leave(organ: ModelOrgan, parent: OrganId | null, day: string, wave: number): void {
    this.#put(parent, null)
    this.#raise(parent, organ, day, wave)
  }

  /** The superior that is left can't end before that day, nor before that act. */
  #raise(parent: OrganId | null, organ: ModelOrgan, day: string, wave: number): void {
    const left = (parent && this.#register.find(parent)) ?? organ
    left.attached = left.attached === null || left.attached < day ? day : left.attached
    left.wave = Math.max(left.wave, wave)
  }

  #next(organ: ModelOrgan, after: readonly ModelOrgan[]): number {
    organ.wave = 1 + Math.max(organ.wave, ...after.map(({ wave }) => wave))
    return organ.wave
  }

  /** A walk looks at what moves of earlier days have left, and must not see those of later ones. */
  #nextMove(organ: ModelOrgan, parent: OrganId | null, day: string): number {
    const { day: before, wave, earlier } = this.#lastMove
    const barrier = before === day ? earlier : wave
    organ.wave = Math.max(organ.wave, barrier)
    const now = this.#next(organ, this.#register.superiors(parent))
    this.#lastMove = { day, wave: Math.max(wave, now), earlier: barrier }
    return now
  }

  #act(action: string, { organ }: ModelOrgan, input: PlannedAct['input'], wave: number): PlannedAct {
    const own = action.startsWith('establish') ? {} : { organ: ref(organ) }
    return { action, input: { ...own, ...input }, subject: organKey(organ), wave }
  }
}

function done(what: OrganWhat, before: OrganState | null, act: PlannedAct): Outcome {
  return { is: 'done', what, before, acts: [act] }
}

function stateOf({ from, facts, clause }: OrganRow): OrganState {
  const { place, ...rest } = facts
  return { ...rest, division: { ...place, date: from }, from, until: null, clause, period: null }
}

function factsInput({ kind, nameZh, nameEn, place, seat }: Facts, day: string) {
  return { kind, nameZh, nameEn, division: { ...place, date: day }, seat }
}

function sameFacts(state: OrganState, facts: Facts): boolean {
  const { kind, nameZh, nameEn, parent, place, seat } = facts
  return (
    state.kind === kind &&
    state.nameZh === nameZh &&
    state.nameEn === nameEn &&
    state.seat === seat &&
    state.division.scheme === place.scheme &&
    state.division.code === place.code &&
    sameOrgan(state.parent, parent)
  )
}

function sameOrgan(left: OrganId | null, right: OrganId | null): boolean {
  return left === right || (left !== null && right !== null && organKey(left) === organKey(right))
}

function ref({ scheme, id }: OrganId) {
  return [[scheme, id]]
}
