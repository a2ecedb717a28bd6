import {
  equalBytes,
  leafHash,
  logRoot,
  type NoteKey,
  openCheckpoint,
  parseEntryBundle,
  type TileName,
  tilePath,
  tileWidth,
  tileWidthAt,
} from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { hashNatively } from '../node/nativeMemberLeaves.ts'
import { MirrorError } from './errors.ts'
import { LogSource } from './logSource.ts'
import { MirrorFolder } from './mirrorFolder.ts'
import { hashInTile, readHashes, rootOfTile } from './tileHashes.ts'
import { compareCheckpoints, type SignedCheckpoint } from './twoCheckpoints.ts'

export type MirrorOptions = {
  /** Where the log is served: a node, or a static web server right below whose address the files lie. */
  readonly client: Pick<Client, 'url' | 'fetch' | 'language' | 'sleep'>
  readonly folder: string
  /** Of the log's publishers. */
  readonly keys: readonly NoteKey[]
  /** Also looks again at what was mirrored before, and mends it. */
  readonly recheck: boolean
  readonly signal: AbortSignal
  readonly onProgress: (progress: MirrorProgress) => void
}

/** Entries that are mirrored by now, of how many; bytes that were fetched. */
export type MirrorProgress = { readonly entries: number; readonly size: number; readonly bytes: number }

export type Mirrored = MirrorProgress & {
  readonly origin: string
  readonly root: Uint8Array
  /** Entries that came since the last time. */
  readonly added: number
}

/** Requests under way at once: a static server answers each within one round trip. */
const fetchersAtOnce = 16

/**
 * Copies a served log into a folder that any static web server may serve (c2sp.org/tlog-tiles). Each tile is checked
 * against the one above it, and in the end the signed checkpoint, before it is written; entries against their hashes. The
 * checkpoint is written last, once all else is on the disk, so the folder always holds a whole log; what a run that ended early has left is checked and used.
 * @throws {MirrorError}; {NoteError} as `openCheckpoint`; {ClientError} client-node-unreachable, client-cancelled
 */
export async function mirrorLog(options: MirrorOptions): Promise<Mirrored> {
  hashNatively()
  const { client, keys, signal } = options
  const folder = new MirrorFolder(options.folder)
  const { source, note } = await LogSource.open(client, signal)
  const served = { note, checkpoint: openCheckpoint(note, keys).checkpoint }
  const keptNote = await folder.checkpoint()
  const kept = keptNote === null ? null : { note: keptNote, checkpoint: openCheckpoint(keptNote, keys).checkpoint }
  if (kept !== null) await assertGrown(kept, served, source, folder)
  const before = kept?.checkpoint.size ?? 0
  const mirroring = new Mirroring(source, folder, served, options.recheck ? 0 : before, options)
  await mirroring.copy()
  await folder.sync()
  await folder.writeCheckpoint(note)
  await mirroring.dropPartials(before)
  const { origin, size, root } = served.checkpoint
  return { origin, size, root, entries: size, added: size - before, bytes: source.bytes }
}

/** The served log must hold the kept one. @throws {MirrorError} mirror-other-log, mirror-log-shrank, mirror-log-forked, … */
async function assertGrown(
  kept: SignedCheckpoint,
  served: SignedCheckpoint,
  source: LogSource,
  folder: MirrorFolder,
): Promise<void> {
  const sizes = { kept: kept.checkpoint.size, served: served.checkpoint.size }
  const origins = { kept: kept.checkpoint.origin, served: served.checkpoint.origin }
  if (origins.kept !== origins.served) throw new MirrorError({ code: 'mirror-other-log', ...origins })
  if (sizes.kept === 0) return
  const shrank = sizes.served < sizes.kept
  const compared = shrank
    ? await compareCheckpoints(served, kept, (name) => folder.tile(name))
    : await compareCheckpoints(kept, served, (name) => source.tile(name))
  if (compared === null) throw new MirrorError({ code: 'mirror-tile-mismatch', path: 'tile/0' })
  if (compared.verdict === 'consistent' && !shrank) return
  const code = compared.verdict === 'forked' ? 'mirror-log-forked' : 'mirror-log-shrank'
  throw new MirrorError({ code, ...sizes, proof: await folder.writeProof(compared.evidence) })
}

/** One run: from the edge of the tree, whose hashes give the signed root, down to the entries, a level at a time. */
class Mirroring {
  readonly #source: LogSource
  readonly #folder: MirrorFolder
  readonly #served: SignedCheckpoint['checkpoint']
  /** What lies below is known to be whole. */
  readonly #from: number
  readonly #options: Pick<MirrorOptions, 'signal' | 'onProgress'>
  readonly #edges = new Map<string, Uint8Array>()
  #parent: { readonly path: string; readonly bytes: Promise<Uint8Array> } | null = null

