import { OcdsError, type Refusal } from './errors.ts'
import { Capture } from './json/capture.ts'
import { JsonScanner, type ScanListener, type ValueKind } from './json/scan.ts'

/** What stands where a release belongs. `record`: number of the record that embeds it, if any. */
export type Found =
  | { readonly kind: 'release' | 'compiled'; readonly at: number; readonly bytes: Uint8Array; readonly record?: number }
  | { readonly kind: 'recordEnd'; readonly at: number; readonly record: number }
  | { readonly kind: 'version'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly at: number; readonly code: Refusal }

type Use = 'release' | 'compiled' | 'bare'
type Role =
  | 'other'
  | 'sequence'
  | 'undecided'
  | 'bare'
  | 'package'
  | 'releases'
  | 'records'
  | 'record'
  | 'recordReleases'

/**
 * Finds the releases of release packages, record packages, bare releases and lists of any of them (JSON arrays, JSON
 * lines), one at a time, without holding a package. An object is a package once it shows `releases` or `records`, a
 * release once it shows `ocid`.
 */
export class ReleaseFinder implements ScanListener {
  readonly #scanner = new JsonScanner(this)
  /** What the open container at each depth is; none deeper than a record's releases matters. */
  readonly #roles: Role[] = []
  #capture: (Capture & { readonly use: Use }) | undefined
  /** The package's version, which may stand before it is known to be a package. */
  #version: Capture | undefined
  #heldVersion: Found | undefined
  #found: Found[] = []
  #chunk: Uint8Array = new Uint8Array(0)
  #base = 0
  #record = -1
  /** Whether a whole bare release was seen: then the input is lines, and a bad line doesn't end it. */
  #lines = false

  get lines(): boolean {
    return this.#lines
  }

  /** Takes a chunk and hands out what became complete. A failure of the syntax comes last and ends the value. */
  feed(chunk: Uint8Array): { found: Found[]; failure: OcdsError | undefined } {
    this.#chunk = chunk
    this.#base = this.#scanner.at
    const failure = attempt(() => this.#scanner.feed(chunk))
    if (failure === undefined)
      for (const capture of [this.#capture, this.#version]) capture?.add(chunk, this.#base, this.#base + chunk.length)
    return this.#take(failure)
  }

  finish(): { found: Found[]; failure: OcdsError | undefined } {
    this.#chunk = new Uint8Array(0)
    this.#base = this.#scanner.at
    return this.#take(attempt(() => this.#scanner.finish()))
  }

  restart(at: number): void {
    this.#roles.length = 0
    this.#capture = undefined
    this.#version = undefined
    this.#heldVersion = undefined
    this.#scanner.restart(at)
  }

  begin(kind: ValueKind, depth: number, key: string | undefined, at: number): void {
    if (this.#capture !== undefined && this.#capture.use !== 'bare') return
    const parent = depth === 0 ? 'sequence' : (this.#roles[depth - 1] ?? 'other')
    if (key === 'version' && kind === 'string' && (parent === 'undecided' || parent === 'package'))
      this.#version = new Capture(depth, at)
    const role = this.#roleOf(kind, this.#decide(parent, depth, key), depth, key, at)
    this.#roles.length = depth
    if (kind === 'object' || kind === 'array') this.#roles.push(role)
  }

  end(depth: number, at: number): void {
    const capture = this.#capture
    if (this.#version?.depth === depth) this.#endVersion(this.#version, at)
    if (capture?.depth === depth) this.#endCapture(capture, at)
    else if (this.#roles.length === depth + 1 && this.#roles[depth] === 'record')
      this.#found.push({ kind: 'recordEnd', at, record: this.#record })
    if (this.#roles.length > depth) this.#roles.length = depth
  }

  /** An object whose first members told nothing decides itself when one does. */
  #decide(parent: Role, depth: number, key: string | undefined): Role {
    if (parent !== 'undecided') return parent
    if (key === 'releases' || key === 'records') {
      this.#capture = undefined
      this.#roles[depth - 1] = 'package'
      if (this.#heldVersion !== undefined) this.#found.push(this.#heldVersion)
      this.#heldVersion = undefined
      return 'package'
    }
    if (key === 'ocid') this.#roles[depth - 1] = 'bare'
    return 'other'
  }

  #roleOf(kind: ValueKind, parent: Role, depth: number, key: string | undefined, at: number): Role {
    switch (parent) {
      case 'sequence':
        if (kind === 'object') return this.#start('bare', depth, at, 'undecided')
        return kind === 'array' && depth === 0 ? 'sequence' : this.#refuse('ocds-release-malformed', at)
      case 'package':
        if (key === 'releases' || key === 'records')
          return kind === 'array' ? key : this.#refuse('ocds-release-malformed', at)
        return 'other'
      case 'records':
        if (kind !== 'object') return this.#refuse('ocds-release-malformed', at)
        this.#record++
        return 'record'
      case 'record':
        if (key === 'releases') return kind === 'array' ? 'recordReleases' : this.#refuse('ocds-release-malformed', at)
        return key === 'compiledRelease' && kind === 'object' ? this.#start('compiled', depth, at, 'other') : 'other'
      case 'releases':
      case 'recordReleases':
        return kind === 'object'
          ? this.#start('release', depth, at, 'other')
          : this.#refuse('ocds-release-malformed', at)
      default:
        return 'other'
    }
  }

  #start(use: Use, depth: number, at: number, role: Role): Role {
    this.#capture = Object.assign(new Capture(depth, at), { use })
    return role
  }

  #refuse(code: Refusal, at: number): Role {
    this.#found.push({ kind: 'refused', at, code })
    return 'other'
  }

  #endVersion(capture: Capture, end: number): void {
    this.#version = undefined
    capture.add(this.#chunk, this.#base, end)
    const version: Found = { kind: 'version', at: capture.from, bytes: capture.bytes() ?? new Uint8Array(0) }
    if (this.#roles[capture.depth - 1] === 'package') this.#found.push(version)
    else this.#heldVersion = version
  }

  #endCapture(capture: Capture & { use: Use }, end: number): void {
    this.#capture = undefined
    this.#heldVersion = undefined
    capture.add(this.#chunk, this.#base, end)
    const [at, bytes] = [capture.from, capture.bytes()]
    if (capture.use === 'bare' && this.#roles[capture.depth] === 'undecided') this.#refuse('ocds-release-malformed', at)
    else if (bytes === undefined) this.#refuse('ocds-release-too-large', at)
    else if (capture.use === 'bare') this.#found.push({ kind: 'release', at, bytes })
    else if (this.#roles.includes('record')) this.#found.push({ kind: capture.use, at, bytes, record: this.#record })
    else this.#found.push({ kind: capture.use, at, bytes })
    this.#lines ||= capture.use === 'bare' && capture.depth === 0
  }

  #take(failure: OcdsError | undefined): { found: Found[]; failure: OcdsError | undefined } {
    const found = this.#found
    this.#found = []
    return { found, failure }
  }
}

function attempt(step: () => void): OcdsError | undefined {
  try {
    step()
    return undefined
  } catch (error) {
    if (error instanceof OcdsError) return error
    throw error
  }
}
