import { GongshiError, type NoteKey, openCheckpoint } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { MirrorError } from '../mirror/errors.ts'
import { LogSource } from '../mirror/logSource.ts'
import type { MirrorFolder } from '../mirror/mirrorFolder.ts'
import { mirrorLog } from '../mirror/mirrorLog.ts'
import { type Comparison, compareCheckpoints, type SignedCheckpoint } from '../mirror/twoCheckpoints.ts'

export type Place = Pick<Client, 'url' | 'fetch' | 'language' | 'sleep'>

/** `code` is that of the failure under it; `proof` the path of the file that shows it to others, where there is one. */
export type PlaceFault = {
  readonly kind: 'fork' | 'rollback' | 'unverified' | 'unreachable'
  readonly code: string
  readonly proof: string | null
}

/** `note` is the verified checkpoint that the place showed; null where none was. */
export type Seen = { readonly note: string | null; readonly size: number; readonly fault: PlaceFault | null }

type Watching = {
  readonly path: string
  readonly folder: MirrorFolder
  readonly keys: readonly NoteKey[]
  readonly signal: AbortSignal
}

/** What a place answered when it was asked where the log stands; one of the two is null. */
export type PlaceAnswer = {
  readonly place: Place
  readonly opened: { readonly source: LogSource; readonly note: string } | null
  readonly fault: PlaceFault | null
}

/** Asks one place; several are asked side by side, so that a slow one holds up no other. @throws {ClientError} client-cancelled */
export async function askPlace(place: Place, signal: AbortSignal): Promise<PlaceAnswer> {
  try {
    return { place, opened: await LogSource.open(place, signal), fault: null }
  } catch (error) {
    return { place, opened: null, fault: faultFrom(error, signal) }
  }
}

/**
 * Looks at a log as one place shows it: what is new is copied, all checked; what is not is compared with the copy, which
 * holds all that any place has shown before. `before` is the largest size that this very place has shown.
 * @throws {MirrorError} mirror-file-unwritable; {ClientError} client-cancelled
 */
export async function watchPlace(answer: PlaceAnswer, before: number, watching: Watching): Promise<Seen> {
  const { place, opened } = answer
  if (opened === null) return { note: null, size: before, fault: answer.fault }
  let note: string | null = null
  let size = before
  try {
    const { keys, folder, signal } = watching
    const served = signedBy(opened.note, keys)
    note = served.note
    size = served.checkpoint.size
    const keptNote = await folder.checkpoint()
    const kept = keptNote === null ? null : signedBy(keptNote, keys)
    if (kept === null || (size > kept.checkpoint.size && served.checkpoint.origin === kept.checkpoint.origin)) {
      const options = {
        client: place,
        folder: watching.path,
        keys,
        recheck: false,
        signal,
        onProgress: () => undefined,
      }
      return { note, size: (await mirrorLog(options)).size, fault: null }
    }
    const compared = await compare(kept, served, opened.source, folder)
    return { note, size: Math.max(size, before), fault: await faultOf(compared, size < before, folder) }
  } catch (error) {
    return { note, size: Math.max(size, before), fault: faultFrom(error, watching.signal) }
  }
}

function signedBy(note: string, keys: readonly NoteKey[]): SignedCheckpoint {
  return { note, checkpoint: openCheckpoint(note, keys).checkpoint }
}

/** By the copy's tiles, or where the other one is larger, by those that are served. @throws {MirrorError} mirror-tile-mismatch */
async function compare(
  kept: SignedCheckpoint,
  served: SignedCheckpoint,
  source: LogSource,
  folder: MirrorFolder,
): Promise<Comparison> {
  const compared =
    served.checkpoint.size <= kept.checkpoint.size
      ? await compareCheckpoints(served, kept, (name) => folder.tile(name))
      : await compareCheckpoints(kept, served, (name) => source.tile(name))
  if (compared === null) throw new MirrorError({ code: 'mirror-tile-mismatch', path: 'tile/0' })
  return compared
}

async function faultOf(
  { verdict, evidence }: Comparison,
  shrank: boolean,
  folder: MirrorFolder,
): Promise<PlaceFault | null> {
  if (verdict === 'forked') return { kind: 'fork', code: 'mirror-log-forked', proof: await folder.writeProof(evidence) }
  if (!shrank) return null
  return { kind: 'rollback', code: 'mirror-log-shrank', proof: await folder.writeProof(evidence) }
}

/** What a place is to blame for; anything else is thrown on. */
function faultFrom(error: unknown, signal: AbortSignal): PlaceFault {
  if (!(error instanceof GongshiError) || signal.aborted) throw error
  const { failure } = error as GongshiError<{ readonly code: string; readonly proof?: string }>
  const { code, proof = null } = failure
  if (code === 'mirror-file-unwritable') throw error
  if (code === 'mirror-log-forked') return { kind: 'fork', code, proof }
  if (code === 'mirror-log-shrank') return { kind: 'rollback', code, proof }
  const absent = /^client-|^mirror-(log-absent|tile-missing)$/.test(code)
  return { kind: absent ? 'unreachable' : 'unverified', code, proof }
}
