import type { JsonObject } from '../json/parse.ts'
import { readReleases } from '../readReleases.ts'
import { recordOf } from '../record.ts'
import type { ProcessRecord } from './indicator.ts'

/** Processes of a file, in the order in which they come up, and of how much of it nothing could be made. */
export type ReadRecords = {
  readonly records: readonly ProcessRecord[]
  /** Releases that could not be read. */
  readonly unreadable: number
  /** Processes whose releases contradict each other so that they cannot be merged. */
  readonly unmerged: number
}

/** Reads any package of releases or records, or JSON lines, and merges what is of one process. All of it stands in memory. */
export async function readRecords(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ReadRecords> {
  const releases = new Map<string, JsonObject[]>()
  let unreadable = 0
  for await (const read of readReleases(bytes)) {
    if (!read.ok) unreadable++
    else releases.set(read.release.ocid, [...(releases.get(read.release.ocid) ?? []), read.value])
  }
  const made = [...releases.values()].map((each) => recordOf(each))
  const records = made.filter((record) => record.compiledRelease !== undefined) as unknown as ProcessRecord[]
  return { records, unreadable, unmerged: made.length - records.length }
}
