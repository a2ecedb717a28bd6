import type { ContentStore } from '@gongshi/contents'
import { GongshiError, hexName } from '@gongshi/protocol'
import { membersOfText } from '../masking/publicDocument.ts'
import { packBytes, unpackBytes } from './batch.ts'
import type { Given } from './calls.ts'

export type SourceContents = Pick<ContentStore, 'commitments' | 'isPacked' | 'readChosen'>

/** `isScan`: contents that were there when the writer began; otherwise those that came or went since. */
export type ContentBatch = Given & { readonly isScan: boolean; readonly isLast: boolean }

/**
 * Of each content that was asked for, how many members follow, each as its path and its bytes; null: it is not held. As
 * many as one answer takes, from the first one on.
 */
export type ContentBytes = Given & { readonly counts: readonly (number | null)[] }

/** `ifAtHand`: one of which it takes a look at the disk to say whether it is held counts as not held. */
export type ContentsAsked = Given & { readonly generation: number; readonly ifAtHand: boolean }

/** What a generation has not been told of yet. */
type Feed = { scan: AsyncGenerator<Uint8Array> | null; changed: Set<string> }

const atOnce = 1000
const mostBytes = 2 ** 20
/** Contents read together, which mostly lie one behind the other. */
const readAtOnce = 32
/** More than so many changes are not remembered: everything is looked at once more. */
const mostChanged = 100_000
/** One that serves and one that is being made. */
const mostFeeds = 2

/** What the writer's thread is handed of the contents beside the ledger: which there are, and their bytes. */
export class DocumentSource {
  readonly #contents: SourceContents | null
  readonly #feeds = new Map<number, Feed>()

  constructor(contents: SourceContents | null) {
    this.#contents = contents
  }

  /** A content came, or is gone. */
  changed(commitment: Uint8Array): void {
    const id = hexName(commitment)
    for (const feed of this.#feeds.values()) {
      feed.changed.add(id)
      if (feed.changed.size > mostChanged) this.#begin(feed)
    }
  }

  hasNews(generation: number): boolean {
    const feed = this.#feeds.get(generation)
    return feed === undefined ? false : feed.scan !== null || feed.changed.size > 0
  }

  /** The next commitments that a generation should look at. With `isFirst`, all that are held, then what changes. */
  async next({ generation, isFirst }: { generation: number; isFirst: boolean }): Promise<ContentBatch> {
    const feed = this.#feedOf(generation, isFirst)
    const isScan = feed.scan !== null
    const batch = isScan ? await nextOf(feed) : takeSome(feed.changed)
    return { bytes: packBytes(batch), isScan, isLast: feed.scan === null && feed.changed.size === 0 }
  }

  #feedOf(generation: number, isFirst: boolean): Feed {
    const known = this.#feeds.get(generation)
    if (known !== undefined && !isFirst) return known
    const feed: Feed = { scan: null, changed: new Set() }
    this.#begin(feed)
    this.#feeds.delete(generation)
    this.#feeds.set(generation, feed)
    for (const oldest of this.#feeds.keys()) {
      if (this.#feeds.size <= mostFeeds) break
      this.#feeds.delete(oldest)
    }
    return feed
  }

  #begin(feed: Feed): void {
    feed.scan = this.#contents?.commitments() ?? null
    feed.changed.clear()
  }

  /**
   * What the public texts of these contents are made of. Masking and cutting words is the other thread's work. That such a content came
   * need not be told any more.
   */
  async read({ bytes, generation, ifAtHand }: ContentsAsked): Promise<ContentBytes> {
    const changed = this.#feeds.get(generation)?.changed
    const counts: (number | null)[] = []
    const parts: Uint8Array[] = []
    const asked = unpackBytes(bytes) as Uint8Array[]
    let size = 0
    const read = async (commitment: Uint8Array) => {
      if (ifAtHand && !this.#contents?.isPacked(commitment)) return null
      const id = hexName(commitment)
      const isNews = changed?.delete(id) // before it is read: what changes from now on is told
      const members = await this.#members(commitment)
      if (members === null && isNews) changed?.add(id)
      return members
    }
    while (counts.length < asked.length && size < mostBytes)
      for (const members of await Promise.all(asked.slice(counts.length, counts.length + readAtOnce).map(read))) {
        counts.push(members === null ? null : members.length)
        for (const [path, member] of members ?? []) {
          parts.push(path, member)
          size += member.length
        }
      }
    return { counts, bytes: packBytes(parts) }
  }

  async #members(commitment: Uint8Array): Promise<[Uint8Array, Uint8Array][] | null> {
    if (this.#contents === null) return null
    try {
      const members = await this.#contents.readChosen(commitment, membersOfText)
      return members.map(({ path, bytes }) => [Buffer.from(path), bytes])
    } catch (error) {
      if (error instanceof GongshiError) return null // absent, erased or damaged
      throw error
    }
  }
}

async function nextOf(feed: Feed): Promise<Uint8Array[]> {
  const { scan } = feed
  const batch: Uint8Array[] = []
  while (batch.length < atOnce) {
    const { value, done } = await scan!.next()
    if (done) {
      if (feed.scan === scan) feed.scan = null // it may have been begun anew meanwhile
      break
    }
    batch.push(value)
  }
  return batch
}

function takeSome(ids: Set<string>): Uint8Array[] {
  const batch: Uint8Array[] = []
  for (const id of ids) {
    if (batch.length === atOnce) break
    ids.delete(id)
    batch.push(Buffer.from(id, 'hex'))
  }
  return batch
}