  constructor(
    source: LogSource,
    folder: MirrorFolder,
    { checkpoint }: SignedCheckpoint,
    from: number,
    options: Pick<MirrorOptions, 'signal' | 'onProgress'>,
  ) {
    this.#source = source
    this.#folder = folder
    this.#served = checkpoint
    this.#from = from
    this.#options = options
  }

  async copy(): Promise<void> {
    const { size, root } = this.#served
    const edgeRoot = await readHashes(
      size,
      (name) => this.#edge(name),
      (hashes) => logRoot(hashes, size),
    )
    if (!equalBytes(edgeRoot, root)) throw new MirrorError({ code: 'mirror-tile-mismatch', path: 'tile/0' })
    for (let level = levels(size) - 1; level >= 0; level--) await this.#copyLevel(level)
  }

  async dropPartials(before: number): Promise<void> {
    for (let level = 0; level < levels(before); level++)
      for (const kind of level === 0 ? ([0, 'entries'] as const) : [level]) {
        const index = Math.floor(before / tileWidth ** (level + 1))
        if (tileWidthAt(this.#served.size, kind, index) === tileWidth)
          await this.#folder.dropPartials({ level: kind, index, width: tileWidth })
      }
  }

  async #edge(name: TileName): Promise<Uint8Array> {
    const bytes = await this.#source.tile(name)
    this.#edges.set(tilePath(name), bytes)
    return bytes
  }

  async #copyLevel(level: number): Promise<void> {
    const { size } = this.#served
    const span = tileWidth ** (level + 1)
    const last = Math.ceil(Math.floor(size / tileWidth ** level) / tileWidth)
    let next = Math.floor(this.#from / span)
    const work = async (): Promise<void> => {
      while (next < last) {
        const index = next++
        await this.#copyTile({ level, index, width: tileWidthAt(size, level, index) })
        if (level > 0) continue
        const entries = Math.min(size, (index + 1) * tileWidth)
        this.#options.onProgress({ entries, size, bytes: this.#source.bytes })
      }
    }
    const ends = await Promise.allSettled(
      Array.from({ length: fetchersAtOnce }, () =>
        work().catch((error: unknown) => {
          next = last // the others finish what they have begun
          throw error
        }),
      ),
    )
    const failed = ends.find(({ status }) => status === 'rejected')
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason
  }

  async #copyTile(name: TileName): Promise<void> {
    this.#options.signal.throwIfAborted()
    const expected = name.width === tileWidth ? await this.#hashOf(name) : null
    const fits = (bytes: Uint8Array): boolean =>
      expected === null
        ? equalBytes(bytes, this.#edges.get(tilePath(name))!)
        : bytes.length === tileWidth * 32 && equalBytes(rootOfTile(bytes), expected)
    const tile = await this.#take(name, fits)
    if (name.level === 0) await this.#take({ ...name, level: 'entries' }, (bundle) => isBundleOf(bundle, tile))
  }

  /** What the folder has if it fits, else what is served, which must; in the folder afterwards. */
  async #take(name: TileName, fits: (bytes: Uint8Array) => boolean): Promise<Uint8Array> {
    const there = await this.#folder.findEarlier(name)
    if (there !== null && fits(there)) return there
    const path = tilePath(name)
    const bytes = this.#edges.get(path) ?? (await this.#source.tile(name))
    if (!fits(bytes)) throw new MirrorError({ code: 'mirror-tile-mismatch', path })
    await this.#folder.writeTile(name, bytes)
    return bytes
  }

  /** What a full tile must hash to: it stands in the level above, which was checked before, or is the checkpoint's root. */
  async #hashOf({ level, index }: TileName): Promise<Uint8Array> {
    const above = Number(level) + 1
    const at = Math.floor(index / tileWidth)
    const name = { level: above, index: at, width: tileWidthAt(this.#served.size, above, at) }
    const path = tilePath(name)
    if (this.#parent?.path !== path) this.#parent = { path, bytes: this.#checked(name) }
    return hashInTile(await this.#parent.bytes, index % tileWidth)
  }

  async #checked(name: TileName): Promise<Uint8Array> {
    return this.#edges.get(tilePath(name)) ?? this.#folder.tile(name)
  }
}

/** How many levels of tiles a log has: at `size` 256 two, the full tile's hash being alone in the second. */
function levels(size: number): number {
  let count = 0
  for (let hashes = size; hashes > 0; hashes = Math.floor(hashes / tileWidth)) count++
  return count
}

function isBundleOf(bundle: Uint8Array, tile: Uint8Array): boolean {
  try {
    const entries = parseEntryBundle(bundle)
    if (entries.length * 32 !== tile.length) return false
    return entries.every((entry, at) => equalBytes(leafHash(entry), hashInTile(tile, at)))
  } catch {
    return false
  }
}
