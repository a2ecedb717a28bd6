import {
  type DivisionSpans,
  divisionAt,
  FieldReader,
  type OrganHistories,
  type OrganId,
  type OrganState,
  organHistories,
  organKey,
  type Row,
} from '@gongshi/affairs'

/** The rows of affair `organisations` that a list is compared with, as the views give them. */
export type RegisterRows = {
  readonly divisions: readonly Row[]
  readonly organs: readonly Row[]
  readonly periods: readonly Row[]
}

/** An organ as the ledger would have it, acts of a plan included. */
export type ModelOrgan = {
  readonly organ: OrganId
  readonly founded: string
  /** Oldest first; `until` of the last is null, whatever the organ's. */
  states: OrganState[]
  until: string | null
  placed: string
  attached: string | null
  inferiors: number
  /** Of the last act that a plan has for it. */
  wave: number
}

/** What the ledger has: places, and organs as a plan would leave them. Made anew for each attempt at a plan. */
export class Register {
  readonly places: DivisionSpans
  readonly organs = new Map<string, ModelOrgan>()

  constructor({ organs, periods }: RegisterRows, places: DivisionSpans) {
    this.places = places
    const histories: OrganHistories = organHistories(organs, periods)
    for (const row of organs) this.#add(row, histories)
    for (const { states, until } of this.organs.values()) {
      const parent = until === null ? states.at(-1)!.parent : null
      if (parent !== null) this.count(parent, 1)
    }
  }

  find(organ: OrganId): ModelOrgan | undefined {
    return this.organs.get(organKey(organ))
  }

  get(organ: OrganId): ModelOrgan {
    return this.find(organ)!
  }

  /** So many more organs under it; a superior that the node has not told of is nobody's to count. */
  count(superior: OrganId, more: number): void {
    const known = this.find(superior)
    if (known !== undefined) known.inferiors += more
  }

  latest(organ: ModelOrgan): OrganState {
    return organ.states.at(-1)!
  }

  /** The id of the division row whose days cover the day. */
  placeOn(place: { readonly scheme: string; readonly code: string }, day: string) {
    const span = divisionAt(this.places, place, day)
    return span && ([span.scheme, span.code, BigInt(span.span)] as const)
  }

  /** Its superior, that one's, and so on up to a root. */
  superiors(organ: OrganId | null): ModelOrgan[] {
    const found: ModelOrgan[] = []
    for (let next = organ === null ? undefined : this.find(organ); next !== undefined && !found.includes(next); ) {
      found.push(next)
      const { parent } = this.latest(next)
      next = parent === null ? undefined : this.find(parent)
    }
    return found
  }

  #add(row: Row, histories: OrganHistories): void {
    const fields = new FieldReader(row)
    const { organ, founded, until, states } = histories.get(organKey(fields.organ('organ')))!
    this.organs.set(organKey(organ), {
      organ,
      founded,
      states: [...states.slice(0, -1), { ...states.at(-1)!, until: null }],
      until,
      placed: fields.text('placed'),
      attached: fields.optionalText('attached'),
      inferiors: 0,
      wave: -1,
    })
  }
}
