import { MergeError } from '../errors.ts'
import { dateOf } from '../facts.ts'
import type { Json, JsonObject } from '../json/parse.ts'
import { type RuleBook, releaseRules } from './rules.ts'

/** One process as its releases tell it together. */
export type MergedRelease = {
  /** As it is now (§ "Merging", "Compiled release"). */
  readonly compiled: JsonObject
  /** Each value that each field has had, and by which release (§ "Merging", "Versioned release"). */
  readonly versioned: JsonObject
}

/**
 * Merges the releases of one contracting process by the rules of OCDS 1.1.5: in the order of their dates, at the same
 * instant in the order given; objects member by member, lists of objects by the ids of their items, all else as a whole.
 * A null takes a value away. Items without an id are added each time.
 *
 * The same as the reference implementation (`ocdsmerge` 0.8) wherever that is consistent. It is refused, and there not, when
 * a field is a value in one release and an object in another; ids 1 and "1" are one here; dates with several offsets are
 * ordered by the instant and not by their letters.
 *
 * @throws {MergeError} ocds-merge-empty, ocds-merge-ocid, ocds-merge-date, ocds-merge-id, ocds-merge-type; `at` is the
 * place of the release in the list
 */
export function mergeReleases(releases: readonly JsonObject[]): MergedRelease {
  const ordered = inOrder(releases)
  const last = ordered.at(-1)!.release
  const whole = new Parts()
  for (const { release, at } of ordered) new Merge(release, at).object(whole, release, releaseRules)
  const { ocid, date } = last
  return {
    get compiled() {
      const known = { id: `${ocid}-${date}`, date: date!, tag: ['compiled'] }
      return { ...known, ...objectOf(whole, ({ history }) => history.at(-1)!.value ?? undefined) }
    },
    get versioned() {
      return { ...objectOf(whole, ({ history }) => history), ocid: ocid! }
    },
  }
}

type Ordered = { readonly release: JsonObject; readonly at: number; readonly time: number }

function inOrder(releases: readonly JsonObject[]): Ordered[] {
  if (releases.length === 0) throw new MergeError({ code: 'ocds-merge-empty', at: 0 })
  const { ocid } = releases[0]!
  const timed = releases.map((release, at) => {
    if (typeof release.ocid !== 'string' || release.ocid !== ocid) throw new MergeError({ code: 'ocds-merge-ocid', at })
    const time = typeof release.date === 'string' ? dateOf(release.date) : null
    if (time === null) throw new MergeError({ code: 'ocds-merge-date', at })
    return { release, at, time }
  })
  return timed.sort((left, right) => left.time - right.time)
}

/** A member of a process: what it has been, its own members, or the items of a list. */
type Slot = Leaf | Parts | Items

/** The members are those of the standard's versioned value. */
type Version = {
  readonly releaseID: Json
  readonly releaseDate: Json
  readonly releaseTag: Json
  readonly value: Json
}
class Leaf {
  readonly history: Version[] = []
  /** Whose the last version is. */
  by: Merge | null = null
}
class Parts {
  /** An item's own, by which it is found: it has no history. */
  readonly id: Json
  readonly members = new Map<string, Slot>()

  constructor(id: Json = null) {
    this.id = id
  }
}
class Items {
  readonly all: Parts[] = []
  readonly byId = new Map<string | null, Parts>()
}

/** One release's turn. */
class Merge {
  readonly #release: JsonObject
  readonly #at: number

  constructor(release: JsonObject, at: number) {
    this.#release = release
    this.#at = at
  }

  /** @returns whether it says anything: what holds nothing but empty objects and lists does not come to be */
  object(parts: Parts, value: JsonObject, rules: RuleBook | undefined): boolean {
    let says = false
    for (const [name, member] of Object.entries(value)) {
      const rule = rules?.get(name)
      if (rule === 'omit') continue
      if (name === 'id' && parts.id !== null) says = true
      else if (rule === 'whole' || !isMergeable(member)) says = this.#leaf(parts, name, member)
      else if (this.#part(parts, name, member, rule)) says = true
    }
    return says
  }

