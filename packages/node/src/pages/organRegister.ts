import {
  type OrganHistories,
  type OrganHistory,
  type OrganId,
  type OrganState,
  organAt,
  organHistories,
  organKey,
  type OrganNode as RegisterNode,
  treeAt,
} from '@gongshi/affairs'
import type { Organ, OrganChange, OrganNode, OrganSpan, OrgansData } from '@gongshi/portal'
import type { LocalText } from '@gongshi/ui'
import type { Projections } from '../projections/projections.ts'
import { allRows } from './allRows.ts'
import { type OrganStanding, organStanding } from './organPowers.ts'
import { type OrganNames, organOf } from './organs.ts'

type Views = Pick<Projections, 'list' | 'progress'>

/**
 * The register of organs as pages show it: which there were on a day, under whom, by what name. Read from the views, and
 * kept until the ledger has gone on.
 */
export class OrganRegister {
  readonly #views: Views
  readonly #names: OrganNames
  #kept: { readonly entries: number; readonly histories: Promise<OrganHistories> } | null = null

  constructor(views: Views, names: OrganNames) {
    this.#views = views
    this.#names = names
  }

  /** The tree on a day; with another day, what changed between the two. Days are ISO dates. */
  async tree(day: string, compare: string | null): Promise<OrgansData> {
    const histories = await this.#histories()
    const there = [...histories.values()].flatMap((history) => organAt(history, day) ?? [])
    const kinds = Map.groupBy(there, ({ kind }) => kind)
    return {
      day,
      tree: treeAt(histories, day).map((node) => this.#node(node)),
      total: there.length,
      byKind: [...kinds].map(([kind, states]) => ({ kind, count: states.length })).sort((a, b) => b.count - a.count),
      compared: compare === null ? null : { day: compare, changes: this.#changes(histories, day, compare) },
    }
  }

  /** An organ by its newest name, with its history and those under it on a day. */
  async describe(id: OrganId, day: string): Promise<{ organ: Organ; spans: OrganSpan[]; inferiors: Organ[] }> {
    const histories = await this.#histories()
    const history = histories.get(organKey(id))
    const states = history?.states ?? []
    const spans = states.toReversed().map((state) => this.#span(histories, id, state))
    const inferiors = [...histories.values()].flatMap((other) => {
      const state = organAt(other, day)
      return state?.parent && organKey(state.parent) === organKey(id) ? [this.#organ(other.organ, state)] : []
    })
    return { organ: this.#organ(id, states.at(-1)), spans, inferiors }
  }

  /** Its offices and who holds them at `now`, Unix milliseconds; where its duties went and came from. */
  standing(id: OrganId, now: number): Promise<OrganStanding> {
    return organStanding(this.#views, id, now, async (organ) => {
      const states = (await this.#histories()).get(organKey(organ))?.states
      return this.#organ(organ, states?.at(-1))
    })
  }

  async #histories(): Promise<OrganHistories> {
    const { entries } = this.#views.progress()
    if (this.#kept?.entries === entries) return this.#kept.histories
    const read = Promise.all([
      allRows(this.#views, 'organisations', 'organ'),
      allRows(this.#views, 'organisations', 'period'),
    ])
    const histories = read.then(([organs, periods]) => organHistories(organs, periods))
    this.#kept = { entries, histories }
    histories.catch(() => {
      this.#kept = null // whoever asks next tries again
    })
    return histories
  }

  #organ(id: OrganId, state: OrganState | undefined): Organ {
    const name = state === undefined ? [] : nameOf(state)
    const known = organOf(this.#names, id)
    const { division } = state ?? {}
    return {
      ...known,
      name: name.length === 0 ? known.name : name,
      ...(division === undefined ? {} : { division }),
    }
  }

  #node({ organ, state, inferiors }: RegisterNode): OrganNode {
    return {
      organ: this.#organ(organ, state),
      kind: state.kind,
      inferiors: inferiors.map((node) => this.#node(node)),
    }
  }

  #span(histories: OrganHistories, id: OrganId, state: OrganState): OrganSpan {
    return {
      from: state.from,
      until: state.until,
      name: this.#organ(id, state).name,
      kind: state.kind,
      parent: state.parent && this.#organ(state.parent, stateOn(histories, state.parent, state.from)),
      division: state.division.code,
      clause: state.clause,
    }
  }

  #changes(histories: OrganHistories, one: string, other: string): OrganChange[] {
    const [from, to] = one < other ? [one, other] : [other, one]
    return [...histories.values()]
      .sort((left, right) => (organKey(left.organ) < organKey(right.organ) ? -1 : 1))
      .flatMap((history) => this.#changesOf(histories, history, from, to))
  }

  #changesOf(histories: OrganHistories, history: OrganHistory, from: string, to: string): OrganChange[] {
    const [before, after] = [organAt(history, from), organAt(history, to)]
    const organ = this.#organ(history.organ, after ?? before)
    if (before === undefined) return after === undefined ? [] : [{ what: 'founded', organ }]
    if (after === undefined) return [{ what: 'ended', organ }]
    const changes: OrganChange[] = []
    const names = [this.#organ(history.organ, before).name, organ.name] as const
    if (JSON.stringify(names[0]) !== JSON.stringify(names[1]))
      changes.push({ what: 'renamed', organ, before: names[0], after: names[1] })
    const parents = [before.parent, after.parent].map((parent) => (parent === null ? null : organKey(parent)))
    if (parents[0] !== parents[1]) {
      const superior = (parent: OrganId | null, day: string) =>
        parent && this.#organ(parent, stateOn(histories, parent, day))
      changes.push({ what: 'moved', organ, before: superior(before.parent, from), after: superior(after.parent, to) })
    }
    return changes
  }
}

function stateOn(histories: OrganHistories, organ: OrganId, day: string): OrganState | undefined {
  const history = histories.get(organKey(organ))
  return history && (organAt(history, day) ?? history.states.at(-1))
}

function nameOf({ nameZh, nameEn }: OrganState): LocalText {
  return [
    ...(nameZh === null ? [] : [{ lang: 'zh', text: nameZh }]),
    ...(nameEn === null ? [] : [{ lang: 'en', text: nameEn }]),
  ]
}
