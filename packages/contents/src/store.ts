import {
  encodeUploadKey,
  encodeUploadMemberHead,
  equalBytes,
  fromHex,
  hexName,
  type MemberGround,
} from '@gongshi/protocol'
import { Discards, maxDiscarded } from './discards.ts'
import { Draft, type Finished, type MemberSource } from './draft.ts'
import { asContentError, asReadError, ContentError, coded } from './errors.ts'
import { nodeFiles } from './files.ts'
import { Fuse } from './fuse.ts'
import { type ContentIndex, getMember, getMembers, groundOf, sizesOf } from './image.ts'
import { IndexCache } from './indexCache.ts'
import { LargeFiles } from './largeFiles.ts'
import { Locks } from './locks.ts'
import { type MemberStream, readMembers, streamMember, verifyMembers } from './memberStream.ts'
import type { ContentStoreOptions } from './options.ts'
import { type PackFindings, Packs } from './packs.ts'
import type { ContentSource, ContentStatus, DisclosedMember, StoredContent } from './source.ts'
import { type Tombstone, Tombstones } from './tombstones.ts'
import { type ImageReader, type OpenImage, readIndex } from './verify.ts'

/** Contents as files of one folder, made and used by one process. */
export class ContentStore implements ContentSource {
  /** What opening had to mend or could not explain. */
  readonly findings: PackFindings
  readonly #fuse: Fuse
  readonly #packs: Packs
  readonly #large: LargeFiles
  readonly #tombstones: Tombstones
  readonly #discards: Discards
  readonly #tell: Required<Pick<ContentStoreOptions, 'onDamage' | 'onPut' | 'onChange'>>
  /** Being discarded: no longer served, and not gone yet. */
  readonly #leaving = new Set<string>()
  readonly #damaged = new Set<string>()
  readonly #indexes = new IndexCache()
  readonly #locks = new Locks()
  #revision = 0
  #closed = false

  private constructor(
    parts: { fuse: Fuse; packs: Packs; large: LargeFiles; tombstones: Tombstones; discards: Discards },
    { onDamage = () => {}, onPut = () => {}, onChange = () => {} }: ContentStoreOptions,
  ) {
    this.#fuse = parts.fuse
    this.#packs = parts.packs
    this.#large = parts.large
    this.#tombstones = parts.tombstones
    this.#discards = parts.discards
    this.#tell = { onDamage, onPut, onChange }
    this.findings = parts.packs.findings
  }

  /** Opens or creates the folder, removes half-written files, finishes interrupted erasures and discardings. */
  static async open(options: ContentStoreOptions): Promise<ContentStore> {
    const { folder, files = nodeFiles } = options
    try {
      const fuse = new Fuse()
      const large = await LargeFiles.open(files, folder, fuse)
      const packs = await Packs.open(files, `${folder}/packs`, fuse)
      const tombstones = await Tombstones.open(files, `${folder}/tombstones`, fuse)
      const discards = await Discards.open(files, folder, fuse)
      await files.syncFolder(folder)
      const store = new ContentStore({ fuse, packs, large, tombstones, discards }, options)
      for (const [id] of tombstones.entries()) await store.#destroy(id)
      if (discards.unfinished.length > 0) await store.#finishDiscard(discards.unfinished.map(hexName))
      return store
    } catch (error) {
      throw asContentError(error)
    }
  }

