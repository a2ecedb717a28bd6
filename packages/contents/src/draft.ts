import { commitMembers, maxMembers, memberSalts } from '@gongshi/protocol'
import { ContentError } from './errors.ts'
import { Gathered } from './gathered.ts'
import { type ContentIndex, encodeIndex } from './image.ts'
import { isLabel } from './labels.ts'
import { imageReader, type LargeFiles, type Staged } from './largeFiles.ts'
import { packedContentBytes, readChunkBytes } from './limits.ts'
import { MemberHasher, memberLeaf } from './memberHasher.ts'

/** A member as it arrives: its bytes in pieces of any size. */
export type MemberSource = {
  readonly path: string
  /** 32 bytes, where the content comes without its record key. */
  readonly salt?: Uint8Array
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** A content read to its end: small ones in memory, others in a staged file; either is a whole image. */
export type Finished = {
  readonly commitment: Uint8Array
  readonly index: ContentIndex
} & ({ readonly image: Uint8Array } | { readonly staged: Staged })

type Drafted = { readonly path: string; readonly salt?: Uint8Array; readonly at: number; size: number }

/** Takes in members whose sizes nobody knows yet, in bounded memory. */
export class Draft {
  readonly #large: LargeFiles
  readonly #recordKey: Uint8Array | null
  readonly #members: Drafted[] = []
  readonly #paths = new Set<string>()
  readonly #held = new Gathered()
  #size = 0
  #staged: Staged | undefined

  constructor(large: LargeFiles, recordKey: Uint8Array | null) {
    this.#large = large
    this.#recordKey = recordKey
  }

  async addAll(members: AsyncIterable<MemberSource> | Iterable<MemberSource>): Promise<void> {
    if (Array.isArray(members)) this.#held.reserve(Math.min(roomFor(members), packedContentBytes))
    if (Symbol.asyncIterator in members) for await (const member of members) await this.#add(member)
    else
      for (const member of members) {
        const adding = this.#add(member)
        if (adding !== undefined) await adding
      }
  }

  /**
   * Undefined if there is nothing to wait for.
   * PERF: waiting for bytes that are at hand took as long as hashing them, for a content of a dozen small members.
   */
  #add({ path, salt, bytes }: MemberSource): Promise<void> | undefined {
    const member = this.#begin(path, salt)
    if (!Array.isArray(bytes)) return this.#stream(member, bytes)
    const pieces: readonly Uint8Array[] = bytes
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
    if (this.#size + size > packedContentBytes) return this.#stream(member, pieces)
    for (const piece of pieces) this.#held.add(piece)
    member.size = size
    this.#size += size
    return undefined
  }

  /** The caller places or discards what comes out. */
  async finish(): Promise<Finished> {
    if (this.#members.length === 0) throw new ContentError({ code: 'content-empty' })
    if (this.#size > packedContentBytes) await this.#flush()
    const memory = this.#held.bytes()
    const staged = this.#staged
    const index = { recordKey: this.#recordKey, members: await this.#hash(memory, staged) }
    const commitment = commitMembers(index.members.map((member) => member.leaf))
    const tail = encodeIndex(index)
    if (staged !== undefined) {
      await this.#large.append(staged, tail)
      return { commitment, index, staged }
    }
    this.#held.add(tail)
    return { commitment, index, image: this.#held.bytes() }
  }

  async discard(): Promise<void> {
    if (this.#staged !== undefined) await this.#large.discard(this.#staged)
  }

  #begin(path: string, salt?: Uint8Array): Drafted {
    if (!isLabel(path)) throw new ContentError({ code: 'content-path-malformed' })
    if (this.#paths.has(path)) throw new ContentError({ code: 'content-member-repeated' })
    if (this.#members.length === maxMembers)
      throw new ContentError({ code: 'content-too-many-members', limit: maxMembers })
    this.#paths.add(path)
    if (this.#recordKey === null && salt?.length !== 32) throw new ContentError({ code: 'content-key-malformed' })
    const member: Drafted = { path, at: this.#size, size: 0, ...(this.#recordKey === null && { salt: salt!.slice() }) }
    this.#members.push(member)
    return member
  }

  async #stream(member: Drafted, bytes: MemberSource['bytes']): Promise<void> {
    for await (const piece of bytes) {
      await this.#take(piece)
      member.size += piece.length
    }
  }

  async #take(piece: Uint8Array): Promise<void> {
    this.#held.add(piece)
    this.#size += piece.length
    if (this.#size > packedContentBytes && this.#held.size >= readChunkBytes) await this.#flush()
  }

  // PERF: one write a chunk, however small the pieces are that a client sends.
  async #flush(): Promise<void> {
    this.#staged ??= await this.#large.stage()
    await this.#large.append(this.#staged, this.#held.bytes())
    this.#held.clear()
  }

  /** Staged members are hashed from the file, not from what came in: what was written is what is committed to. */
  async #hash(memory: Uint8Array, staged: Staged | undefined): Promise<ContentIndex['members']> {
    const salts = this.#recordKey === null ? null : memberSalts(this.#recordKey)
    const saltOf = ({ path, salt }: Drafted) => salts?.(path) ?? salt!
    if (staged === undefined)
      return this.#members.map((member) => {
        const { path, at, size } = member
        const salt = saltOf(member)
        const leaf = memberLeaf(salt, path, memory.subarray(at, at + size))
        // PERF: what is put is read soon, and two of a member's three hashes are its salt's.
        return salts === null ? { ...member, leaf } : { path, at, size, leaf, derivedSalt: salt }
      })
    const image = imageReader(staged.file, staged.size)
    const members = []
    for (const member of this.#members) {
      const { path, at, size } = member
      const hasher = new MemberHasher(saltOf(member), path, size)
      for (let done = 0; done < size; done += readChunkBytes)
        hasher.update(await image.read(at + done, Math.min(readChunkBytes, size - done)))
      members.push({ ...member, leaf: hasher.digest() })
    }
    return members
  }
}

/** Bytes of the image of members that are at hand, about: their own and those of the index. */
function roomFor(members: readonly MemberSource[]): number {
  let bytes = 256
  for (const member of members) {
    bytes += member.path.length + 48
    if (Array.isArray(member.bytes)) for (const piece of member.bytes) bytes += piece.length
  }
  return bytes
}
