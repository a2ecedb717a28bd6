import { concat, hexName } from '@gongshi/protocol'
import { asContentError, ContentError } from './errors.ts'
import type { Files, OpenFile } from './files.ts'
import type { Fuse } from './fuse.ts'
import { JointReads } from './jointReads.ts'
import { groupBytes, groupContents, packBytes } from './limits.ts'
import { OpenFiles } from './openFiles.ts'
import { decodePackIndex, encodePackIndex } from './packIndex.ts'
import { encodeHead, erasedState, headBytes, parseHead, stateAt } from './packRecord.ts'
import { type PackRecord, type PackScan, scanPack } from './packScan.ts'
import { type OpenImage, verifyImage } from './verify.ts'

/** What opening found after an unclean end. `unreadable`: where in which pack bytes lie that nothing explains. */
export type PackFindings = { interrupted: number; unreadable: { pack: string; at: number }[] }

type Place = PackRecord & { readonly pack: string }
type Waiting = {
  readonly commitment: Uint8Array
  readonly image: Uint8Array
  readonly done: () => void
  readonly failed: (error: unknown) => void
}
type ActivePack = { readonly name: string; readonly file: OpenFile; size: number; records: PackRecord[] }

/**
 * Small contents, many to a file: all puts that wait while one fsync runs share the next (group commit). A pack is
 * only ever appended to by the process that made it; erasing overwrites in place.
 *
 * Memory: about 200 bytes a content, for where it lies.
 */
export class Packs {
  readonly findings: PackFindings = { interrupted: 0, unreadable: [] }
  readonly #files: Files
  readonly #folder: string
  readonly #fuse: Fuse
  readonly #places = new Map<string, Place>()
  readonly #queue: Waiting[] = []
  readonly #readable: OpenFiles
  readonly #reads: JointReads
  #active: ActivePack | undefined
  #nextNumber = 1
  #pumping: Promise<void> | undefined

  private constructor(files: Files, folder: string, fuse: Fuse) {
    this.#files = files
    this.#folder = folder
    this.#fuse = fuse
    this.#readable = new OpenFiles(files)
    this.#reads = new JointReads(this.#readable)
  }

  static async open(files: Files, folder: string, fuse: Fuse): Promise<Packs> {
    const packs = new Packs(files, folder, fuse)
    await files.makeFolder(folder)
    const names = (await files.list(folder)).filter((name) => /^[0-9]{8}\.pack$/.test(name)).sort()
    for (const name of names) await packs.#load(name.slice(0, 8))
    packs.#nextNumber = Number(names.at(-1)?.slice(0, 8) ?? 0) + 1
    return packs
  }

  has(id: string): boolean {
    return this.#places.has(id)
  }

  ids(): IterableIterator<string> {
    return this.#places.keys()
  }

  /**
   * The image for reading, which the caller closes. Undefined if no pack has it. PERF: read whole, since it is small and its index
   * stands behind its members: one call for all of them.
   */
  async reader(id: string): Promise<OpenImage | undefined> {
    const place = this.#places.get(id)
    if (place === undefined) return undefined
    const image = await this.#reads.read(this.#path(place.pack), place.at, place.length)
    return {
      size: place.length,
      read: async (at, length) => image.subarray(at, at + length),
      close: async () => undefined,
    }
  }

