import { OcdsError } from '../errors.ts'
import { type Found, ReleaseFinder } from '../findReleases.ts'
import { type JsonObject, parseObject } from '../json/parse.ts'
import { recordOf } from '../record.ts'
import type { ProcessRecord } from './indicator.ts'

/** Processes of a file, in the order in which they come up, and of how much of it nothing could be made. */
export type ReadRecords = {
  readonly records: readonly ProcessRecord[]
  /** Releases that could not be read; what is broken as JSON ends the reading, and counts as one. */
  readonly unreadable: number
  /** Processes whose releases contradict each other so that they cannot be merged. */
  readonly unmerged: number
}

/**
 * Reads any package of releases or records, or JSON lines, and merges what is of one process. Other than `readReleases` it asks a
 * release for its ocid alone: those that say only what changed are as good here. All of it stands in memory.
 */
export async function readRecords(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ReadRecords> {
  const finder = new ReleaseFinder()
  const gathered = new Gathered()
  for await (const chunk of bytes) {
    const { found, failure } = finder.feed(chunk)
    gathered.take(found)
    if (failure !== undefined) return gathered.told(1)
  }
  const { found, failure } = finder.finish()
  gathered.take(found)
  return gathered.told(failure === undefined ? 0 : 1)
}

class Gathered {
  readonly #releases = new Map<string, Map<string, JsonObject>>()
  #unreadable = 0
  #embedded = 0
  #compiled: Uint8Array | null = null

  take(found: readonly Found[]): void {
    for (const item of found) {
      if (item.kind === 'refused') this.#unreadable++
      else if (item.kind === 'compiled') this.#compiled = item.bytes
      else if (item.kind === 'recordEnd') this.#endRecord()
      else if (item.kind === 'release') this.#add(parsed(item.bytes))
    }
  }

  /** A record without releases of its own is what it was compiled to. */
  #endRecord(): void {
    if (this.#embedded === 0 && this.#compiled !== null) this.#add(parsed(this.#compiled))
    this.#embedded = 0
    this.#compiled = null
  }

  #add(release: JsonObject | null): void {
    // A record may only link to its releases.
    if (release !== null && release.ocid === undefined && typeof release.url === 'string') return
    this.#embedded++
    if (typeof release?.ocid !== 'string') {
      this.#unreadable++
      return
    }
    const known = this.#releases.get(release.ocid) ?? new Map<string, JsonObject>()
    this.#releases.set(release.ocid, known.set(JSON.stringify(release.id ?? known.size), release))
  }

  told(broken: number): ReadRecords {
    const made = [...this.#releases.values()].map((each) => recordOf([...each.values()]))
    const records = made.filter((record) => record.compiledRelease !== undefined) as unknown as ProcessRecord[]
    return { records, unreadable: this.#unreadable + broken, unmerged: made.length - records.length }
  }
}

function parsed(bytes: Uint8Array): JsonObject | null {
  try {
    return parseObject(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).value
  } catch (error) {
    if (error instanceof OcdsError || error instanceof TypeError) return null
    throw error
  }
}
