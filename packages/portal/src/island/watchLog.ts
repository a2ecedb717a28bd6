import {
  GongshiError,
  NoteError,
  type NoteKey,
  openCheckpoint,
  type TileName,
  tilePath,
  toHex,
} from '@gongshi/protocol'
import { compareCheckpoints, formatTwoCheckpoints, type SignedCheckpoint } from '@gongshi/sdk/browser'
import { openStorage } from '../verifier/trustSource.ts'
import { fetchOk, readerTrust } from './readerTrust.ts'

/** A checkpoint that this browser has verified: as its publisher signed it, and when it was seen (Unix milliseconds). */
export type Visit = { readonly seen: number; readonly size: number; readonly root: string; readonly note: string }

/**
 * What a visit found. `hashes`: of the proof that the log at the last visit is how the log of now began. `file` shows a fault to others;
 * its fork is judged by `gongshi verify`.
 */
export type Watched =
  | { readonly state: 'first'; readonly now: Visit; readonly isKept: boolean }
  | { readonly state: 'consistent'; readonly visits: readonly Visit[]; readonly hashes: readonly string[] }
  | { readonly state: 'forked' | 'shrunk'; readonly visits: readonly Visit[]; readonly file: string }
  | { readonly state: 'unverified'; readonly code: string; readonly file: string }

const prefix = 'gongshi/watch/1/'
/** Visits that are kept, the first one among them: what was seen longest ago can least be taken back. */
const mostVisits = 12

/** Takes the newest checkpoint, compares it with the last one that this browser kept, and keeps it where it goes on from there. */
export async function watchLog(trust: string): Promise<Watched> {
  const [{ root }, note] = await Promise.all([
    readerTrust(trust),
    fetchOk('/log/checkpoint', 'text/plain').then((response) => response.text()),
  ])
  const kept = recallVisits(root.chainId)
  const last = kept.at(-1)
  try {
    const served = signedBy(note, root.root.logKeys)
    const now = visitOf(served)
    if (last === undefined || last.size === 0) return { state: 'first', now, isKept: keepVisits(root.chainId, [now]) }
    const watched = await compare(signedBy(last.note, root.root.logKeys), served, [...kept, now])
    if (watched.state === 'consistent') keepVisits(root.chainId, bounded(watched.visits))
    return watched
  } catch (error) {
    if (!(error instanceof GongshiError)) throw error
    return { state: 'unverified', code: error.code, file: [last?.note ?? '', note].join('\n') }
  }
}

/** The reader begins anew, as on another machine. */
export function forgetVisits(): void {
  const storage = openStorage()
  const keys = Array.from({ length: storage?.length ?? 0 }, (_, at) => storage?.key(at) ?? '')
  for (const key of keys) if (key.startsWith(prefix)) storage?.removeItem(key)
}

function signedBy(note: string, keys: readonly NoteKey[]): SignedCheckpoint {
  return { note, checkpoint: openCheckpoint(note, keys).checkpoint }
}

function visitOf({ note, checkpoint: { size, root } }: SignedCheckpoint): Visit {
  return { seen: Date.now(), size, root: toHex(root), note }
}

async function compare(kept: SignedCheckpoint, served: SignedCheckpoint, visits: readonly Visit[]): Promise<Watched> {
  if (served.checkpoint.size < kept.checkpoint.size)
    return { state: 'shrunk', visits, file: `${kept.note}\n${served.note}` }
  const compared = await compareCheckpoints(kept, served, fetchTile)
  if (compared === null) throw new NoteError({ code: 'tlog-proof-mismatch' })
  const { verdict, evidence } = compared
  if (verdict === 'forked') return { state: 'forked', visits, file: formatTwoCheckpoints(evidence) }
  return { state: 'consistent', visits, hashes: evidence.proof.map(toHex) }
}

/** Tiles never change, so the browser's own cache may hold them. */
async function fetchTile(name: TileName): Promise<Uint8Array> {
  const response = await fetchOk(`/log/${tilePath(name)}`, 'application/octet-stream')
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes.length !== name.width * 32) throw new NoteError({ code: 'tlog-proof-mismatch' })
  return bytes
}

function bounded(visits: readonly Visit[]): readonly Visit[] {
  return visits.length <= mostVisits ? visits : [visits[0]!, ...visits.slice(1 - mostVisits)]
}

function recallVisits(chainId: string): readonly Visit[] {
  try {
    const visits = JSON.parse(openStorage()?.getItem(prefix + chainId) ?? '[]') as unknown
    return Array.isArray(visits) ? visits.filter(isVisit) : []
  } catch {
    return [] // what does not parse was not written here
  }
}

function isVisit(value: unknown): value is Visit {
  const { seen, size, root, note } = (value ?? {}) as Partial<Record<keyof Visit, unknown>>
  const areNumbers = [seen, size].every((number) => Number.isSafeInteger(number) && (number as number) >= 0)
  return areNumbers && typeof root === 'string' && typeof note === 'string'
}

/** False where the browser keeps nothing: the next visit will be a first one again. */
function keepVisits(chainId: string, visits: readonly Visit[]): boolean {
  const storage = openStorage()
  storage?.setItem(prefix + chainId, JSON.stringify(visits))
  return storage !== null
}
