import { type Cbor, compareBytes } from '@gongshi/protocol'
import type { StateReader, StateWriter } from './host.ts'
import { encodedSize, headSize } from './meter.ts'

/**
 * An ordered set of byte strings, kept as pages that are state values: a B+ tree whose every node stands under the
 * state root. So a range is as provable as a row, and a page that was lost reads as a missing value, never as "none".
 *
 * The root stands at key [set, 0], the other nodes at [set, id]. A node is [level, entries], the root
 * [level, entries, nextId, size]; entries of level 0 are members in byte order, of higher levels [lowest, childId].
 * An empty set has no node at all.
 */
export type PageSet = { readonly affair: string; readonly table: string; readonly set: Cbor }

// PERF: a page is encoded and hashed anew at each change of a member, so it is small: 1 to 2 KB for ids and due items. A
// set of a million members is five pages deep.
const maxEntries = 32
const minEntries = 8
/** Longest member. Keys of rows and due items are far below. */
export const maxMemberBytes = 1_024

type Branch = readonly [lowest: Uint8Array, child: number]
type Entry = Uint8Array | Branch
/** `bytes`: what the entries' encodings take. */
type Node = { readonly level: number; readonly entries: readonly Entry[]; readonly bytes: number }
type Root = Node & { readonly nextId: number; readonly size: number }

const empty: Root = { level: 0, entries: [], bytes: 0, nextId: 1, size: 0 }

/** Adds a member; false when it was there already. @throws {RangeError} for a member over `maxMemberBytes` */
export function insertMember(state: StateWriter, at: PageSet, member: Uint8Array): boolean {
  if (member.length > maxMemberBytes) throw new RangeError('member too long for a page')
  const tree = new Tree(state, at)
  return tree.insert(member)
}

/** Takes a member out; false when it was not there. */
export function removeMember(state: StateWriter, at: PageSet, member: Uint8Array): boolean {
  return new Tree(state, at).remove(member)
}

export function hasMember(state: StateReader, at: PageSet, member: Uint8Array): boolean {
  const first = rangeOfMembers(state, at, { from: member, limit: 1 })[0]
  return first !== undefined && compareBytes(first, member) === 0
}

/** Number of members: one read. */
export function countMembers(state: StateReader, at: PageSet): number {
  return readRoot(state, at)?.size ?? 0
}

/** Members from `from` (included) to `to` (excluded), in byte order, at most `limit`. */
export function rangeOfMembers(
  state: StateReader,
  at: PageSet,
  range: { readonly from?: Uint8Array; readonly to?: Uint8Array; readonly limit: number },
): Uint8Array[] {
  const found: Uint8Array[] = []
  const root = readRoot(state, at)
  if (root !== undefined) collect(state, at, root, range, found)
  return found
}

function collect(
  state: StateReader,
  at: PageSet,
  node: Node,
  range: { readonly from?: Uint8Array; readonly to?: Uint8Array; readonly limit: number },
  found: Uint8Array[],
): void {
  let index =
    range.from === undefined ? 0 : node.level === 0 ? lowerBound(node, range.from) : childIndex(node, range.from)
  for (; index < node.entries.length && found.length < range.limit; index++) {
    const entry = node.entries[index]!
    if (range.to !== undefined && (node.level === 0 || index > 0) && compareBytes(lowest(entry), range.to) >= 0) return
    if (entry instanceof Uint8Array) found.push(entry)
    else collect(state, at, readNode(state, at, entry[1]), range, found)
  }
}

class Tree {
  readonly #state: StateWriter
  readonly #at: PageSet
  #nextId = 1

  constructor(state: StateWriter, at: PageSet) {
    this.#state = state
    this.#at = at
  }