  /**
   * Stores a content; durable on return. The record key is 32 random bytes of the caller's: the same key and members
   * give the same commitment, and a content that is there already is left alone (or mended, if damaged). Null: whoever brings it back
   * does not know the key, and has each member's salt.
   *
   * @param expected refuses anything that does not have this commitment (content-mismatch)
   * @throws {ContentError} content-*; an error of the caller's own streams comes through as it is
   */
  async put(
    recordKey: Uint8Array | null,
    members: AsyncIterable<MemberSource> | Iterable<MemberSource>,
    expected?: Uint8Array,
  ): Promise<StoredContent> {
    if (recordKey !== null && recordKey.length !== 32) throw new ContentError({ code: 'content-key-malformed' })
    this.#checkWritable()
    const draft = new Draft(this.#large, recordKey?.slice() ?? null)
    try {
      await draft.addAll(members)
      const finished = await coded(draft.finish())
      if (expected !== undefined && !equalBytes(expected, finished.commitment))
        throw new ContentError({ code: 'content-mismatch' })
      const id = hexName(finished.commitment)
      const kept = await coded(this.#locks.run(id, () => this.#keep(id, finished)))
      if (kept === 'already there') await draft.discard()
      return { commitment: finished.commitment, members: sizesOf(finished.index) }
    } catch (error) {
      await draft.discard().catch(() => undefined)
      throw error
    }
  }

  /** Another number after each change to what is held here, in this process: put, erased, discarded, found damaged. */
  get revision(): number {
    return this.#revision
  }

  /** Whether it lies among the small contents, as nearly all do. Told from memory: it may be damaged, or about to go. */
  isPacked(commitment: Uint8Array): boolean {
    return this.#packs.has(idOf(commitment))
  }

  async members(commitment: Uint8Array): Promise<StoredContent['members']> {
    return this.#withImage(commitment, (_, index) => sizesOf(index))
  }

  /** Resolves once every byte of the member has been checked; each chunk is checked again as it is handed out. */
  async read(commitment: Uint8Array, path: string): Promise<MemberStream> {
    return this.#withImage(commitment, (image, index) =>
      streamMember(image, index, getMember(index, path), (again) => this.#withImage(commitment, again)),
    )
  }

  /**
   * Members that are looked at together, whole and checked, for one opening of the content.
   * @param choose their paths, of those that there are
   * @throws {ContentError} as `read`; content-too-large
   */
  async readChosen(
    commitment: Uint8Array,
    choose: (members: StoredContent['members']) => readonly string[],
  ): Promise<{ readonly path: string; readonly bytes: Uint8Array }[]> {
    return this.#withImage(commitment, async (image, index) => {
      const read = await readMembers(image, index, getMembers(index, choose(sizesOf(index))))
      this.#refuseGone(idOf(commitment))
      return read
    })
  }

  /**
   * Everything that makes up a content, its record key included where it is known, as an upload has it: for those alone who may keep it, too.
   * Each member is checked before its first byte. @throws {ContentError} as `read`
   */
  async *whole(commitment: Uint8Array): AsyncGenerator<Uint8Array> {
    const { recordKey, members } = await this.#withImage(commitment, (_, index) => index)
    yield encodeUploadKey(recordKey)
    for (const { path, salt } of members) {
      const { size, bytes } = await this.read(commitment, path)
      yield encodeUploadMemberHead(path, size, salt)
      yield* bytes
    }
  }

  /** What a stranger takes to check one member, of any size, against the commitment. @throws {ContentError} as `members` */
  async prove(commitment: Uint8Array, path: string): Promise<MemberGround> {
    return this.#withImage(commitment, (_, index) => groundOf(index, getMember(index, path)))
  }

