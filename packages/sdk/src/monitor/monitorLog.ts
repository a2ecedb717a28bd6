import { join } from 'node:path'
import { openCheckpoint, type TrustRoot } from '@gongshi/protocol'
import { MirrorFolder } from '../mirror/mirrorFolder.ts'
import { type ReadEntry, readEntries, writeEntryProof } from './readEntries.ts'
import { type EntryRule, type MonitorRules, rulesOf } from './rules.ts'
import { type MonitorState, readState, writeState } from './state.ts'
import { type Place, type PlaceFault, watchPlace } from './watchPlace.ts'
import { witnessedAt } from './witnessed.ts'

export type AlarmKind = PlaceFault['kind'] | EntryRule | 'entry-malformed' | 'silence' | 'witnesses-stale'

/** `time` (Unix milliseconds) is the monitor's; `proof` the path of a file that shows it to others. */
export type Alarm = {
  readonly kind: AlarmKind
  readonly time: number
  /** The address that it was seen at; null for what the log itself says. */
  readonly place: string | null
  /** The index of the entry; null where it is not about one. */
  readonly entry: number | null
  readonly code: string | null
  readonly proof: string | null
}

export type MonitorOptions = {
  /** Nodes, mirrors or static servers that show one log. */
  readonly places: readonly Place[]
  readonly trust: TrustRoot
  /** Its own: the copy of the log, proofs, state. One process at a time. */
  readonly folder: string
  readonly rules: MonitorRules
  /** Whether the first run tells of what was there before it, too. */
  readonly fromStart: boolean
  readonly now: () => number
  readonly signal: AbortSignal
  /** Told before it is remembered: after a kill an alarm may come twice, never not at all. */
  readonly onAlarm: (alarm: Alarm) => void | Promise<void>
}

/** `standing`: the faults that are there now, new or not, as `kind` or `kind address`. */
export type Monitored = { readonly size: number; readonly alarms: number; readonly standing: readonly string[] }

type Fault = Pick<Alarm, 'kind' | 'place' | 'code' | 'proof'>

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
    this.#path = join(options.folder, 'log')
    this.#folder = new MirrorFolder(this.#path)
  }

  async look(): Promise<Monitored> {
    const { folder, now } = this.#options
    const before = await readState(folder)
    const state = before ?? { since: now(), read: 0, newest: null, shown: {}, standing: [] }
    const { faults, shown, notes } = await this.#lookAtPlaces(state)
    const note = await this.#folder.checkpoint()
    const size = note === null ? 0 : openCheckpoint(note, this.#options.trust.logKeys).checkpoint.size
    const isFirst = before === null && !this.#options.fromStart
    const read = note === null ? state : await this.#read({ ...state, shown }, { note, size }, isFirst)
    faults.push(...this.#lateness(read, notes))
    const standing = faults.map(({ kind, place }) => (place === null ? kind : `${kind} ${place}`))
    for (const [at, fault] of faults.entries())
      if (!state.standing.includes(standing[at]!)) await this.#tell({ ...fault, entry: null })
    await writeState(folder, { ...read, shown, standing })
    return { size, alarms: this.#alarms, standing }
  }

  async #lookAtPlaces(state: MonitorState): Promise<{
    faults: Fault[]
    shown: Record<string, number>
    notes: string[]
  }> {
    const { places, trust, signal } = this.#options
    const watching = { path: this.#path, folder: this.#folder, keys: trust.logKeys, signal }
    const faults: Fault[] = []
    const notes: string[] = []
    const shown = { ...state.shown }
    for (const place of places) {
      const { note, size, fault } = await watchPlace(place, shown[place.url] ?? 0, watching)
      shown[place.url] = size
      if (note !== null) notes.push(note)
      if (fault !== null) faults.push({ ...fault, place: place.url })
    }
    return { faults, shown, notes }
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
      if (++bundles % bundlesAtOnce === 0) await writeState(this.#options.folder, at)
    }
    return at
  }

  async #judge(entry: ReadEntry, head: { note: string; size: number }): Promise<void> {
    const { leaf, index } = entry
    const kinds = leaf === null ? (['entry-malformed'] as const) : rulesOf(leaf, this.#options.rules.entries)
    if (kinds.length === 0) return
    const proof = await writeEntryProof(this.#options.folder, this.#folder, entry, head)
    for (const kind of kinds) await this.#tell({ kind, place: null, entry: index, code: null, proof })
  }

  #lateness({ newest, since }: MonitorState, notes: readonly string[]): Fault[] {
    const { rules, trust, now } = this.#options
    const at = now()
    const nothing = { place: null, code: null, proof: null }
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
    await this.#options.onAlarm({ ...alarm, time: this.#options.now() })
  }
}