  /**
   * Adds an image, durable on return, and overwrites the damaged one that it replaces, if there is one.
   * @throws {ContentError} content-disk-full, content-storage-failed, content-store-stopped
   */
  async replace(id: string, commitment: Uint8Array, image: Uint8Array): Promise<void> {
    const old = this.#places.get(id)
    await new Promise<void>((done, failed) => {
      this.#queue.push({ commitment, image, done, failed })
      this.#pumping ??= this.#pump()
    })
    if (old === undefined) return
    await this.#fuse.settling(() => this.#erase(old.pack, [old]))
    // Else the old place would come back with the index if the new one were ever discarded.
    if (old.pack !== this.#active?.name) await this.#fuse.settling(() => this.#removeIndex(old.pack))
  }

  /** Overwrites head state and image with zeros, durably, and forgets the place. */
  async destroy(id: string): Promise<void> {
    const place = this.#places.get(id)
    if (place === undefined) return
    await this.#fuse.settling(() => this.#erase(place.pack, [place]))
    if (this.#places.get(id) === place) this.#places.delete(id)
  }

  /** As `destroy`, for contents that leave no tombstone: what lists them goes as well. */
  async discard(ids: readonly string[]): Promise<void> {
    const found = ids.flatMap((id) => this.#places.get(id) ?? [])
    for (const [pack, places] of Map.groupBy(found, (place) => place.pack)) {
      await this.#fuse.settling(() => this.#erase(pack, places))
      const gone = new Set(places.map(({ at }) => at))
      if (pack === this.#active?.name) this.#active.records = this.#active.records.filter(({ at }) => !gone.has(at))
      else await this.#fuse.settling(() => this.#removeIndex(pack))
    }
    for (const id of ids) this.#places.delete(id)
  }

  /** Waits for the puts under way, then closes the pack with an index, so that the next start need not scan it. */
  async close(): Promise<void> {
    await this.#pumping
    await this.#seal()
    await this.#readable.close()
  }

  async #pump(): Promise<void> {
    // PERF: the first put of a burst must not sync alone: puts made in the same turn join its group.
    await new Promise((next) => setImmediate(next))
    while (this.#queue.length > 0) {
      const group = this.#takeGroup()
      try {
        await this.#writeGroup(group)
        for (const waiting of group) waiting.done()
      } catch (error) {
        for (const waiting of group) waiting.failed(error)
      }
    }
    this.#pumping = undefined
  }

  #takeGroup(): Waiting[] {
    let bytes = 0
    let count = 0
    for (const waiting of this.#queue) {
      bytes += headBytes + waiting.image.length
      if (count > 0 && (bytes > groupBytes || count === groupContents)) break
      count++
    }
    return this.#queue.splice(0, count)
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    this.#active ??= await this.#fuse.writing(() => this.#create())
    const pack = this.#active
    const from = pack.size
    const parts = group.flatMap(({ commitment, image }) => [encodeHead(commitment, image.length, from), image])
    const bytes = concat(...parts)
    try {
      await this.#fuse.writing(() => pack.file.write(bytes, from))
    } catch (error) {
      if (asContentError(error).code === 'content-disk-full') await this.#fuse.settling(() => pack.file.truncate(from))
      throw error
    }
    await this.#fuse.settling(() => pack.file.sync())
    let at = from
    for (const { commitment, image } of group) {
      const record = { commitment, at: at + headBytes, length: image.length }
      pack.records.push(record)
      this.#places.set(hexName(commitment), { ...record, pack: pack.name })
      at = record.at + image.length
    }
    pack.size = at
    if (pack.size >= packBytes) await this.#seal()
  }

  async #create(): Promise<ActivePack> {
    const name = String(this.#nextNumber).padStart(8, '0')
    const file = await this.#files.open(this.#path(name), 'create')
    this.#nextNumber++
    try {
      await this.#fuse.settling(() => this.#files.syncFolder(this.#folder))
    } catch (error) {
      await file.close()
      throw error
    }
    return { name, file, size: 0, records: [] }
  }

  /** The index only saves time at the next start, so that a disk too full for it is no failure. */
  async #seal(): Promise<void> {
    const pack = this.#active
    if (pack === undefined) return
    this.#active = undefined
    // What counts was synced before: an error of this close loses nothing.
    await pack.file.close().catch(() => undefined)
    try {
      await this.#fuse.writing(() => this.#writeIndex(pack.name, pack.size, pack.records))
    } catch (error) {
      if (!(error instanceof ContentError)) throw error
    }
  }

  async #load(name: string): Promise<void> {
    const file = await this.#files.open(this.#path(name), 'read')
    let known: PackRecord[]
    try {
      const size = await file.size()
      known = (await this.#readIndex(name, size)) ?? (await this.#recover(name, file, size))
    } finally {
      await file.close()
    }
    for (const record of known) this.#places.set(hexName(record.commitment), { ...record, pack: name })
  }

  async #recover(name: string, file: OpenFile, size: number): Promise<PackRecord[]> {
    const pack = new Uint8Array(size)
    const got = await file.read(pack, 0)
    const scan = scanPack(pack.subarray(0, got))
    this.findings.interrupted += scan.interrupted.length
    for (const { at } of scan.unreadable) this.findings.unreadable.push({ pack: name, at })
    if (scan.interrupted.length > 0) await this.#fuse.settling(() => this.#wipe(name, scan.interrupted))
    await this.#fuse.settling(() => this.#secure(name, pack, scan))
    if (scan.unreadable.length === 0) await this.#fuse.writing(() => this.#writeIndex(name, size, scan.records))
    return scan.records
  }

