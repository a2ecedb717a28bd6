import { join } from 'node:path'
import { openCheckpoint, type TrustRoot, tileWidth, toHex } from '@gongshi/protocol'
import type { LogSource } from '../mirror/logSource.ts'
import { MirrorFolder } from '../mirror/mirrorFolder.ts'
import type { Alarm } from './alarm.ts'
import type { MonitorFolder } from './monitorFolder.ts'
import { type ReadEntry, readEntries, writeEntryProof } from './readEntries.ts'
import { type LogCopy, logCopy, type Recomputed, recomputeFaults } from './recompute.ts'
import { type MonitorRules, rulesOf } from './rules.ts'
import { type MonitorState, readState, writeState } from './state.ts'
import { askPlace, type Place, watchPlace } from './watchPlace.ts'
import { witnessedAt } from './witnessed.ts'

export type MonitorOptions = {
  /** Nodes, mirrors or static servers that show one log. */
  readonly places: readonly Place[]
  readonly trust: TrustRoot
  /** Its own: the copy of the log, proofs, state, alarms. */
  readonly folder: MonitorFolder
  readonly rules: MonitorRules
  /** Whether the first run tells of what was there before it, too. */
  readonly fromStart: boolean
  /** Executes the copy again (`recomputeLog` of `@gongshi/node`); null: nobody does. */
  readonly recompute: ((copy: LogCopy) => Promise<Recomputed>) | null
  readonly now: () => number
  readonly signal: AbortSignal
  /** Told, and kept in the folder, before it is remembered: after a kill an alarm may come twice, never not at all. */
  readonly onAlarm: (alarm: Alarm) => void | Promise<void>
}

/** `standing`: the faults that are there now, new or not, as `kind` or `kind address`. `recomputed`: null where nothing was. */
export type Monitored = {
  readonly size: number
  readonly alarms: number
  readonly standing: readonly string[]
  readonly recomputed: Recomputed | null
}

type Fault = Pick<Alarm, 'kind' | 'place' | 'entry' | 'code' | 'proof'>

/** The state is written so often while many entries are read. */
const bundlesAtOnce = 64

/**
 * Looks once at a log: each place's checkpoint under the pinned keys, consistent with all that were ever seen, by any; each
 * new entry by the rules. The copy it keeps makes it able to prove what it says.
 * @throws {MonitorError} monitor-state-malformed; {MirrorError} mirror-file-unwritable, mirror-tile-missing for a damaged
 * copy; {ClientError} client-cancelled
 */
export async function monitorLog(options: MonitorOptions): Promise<Monitored> {
  const run = new Run(options)
  return run.look()
}

class Run {
  readonly #options: MonitorOptions
  readonly #path: string
  readonly #folder: MirrorFolder
  #alarms = 0

  constructor(options: MonitorOptions) {
    this.#options = options
    this.#path = join(options.folder.path, 'log')
    this.#folder = new MirrorFolder(this.#path)
  }