  insert(member: Uint8Array): boolean {
    const root = readRoot(this.#state, this.#at) ?? empty
    this.#nextId = root.nextId
    const pages = this.#inserted(root, member)
    if (pages === undefined) return false
    const [only, ...others] = pages
    if (others.length === 0) this.#putRoot(only!, root.size + 1)
    else {
      const branches = pages.map((page): Branch => [lowest(page.entries[0]!), this.#putNew(page)])
      this.#putRoot(nodeOf(root.level + 1, branches), root.size + 1)
    }
    return true
  }

  remove(member: Uint8Array): boolean {
    const root = readRoot(this.#state, this.#at)
    if (root === undefined) return false
    this.#nextId = root.nextId
    let left = this.#removed(root, member)
    if (left === undefined) return false
    while (left.level > 0 && left.entries.length === 1) {
      const id = (left.entries[0] as Branch)[1]
      left = readNode(this.#state, this.#at, id)
      this.#drop(id)
    }
    if (left.entries.length === 0) this.#drop(0)
    else this.#putRoot(left, root.size - 1)
    return true
  }

  /** The one or two pages that take the node's place, or undefined when the member is there already. */
  #inserted(node: Node, member: Uint8Array): Node[] | undefined {
    if (node.level === 0) {
      const index = lowerBound(node, member)
      const there = node.entries[index]
      if (there !== undefined && compareBytes(there as Uint8Array, member) === 0) return undefined
      return divided(replaced(node, index, 0, [member]))
    }
    const index = childIndex(node, member)
    const [low, id] = node.entries[index] as Branch
    const child = readNode(this.#state, this.#at, id)
    const pages = this.#inserted(child, member)
    if (pages === undefined) return undefined
    // PERF: most insertions change a leaf page and nothing above it but the size in the root.
    if (pages[0] !== child) this.#put(id, pages[0]!)
    if (pages.length === 1 && compareBytes(member, low) >= 0) return [node]
    const branches: Branch[] = [[compareBytes(member, low) < 0 ? member : low, id]]
    for (const page of pages.slice(1)) branches.push([lowest(page.entries[0]!), this.#putNew(page)])
    return divided(replaced(node, index, 1, branches))
  }

  /** What is left of the node, its children balanced; undefined when the member is not there. */
  #removed(node: Node, member: Uint8Array): Node | undefined {
    if (node.level === 0) {
      const index = lowerBound(node, member)
      const there = node.entries[index]
      if (there === undefined || compareBytes(there as Uint8Array, member) !== 0) return undefined
      return replaced(node, index, 1, [])
    }
    const index = childIndex(node, member)
    const [, id] = node.entries[index] as Branch
    const left = this.#removed(readNode(this.#state, this.#at, id), member)
    if (left === undefined) return undefined
    if (left.entries.length >= minEntries || node.entries.length === 1) {
      this.#put(id, left)
      return node
    }
    return this.#balanced(node, index, left)
  }

  /** Joins the thin child with a neighbour, and cuts the two in halves again when they do not fit one page. */
  #balanced(node: Node, index: number, thin: Node): Node {
    const first = index === 0 ? 0 : index - 1
    const [low, leftId] = node.entries[first] as Branch
    const [, rightId] = node.entries[first + 1] as Branch
    const other = readNode(this.#state, this.#at, index === 0 ? rightId : leftId)
    const joined = index === 0 ? [...thin.entries, ...other.entries] : [...other.entries, ...thin.entries]
    const [left, right] = divided({ level: thin.level, entries: joined, bytes: thin.bytes + other.bytes })
    this.#put(leftId, left!)
    const branches: Branch[] = [[low, leftId]]
    if (right === undefined) this.#drop(rightId)
    else {
      this.#put(rightId, right)
      branches.push([lowest(right.entries[0]!), rightId])
    }
    return replaced(node, first, 2, branches)
  }

  #putRoot({ level, entries, bytes }: Node, size: number): void {
    const value = [level, entries, this.#nextId, size]
    const sized = { value, bytes: headsOf(entries, [this.#nextId, size]) + bytes }
    this.#state.putSized(this.#at.affair, this.#at.table, [this.#at.set, 0], sized)
  }

  #put(id: number, { level, entries, bytes }: Node): void {
    const sized = { value: [level, entries], bytes: headsOf(entries, []) + bytes }
    this.#state.putSized(this.#at.affair, this.#at.table, [this.#at.set, id], sized)
  }

  #putNew(node: Node): number {
    const id = this.#nextId++
    this.#put(id, node)
    return id
  }

  #drop(id: number): void {
    this.#state.remove(this.#at.affair, this.#at.table, [this.#at.set, id])
  }
}

/** PERF: the sizes are carried along, so that no page is walked through at each change of one entry. */
function replaced(node: Node, index: number, removed: number, added: readonly Entry[]): Node {
  const { level, entries } = node
  const bytes = node.bytes + bytesOf(added) - (removed === 0 ? 0 : bytesOf(entries.slice(index, index + removed)))
  return { level, entries: entries.toSpliced(index, removed, ...added), bytes }
}

function nodeOf(level: number, entries: readonly Entry[]): Node {
  return { level, entries, bytes: bytesOf(entries) }
}

function divided(node: Node): Node[] {
  if (node.entries.length <= maxEntries) return [node]
  const middle = node.entries.length >> 1
  return [nodeOf(node.level, node.entries.slice(0, middle)), nodeOf(node.level, node.entries.slice(middle))]
}

function readRoot(state: StateReader, at: PageSet): Root | undefined {
  const read = state.getSized(at.affair, at.table, [at.set, 0])
  if (read === undefined) return undefined
  const [level, entries, nextId, size] = read.value as [number, readonly Entry[], number, number]
  return { level, entries, bytes: read.bytes - headsOf(entries, [nextId, size]), nextId, size }
}

/** A page that its parent names is there: the host checks every value, and every absence, against the state root. */
function readNode(state: StateReader, at: PageSet, id: number): Node {
  const read = state.getSized(at.affair, at.table, [at.set, id])
  if (read === undefined) throw new RangeError('a page of an ordered set is missing')
  const [level, entries] = read.value as [number, readonly Entry[]]
  return { level, entries, bytes: read.bytes - headsOf(entries, []) }
}

/** Bytes of a node's encoding beside its entries: its own head, the level, the head of the entries, and what follows them. */
function headsOf(entries: readonly Entry[], more: readonly number[]): number {
  return more.reduce((sum, count) => sum + headSize(count), 2 + headSize(entries.length))
}

function bytesOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + encodedSize(entry), 0)
}

function lowest(entry: Entry): Uint8Array {
  return entry instanceof Uint8Array ? entry : entry[0]
}

/** Index of the first entry that is not below the member. */
function lowerBound(node: Node, member: Uint8Array): number {
  let low = 0
  let high = node.entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareBytes(lowest(node.entries[middle]!), member) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the child in which the member stands or would stand: the last whose lowest is not above it, else the first. */
function childIndex(node: Node, member: Uint8Array): number {
  const index = lowerBound(node, member)
  const entry = node.entries[index]
  if (entry !== undefined && compareBytes(lowest(entry), member) === 0) return index
  return index === 0 ? 0 : index - 1
}