  /** The bytes first, the mark second: a crash between the two leaves an erasure that is done again. */
  async #erase(pack: string, places: readonly Place[]): Promise<void> {
    const file = await this.#files.open(this.#path(pack), 'change')
    try {
      const marks: number[] = []
      for (const { at, length } of places) {
        const head = new Uint8Array(headBytes)
        await file.read(head, at - headBytes)
        if (parseHead(head)?.erased === true) continue
        await file.write(new Uint8Array(length), at)
        marks.push(at - headBytes + stateAt)
      }
      if (marks.length === 0) return
      await file.sync()
      for (const mark of marks) await file.write(erasedState, mark)
      await file.sync()
    } finally {
      await file.close()
    }
  }

  /**
   * Whatever ended the run before may have left the last group, or the pack's name, in the system's cache alone: it is written anew,
   * since Linux takes for written what a failed sync has lost, before anybody is told that it is there.
   */
  async #secure(name: string, pack: Uint8Array, { records, durableTo }: PackScan): Promise<void> {
    // One that is damaged is left alone: it may only have been read so.
    const last = records.filter(
      ({ at, length, commitment }) =>
        at - headBytes >= durableTo && verifyImage(pack.subarray(at, at + length), commitment),
    )
    if (last.length === 0) return
    const file = await this.#files.open(this.#path(name), 'change')
    try {
      for (const { at, length } of last) await file.write(pack.subarray(at - headBytes, at + length), at - headBytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await this.#files.syncFolder(this.#folder)
  }

  async #wipe(name: string, parts: readonly { at: number; end: number }[]): Promise<void> {
    const file = await this.#files.open(this.#path(name), 'change')
    try {
      for (const { at, end } of parts) await file.write(new Uint8Array(end - at), at)
      await file.sync()
    } finally {
      await file.close()
    }
  }

  async #readIndex(name: string, packSize: number): Promise<PackRecord[] | undefined> {
    if (!(await this.#files.list(this.#folder)).includes(`${name}.index`)) return undefined
    const file = await this.#files.open(this.#path(name, 'index'), 'read')
    try {
      const bytes = new Uint8Array(await file.size())
      await file.read(bytes, 0)
      return decodePackIndex(bytes, packSize)
    } finally {
      await file.close()
    }
  }

  async #writeIndex(name: string, size: number, records: readonly PackRecord[]): Promise<void> {
    const temporary = `${this.#folder}/${name}.temporary`
    if ((await this.#files.list(this.#folder)).includes(`${name}.temporary`)) await this.#files.remove(temporary)
    const file = await this.#files.open(temporary, 'create')
    try {
      await file.write(encodePackIndex(records, size), 0)
      await file.sync()
    } finally {
      await file.close()
    }
    await this.#files.rename(temporary, this.#path(name, 'index'))
    await this.#files.syncFolder(this.#folder)
  }

  /** The next start makes it anew, from a pack whose heads say what is gone. Needs no room, as rewriting it would. */
  async #removeIndex(name: string): Promise<void> {
    if (!(await this.#files.list(this.#folder)).includes(`${name}.index`)) return
    await this.#files.remove(this.#path(name, 'index'))
    await this.#files.syncFolder(this.#folder)
  }

  #path(name: string, kind: 'pack' | 'index' = 'pack'): string {
    return `${this.#folder}/${name}.${kind}`
  }
}