  async look(): Promise<Monitored> {
    const { folder, now } = this.#options
    const before = await readState(folder.path)
    const state = before ?? { since: now(), read: 0, newest: null, shown: {}, standing: [] }
    const { faults, shown, notes, sources } = await this.#lookAtPlaces(state)
    const note = await this.#folder.checkpoint()
    const size = note === null ? 0 : openCheckpoint(note, this.#options.trust.logKeys).checkpoint.size
    const isFirst = before === null && !this.#options.fromStart
    const read = note === null ? state : await this.#read({ ...state, shown }, { note, size }, isFirst)
    faults.push(...this.#lateness(read, notes))
    const recomputed = note === null ? null : await this.#recompute({ note, size }, sources, faults)
    const standing = faults.map(({ kind, place }) => (place === null ? kind : `${kind} ${place}`))
    for (const [at, fault] of faults.entries())
      if (!state.standing.includes(standing[at]!)) await this.#tell({ ...fault, key: null })
    await writeState(folder.path, { ...read, shown, standing })
    return { size, alarms: this.#alarms, standing, recomputed }
  }

  async #lookAtPlaces(state: MonitorState): Promise<{
    faults: Fault[]
    shown: Record<string, number>
    notes: string[]
    sources: LogSource[]
  }> {
    const { places, trust, signal } = this.#options
    const watching = { path: this.#path, folder: this.#folder, keys: trust.logKeys, signal }
    const faults: Fault[] = []
    const notes: string[] = []
    const shown = { ...state.shown }
    const sources: LogSource[] = []
    const answers = await Promise.all(places.map((place) => askPlace(place, signal)))
    for (const answer of answers) {
      const { url } = answer.place
      const { note, size, fault } = await watchPlace(answer, shown[url] ?? 0, watching)
      shown[url] = size
      if (note !== null) notes.push(note)
      if (fault !== null) faults.push({ ...fault, place: url, entry: null })
      if (answer.opened !== null) sources.push(answer.opened.source)
    }
    return { faults, shown, notes, sources }
  }

  /** Faults that are found join the others. */
  async #recompute(
    head: { readonly note: string; readonly size: number },
    sources: readonly LogSource[],
    faults: Fault[],
  ): Promise<Recomputed | null> {
    const { recompute, folder } = this.#options
    if (recompute === null) return null
    const copy = logCopy(this.#folder, head.size, sources)
    const prove = async (index: number): Promise<string> => {
      const entry = (await copy.entries(Math.floor(index / tileWidth)))[index % tileWidth]!
      return writeEntryProof(folder.path, this.#folder, entry, head)
    }
    const done = await recomputeFaults(recompute, copy, prove)
    faults.push(...done.faults)
    return done.recomputed
  }

  /** Goes through what is new; in a first run that is not to tell of the past, only what the newest entry's time is. */
  async #read(state: MonitorState, head: { note: string; size: number }, isFirst: boolean): Promise<MonitorState> {
    const { size } = head
    let at: MonitorState = isFirst ? { ...state, read: Math.max(0, size - 1) } : state
    let bundles = 0
    for await (const entries of readEntries(this.#folder, at.read, size)) {
      this.#options.signal.throwIfAborted()
      if (!isFirst) for (const entry of entries) await this.#judge(entry, head)
      const last = entries.at(-1)!
      at = { ...at, read: last.index + 1, newest: last.leaf?.time ?? at.newest }
      if (++bundles % bundlesAtOnce === 0) await writeState(this.#options.folder.path, at)
    }
    return at
  }

  async #judge(entry: ReadEntry, head: { note: string; size: number }): Promise<void> {
    const { leaf, index } = entry
    const malformed = [{ kind: 'entry-malformed', key: null }] as const
    const hits = leaf === null ? malformed : rulesOf(leaf, this.#options.rules.entries)
    if (hits.length === 0) return
    const proof = await writeEntryProof(this.#options.folder.path, this.#folder, entry, head)
    for (const { kind, key } of hits)
      await this.#tell({ kind, place: null, entry: index, key: key && toHex(key), code: null, proof })
  }

  #lateness({ newest, since }: MonitorState, notes: readonly string[]): Fault[] {
    const { rules, trust, now } = this.#options
    const at = now()
    const nothing = { place: null, entry: null, code: null, proof: null }
    const isSilent = rules.silenceMs !== null && at - (newest ?? since) > rules.silenceMs
    const times = notes.map((note) => witnessedAt(note, trust.policy)).filter((time) => time !== null)
    const isStale = rules.witnessMs !== null && !times.some((time) => at - time <= rules.witnessMs!)
    return [
      ...(isSilent ? [{ kind: 'silence' as const, ...nothing }] : []),
      ...(isStale ? [{ kind: 'witnesses-stale' as const, ...nothing }] : []),
    ]
  }

  async #tell(alarm: Omit<Alarm, 'time'>): Promise<void> {
    this.#alarms++
    const told = { ...alarm, time: this.#options.now() }
    await this.#options.folder.keep(told)
    await this.#options.onAlarm(told)
  }
}
