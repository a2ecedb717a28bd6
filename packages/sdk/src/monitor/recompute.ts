import { GongshiError, logRoot, tileWidthAt } from '@gongshi/protocol'
import { MirrorError } from '../mirror/errors.ts'
import type { LogSource } from '../mirror/logSource.ts'
import type { MirrorFolder } from '../mirror/mirrorFolder.ts'
import { readHashes } from '../mirror/tileHashes.ts'
import type { Alarm } from './alarm.ts'
import { type ReadEntry, readBundle } from './readEntries.ts'

/** The monitor's own copy of a log, verified under the signed checkpoint; `parts` is what places say belongs to it, unverified. */
export type LogCopy = {
  readonly size: number
  /** The entries of part `part`, 256 of them unless it is the last. */
  readonly entries: (part: number) => Promise<readonly ReadEntry[]>
  /** `GET /log/parts/PART` as each place answers it, in turn. @throws {MirrorError} mirror-tile-missing when none does */
  readonly parts: (part: number) => AsyncIterable<Uint8Array>
  readonly rootAt: (size: number) => Promise<Uint8Array>
}

/** Entries `from` to `to`, excluded, were executed again; those below `from` came with a snapshot. */
export type Recomputed = { readonly from: number; readonly to: number; readonly end: RecomputeEnd }

/** As `@gongshi/ledger` has it: entry `index` is otherwise, or what belongs to it is not there, or not what was signed. */
type RecomputeEnd =
  | { readonly verdict: 'same' }
  | { readonly verdict: 'differs' | 'erased' | 'missing' | 'unfit'; readonly index: number }

/** `sources` in the order in which they are asked. */
export function logCopy(folder: MirrorFolder, size: number, sources: readonly LogSource[]): LogCopy {
  const tile = (name: Parameters<MirrorFolder['tile']>[0]) => folder.tile(name)
  return {
    size,
    entries: (part) => readBundle(folder, part, tileWidthAt(size, 'entries', part)),
    parts: (part) => partsOf(sources, part),
    rootAt: (at) => readHashes(size, tile, (hashes) => logRoot(hashes, at)),
  }
}

async function* partsOf(sources: readonly LogSource[], part: number): AsyncGenerator<Uint8Array> {
  const failures: unknown[] = []
  let answers = 0
  for (const source of sources) {
    const bytes = await source.findParts(part).catch((error: unknown) => {
      if (!(error instanceof GongshiError) || error.code === 'client-cancelled') throw error
      failures.push(error)
      return null
    })
    if (bytes === null) continue
    answers++
    yield bytes
  }
  if (answers > 0) return
  throw failures[0] ?? new MirrorError({ code: 'mirror-tile-missing', path: `parts/${part}`, status: 404 })
}

type Fault = Pick<Alarm, 'kind' | 'place' | 'entry' | 'code' | 'proof'>

/**
 * Has the copy executed again, and says what is wrong with it; whatever keeps it from being executed is a fault that stands, too.
 * @param prove writes the proof that the entry is in the log
 */
export async function recomputeFaults(
  recompute: (copy: LogCopy) => Promise<Recomputed>,
  copy: LogCopy,
  prove: (index: number) => Promise<string>,
): Promise<{ readonly recomputed: Recomputed | null; readonly faults: readonly Fault[] }> {
  const stopped = { kind: 'replay-stopped', place: null, proof: null } as const
  try {
    const recomputed = await recompute(copy)
    const { end } = recomputed
    if (end.verdict === 'same') return { recomputed, faults: [] }
    const { verdict, index: entry } = end
    if (verdict !== 'differs') return { recomputed, faults: [{ ...stopped, entry, code: `monitor-body-${verdict}` }] }
    const proof = await prove(entry)
    return { recomputed, faults: [{ kind: 'state-differs', place: null, entry, code: 'monitor-state-differs', proof }] }
  } catch (error) {
    if (!(error instanceof GongshiError) || error.code === 'client-cancelled') throw error
    return { recomputed: null, faults: [{ ...stopped, entry: null, code: error.code }] }
  }
}