  /** Chosen members with their salts and proofs, for evidence. @throws {ContentError} as `read`; content-too-large */
  async disclose(commitment: Uint8Array, paths: readonly string[]): Promise<DisclosedMember[]> {
    return this.#withImage(commitment, async (image, content) => {
      const chosen = getMembers(content, paths)
      const read = await readMembers(image, content, chosen)
      return read.map((each, at) => ({ ...each, ...groundOf(content, chosen[at]!) }))
    })
  }

  /** Looks at tombstone, place and index; `scrub` looks at every byte. */
  async status(commitment: Uint8Array): Promise<ContentStatus> {
    const id = idOf(commitment)
    const tombstone = this.#tombstones.find(id)
    if (tombstone !== undefined) return { state: 'erased', tombstone }
    if (this.#damaged.has(id)) return { state: 'damaged' }
    if (this.#leaving.has(id) || !(await coded(this.#has(id)))) return { state: 'absent' }
    try {
      await this.members(commitment)
      return { state: 'present' }
    } catch (error) {
      const { code } = asContentError(error)
      if (code === 'content-absent') return { state: 'absent' }
      if (code === 'content-damaged') return { state: 'damaged' }
      throw error
    }
  }

  /**
   * Destroys record key, salts and bytes, durably, and leaves the tombstone. The tombstone comes first: whatever
   * happens then, the content is not served again, and the next start finishes the work. A content that is not here
   * gets its tombstone too, so that no replica brings it back.
   */
  async erase(commitment: Uint8Array, tombstone: Tombstone): Promise<void> {
    const id = idOf(commitment)
    this.#checkWritable()
    const work = this.#locks.run(id, async () => {
      await this.#tombstones.add(commitment, tombstone)
      await this.#destroy(id)
    })
    await coded(work)
  }

  /**
   * Destroys contents as `erase` does and leaves no tombstone: for those that nobody refers to. Put again, each is there
   * again. Once begun it is finished, if need be at the next start.
   *
   * @param choose asked once, of those that are here, which shall go. From that moment they are not served any more;
   * puts of any of them wait until the rest has been done
   * @returns how many were discarded
   */
  async discard(
    commitments: readonly Uint8Array[],
    choose: (present: Uint8Array[]) => Uint8Array[] = (present) => present,
  ): Promise<number> {
    this.#checkWritable()
    if (commitments.length > maxDiscarded) throw new ContentError({ code: 'content-too-large', limit: maxDiscarded })
    const ids = [...new Set(commitments.map(idOf))]
    return coded(this.#locks.runAll([...ids, 'discard'], () => this.#discard(ids, choose)))
  }

  /** Walks every content and checks every byte of it; the caller sets the pace. */
  async *scrub(): AsyncGenerator<{ commitment: Uint8Array; state: 'present' | 'damaged' }> {
    for await (const commitment of this.commitments()) {
      this.#indexes.forget(hexName(commitment))
      try {
        await this.#withImage(commitment, (image, index) => verifyMembers(image, index, index.members))
        yield { commitment, state: 'present' }
      } catch (error) {
        const { code } = asContentError(error)
        if (code === 'content-damaged') yield { commitment, state: 'damaged' }
        else if (code !== 'content-erased' && code !== 'content-absent') throw error
      }
    }
  }

  /** Every content that is here, in no order: for scrubbing, copying, and finding those that no entry refers to. */
  async *commitments(): AsyncGenerator<Uint8Array> {
    for (const id of [...this.#packs.ids()]) if (this.#tombstones.find(id) === undefined) yield fromHex(id)
    for await (const id of this.#large.ids()) if (this.#tombstones.find(id) === undefined) yield fromHex(id)
  }

  async tombstones(): Promise<{ commitment: Uint8Array; tombstone: Tombstone }[]> {
    return [...this.#tombstones.entries()].map(([id, tombstone]) => ({ commitment: fromHex(id), tombstone }))
  }

  /** Finishes what is under way; afterwards puts and erasures are refused. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#locks.idle()
    await this.#packs.close()
  }

  async #discard(ids: readonly string[], choose: (present: Uint8Array[]) => Uint8Array[]): Promise<number> {
    const present: Uint8Array[] = []
    for (const id of ids)
      if (this.#tombstones.find(id) === undefined && (await this.#has(id))) present.push(fromHex(id))
    const chosen = choose(present)
    const leaving = chosen.map(hexName)
    if (leaving.length === 0) return 0
    for (const id of leaving) this.#leaving.add(id)
    try {
      await this.#discards.begin(chosen)
    } catch (error) {
      // After a fault of the disk nobody knows whether the next start will find the list.
      if (!this.#fuse.isBlown) for (const id of leaving) this.#leaving.delete(id)
      throw error
    }
    await this.#finishDiscard(leaving)
    for (const id of leaving) this.#leaving.delete(id)
    return leaving.length
  }

  async #finishDiscard(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#changed(id)
    await this.#packs.discard(ids)
    for (const id of ids) await this.#large.destroy(id)
    await this.#discards.end()
  }

  async #has(id: string): Promise<boolean> {
    const image = await this.#open(id)
    await image?.close()
    return image !== undefined
  }

  async #keep(id: string, finished: Finished): Promise<'kept' | 'already there'> {
    const tombstone = this.#tombstones.find(id)
    if (tombstone !== undefined) throw new ContentError({ code: 'content-erased', entry: tombstone.entry })
    // Its discarding failed, and the next start will finish it.
    if (this.#leaving.has(id)) throw new ContentError({ code: 'content-store-stopped' })
    const open = 'staged' in finished ? this.#large.reader(id) : this.#packs.reader(id)
    const found = await this.#lookFor(finished.commitment, await open)
    if (found !== 'whole') {
      if ('staged' in finished) await this.#large.place(finished.staged, id)
      else await this.#packs.replace(id, finished.commitment, finished.image)
      this.#changed(id)
      // PERF: what is put is read soon, by those who make its public text.
      this.#indexes.add(id, finished.index)
    } else if ('staged' in finished) await this.#large.secure(id)
    await this.#tell.onPut(finished.commitment, found !== 'whole')
    return found === 'whole' ? 'already there' : 'kept'
  }

  async #lookFor(commitment: Uint8Array, image: OpenImage | undefined): Promise<'whole' | 'damaged' | 'absent'> {
    if (image === undefined) return 'absent'
    try {
      const index = await readIndex(image, commitment)
      await verifyMembers(image, index, index.members)
      return 'whole'
    } catch (error) {
      if (asReadError(error).code === 'content-damaged') return 'damaged'
      throw asContentError(error)
    } finally {
      await image.close()
    }
  }

  /** Opens, checks the index, lets the step use both, closes; notes damage, unless an erasure explains it. */
  async #withImage<T>(
    commitment: Uint8Array,
    step: (image: ImageReader, index: ContentIndex) => T,
  ): Promise<Awaited<T>> {
    const id = idOf(commitment)
    try {
      this.#refuseGone(id)
      const image = await this.#open(id)
      if (image === undefined) throw new ContentError({ code: 'content-absent' })
      try {
        return await step(image, await this.#indexOf(id, commitment, image))
      } finally {
        await image.close()
      }
    } catch (error) {
      const failure = asReadError(error)
      if (failure.code !== 'content-damaged') throw failure
      this.#refuseGone(id)
      if (!(await this.#has(id))) throw new ContentError({ code: 'content-absent' })
      this.#indexes.forget(id)
      if (!this.#damaged.has(id)) {
        this.#changed(id)
        this.#damaged.add(id)
        this.#tell.onDamage(commitment)
      }
      throw failure
    }
  }

  async #indexOf(id: string, commitment: Uint8Array, image: ImageReader): Promise<ContentIndex> {
    const known = this.#indexes.find(id)
    if (known !== undefined) return known
    const index = await readIndex(image, commitment)
    // An erasure may have come in between; then nothing of it may stay in memory.
    this.#refuseGone(id)
    this.#indexes.add(id, index)
    return index
  }

  #refuseGone(id: string): void {
    const tombstone = this.#tombstones.find(id)
    if (tombstone !== undefined) throw new ContentError({ code: 'content-erased', entry: tombstone.entry })
    if (this.#leaving.has(id)) throw new ContentError({ code: 'content-absent' })
  }

  async #open(id: string): Promise<OpenImage | undefined> {
    return (await this.#packs.reader(id)) ?? (await this.#large.reader(id))
  }

  async #destroy(id: string): Promise<void> {
    this.#changed(id)
    await this.#packs.destroy(id)
    await this.#large.destroy(id)
  }

  #changed(id: string): void {
    this.#revision++
    this.#damaged.delete(id)
    this.#indexes.forget(id)
    this.#tell.onChange(fromHex(id))
  }

  #checkWritable(): void {
    if (this.#closed) throw new ContentError({ code: 'content-store-closed' })
    this.#fuse.check()
  }
}

function idOf(commitment: Uint8Array): string {
  if (commitment.length !== 32) throw new ContentError({ code: 'content-key-malformed' })
  return hexName(commitment)
}
