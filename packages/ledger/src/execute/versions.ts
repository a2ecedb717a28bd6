import type { Installed, Registry, StateReader, StateWriter } from '@gongshi/affair-kit'
import { type Cbor, compareBytes, equalBytes, utf8 } from '@gongshi/protocol'
import type { VersionState } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import { ledgerTables, readLedger, writeLedger } from './ledgerState.ts'

type StoredVersion = readonly [version: number, hash: Uint8Array, from: number]

/** Every version of every affair that the state knows, by affair and then by height. */
export function listVersions(state: StateReader): VersionState[] {
  const affairs = (readLedger(state, ledgerTables.versions, []) ?? []) as readonly string[]
  return affairs.flatMap((affair) => versionsOf(state, affair))
}

/** The versions that decide at `height`, one an affair. */
export function activeVersions(state: StateReader, height: number): VersionState[] {
  const affairs = (readLedger(state, ledgerTables.versions, []) ?? []) as readonly string[]
  return affairs.flatMap((affair) => findActive(state, affair, height) ?? [])
}

/** The version of an affair that decides at `height`: the last one whose time has come. */
export function findActive(state: StateReader, affair: string, height: number): VersionState | undefined {
  return versionsOf(state, affair).findLast(({ from }) => from <= height)
}

/** Records that a version decides from a height on; it takes the place of one that was to begin at or after it. */
export function scheduleVersion(state: StateWriter, { affair, version, hash, from }: VersionState): void {
  const affairs = (readLedger(state, ledgerTables.versions, []) ?? []) as readonly string[]
  if (!affairs.includes(affair)) {
    const sorted = [...affairs, affair].sort((left, right) => compareBytes(utf8(left), utf8(right)))
    writeLedger(state, ledgerTables.versions, [], sorted)
  }
  const kept = versionsOf(state, affair).filter((other) => other.from < from)
  const rows = [...kept, { affair, version, hash, from }].map((each) => [each.version, each.hash, each.from])
  writeLedger(state, ledgerTables.versions, [affair], rows)
}

function versionsOf(state: StateReader, affair: string): VersionState[] {
  const rows = (readLedger(state, ledgerTables.versions, [affair]) ?? []) as readonly StoredVersion[]
  return rows.map(([version, hash, from]) => ({ affair, version, hash, from }))
}

/** By a fault of that version, or by a pause, which holds for every version. */
export function isSuspended(state: StateReader, affair: string, version: number, action: string): boolean {
  const isFaulty = readLedger(state, ledgerTables.suspensions, [affair, version, action]) !== undefined
  return isFaulty || isPaused(state, affair, action)
}

/** Whether what falls due waits: its affair has no version in force, or its action is suspended. */
export function waitsUnder(registry: Registry, state: StateReader): (affair: string, action: string) => boolean {
  return (affair, action) => {
    const version = registry.get(affair)?.program.version
    return version === undefined || isSuspended(state, affair, version, action)
  }
}

export function isPaused(state: StateReader, affair: string, action: string): boolean {
  return readLedger(state, ledgerTables.suspensions, pauseKey(affair, action)) !== undefined
}

/** A pause stands where the fault of a version 0 would: no affair has one. */
export function pauseKey(affair: string, action: string): readonly Cbor[] {
  return [affair, 0, action]
}

/** The affairs that this node has, by name, version and hash. */
export class InstalledAffairs {
  readonly #byName = new Map<string, Installed>()

  constructor(installed: readonly Installed[]) {
    for (const each of installed) this.#byName.set(`${each.program.affair}/${each.program.version}`, each)
  }

  /**
   * The one that the ledger means by name and hash. Without it this node can't know what the others decide.
   * @throws {LedgerError} version-missing, version-differs
   */
  get({ affair, version, hash }: VersionState): Installed {
    const installed = this.#byName.get(`${affair}/${version}`)
    if (installed === undefined) throw new LedgerError({ code: 'version-missing', affair, version })
    if (!equalBytes(installed.versionHash, hash)) throw new LedgerError({ code: 'version-differs', affair, version })
    return installed
  }
}

/**
 * The versions in force at a height, as the kit asks for them. Which they are is fixed by `committed`, the state before
 * the block; suspensions count from the moment on which they stand in `current`.
 */
export class BlockRegistry implements Registry {
  readonly #affairs: InstalledAffairs
  readonly #committed: StateReader
  readonly #current: StateReader
  readonly #height: number
  readonly #active = new Map<string, Installed | undefined>()
  readonly #ofVersions = new Map<string, Installed | undefined>()
  readonly #suspended = new Map<string, boolean>()

  constructor(affairs: InstalledAffairs, committed: StateReader, current: StateReader, height: number) {
    this.#affairs = affairs
    this.#committed = committed
    this.#current = current
    this.#height = height
  }

  get(affair: string, version?: number): Installed | undefined {
    if (version !== undefined) return this.#get(affair, version)
    if (this.#active.has(affair)) return this.#active.get(affair)
    const state = findActive(this.#committed, affair, this.#height)
    const installed = state && this.#affairs.get(state)
    this.#active.set(affair, installed)
    return installed
  }

  suspended(affair: string, version: number, action: string): boolean {
    const name = `${affair} ${version} ${action}`
    const known = this.#suspended.get(name)
    if (known !== undefined) return known
    const found = isSuspended(this.#current, affair, version, action)
    this.#suspended.set(name, found)
    return found
  }

  /** To be told of whatever may have suspended an action in `current`, or let it go on. */
  forgetSuspensions(): void {
    this.#suspended.clear()
  }

  // PERF: which version decides at a height is fixed before the block, and asked for with each of its acts.
  #get(affair: string, version: number): Installed | undefined {
    const name = `${affair} ${version}`
    const known = this.#ofVersions.get(name)
    if (known !== undefined || this.#ofVersions.has(name)) return known
    const found = this.#ofVersion(affair, version)
    this.#ofVersions.set(name, found)
    return found
  }

  #ofVersion(affair: string, version: number): Installed | undefined {
    const state = versionsOf(this.#committed, affair).findLast((each) => each.version === version)
    return state && state.from <= this.#height ? this.#affairs.get(state) : undefined
  }
}