  /** Null in the place of an object or a list takes nothing away; its members can be. */
  #leaf(parts: Parts, name: string, value: Json): true {
    const slot = parts.members.get(name) ?? new Leaf()
    if (!(slot instanceof Leaf)) {
      if (value === null) return true
      throw this.#wrongType()
    }
    parts.members.set(name, slot)
    // Of objects with the same id in one release the last one's word counts.
    if (slot.by === this) slot.history.pop()
    const last = slot.history.at(-1)
    const isNew = last === undefined || !isSame(last.value, value)
    slot.by = isNew ? this : null
    if (isNew) {
      const { id: releaseID = null, date: releaseDate = null, tag: releaseTag = null } = this.#release
      slot.history.push({ releaseID, releaseDate, releaseTag, value })
    }
    return true
  }

  #part(parts: Parts, name: string, value: JsonObject | readonly JsonObject[], rule: RuleBook | undefined): boolean {
    const known = parts.members.get(name)
    const isList = Array.isArray(value)
    const isGone = known === undefined || (known instanceof Leaf && known.history.at(-1)!.value === null)
    const slot = isGone ? new (isList ? Items : Parts)() : known
    const isEmpty = isList ? value.length === 0 : Object.keys(value).length === 0
    if (isEmpty) return false
    if (!(slot instanceof (isList ? Items : Parts))) throw this.#wrongType()
    const says =
      slot instanceof Items
        ? this.#items(slot, value as readonly JsonObject[], rule)
        : this.object(slot, value as JsonObject, rule)
    if (says) parts.members.set(name, slot)
    return says
  }

  #items(items: Items, values: readonly JsonObject[], rules: RuleBook | undefined): boolean {
    let says = false
    for (const value of values) {
      const key = this.#keyOf(value)
      const known = key === undefined ? undefined : items.byId.get(key)
      const item = known ?? new Parts(value.id ?? null)
      if (!this.object(item, value, rules)) continue
      says = true
      if (known !== undefined) continue
      items.all.push(item)
      if (key !== undefined) items.byId.set(key, item)
    }
    return says
  }

  /** Undefined: it has none, and nothing is the same as it. */
  #keyOf({ id }: JsonObject): string | null | undefined {
    if (id === undefined || id === null || typeof id === 'string') return id
    if (typeof id === 'number') return String(id)
    throw new MergeError({ code: 'ocds-merge-id', at: this.#at })
  }

  #wrongType(): MergeError {
    return new MergeError({ code: 'ocds-merge-type', at: this.#at })
  }
}

/** Objects, and lists of nothing but objects. */
function isMergeable(value: Json): value is JsonObject | readonly JsonObject[] {
  if (value === null || typeof value !== 'object') return false
  return (
    !Array.isArray(value) || value.every((item) => item !== null && typeof item === 'object' && !Array.isArray(item))
  )
}

function isSame(left: Json, right: Json): boolean {
  if (left === right) return true
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const [some, others] = [Object.entries(left), Object.entries(right)]
  if (some.length !== others.length) return false
  return some.every(([name, value]) => Object.hasOwn(right, name) && isSame(value, (right as JsonObject)[name]!))
}

/** `shown`: what stands for a leaf; undefined where nothing does. */
function objectOf(parts: Parts, shown: (leaf: Leaf) => Json | undefined): JsonObject {
  const members: [string, Json][] = parts.id === null ? [] : [['id', parts.id]]
  for (const [name, slot] of parts.members) {
    const value = shownOf(slot, shown)
    if (value !== undefined) members.push([name, value])
  }
  return Object.fromEntries(members)
}

function shownOf(slot: Slot, shown: (leaf: Leaf) => Json | undefined): Json | undefined {
  if (slot instanceof Leaf) return shown(slot)
  return slot instanceof Parts ? objectOf(slot, shown) : slot.all.map((item) => objectOf(item, shown))
}
