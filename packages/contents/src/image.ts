import {
  commitMembers,
  concat,
  decodeCbor,
  encodeCbor,
  equalBytes,
  type MemberGround,
  maxMembers,
  memberSalts,
  ProtocolError,
  proveMember,
  sha256,
  utf8,
} from '@gongshi/protocol'
import { ContentError } from './errors.ts'
import { maxDisclosedBytes, maxIndexBytes } from './limits.ts'
import type { StoredContent } from './source.ts'

/**
 * How one content lies on disk, in a pack as in a file of its own: the members' bytes one after the other, then the
 * index, then the trailer. The record key stands in the index, so that destroying these bytes destroys key, salts
 * and content together.
 *
 * index = CBOR [1, record key, [[path, size, leaf]…]], or of a content whose record key is not known here CBOR [2, null, [[path, size,
 * leaf, salt]…]]; trailer = length of the index (4 bytes, big endian) ‖ SHA-256(index) ‖ "GSCONT01".
 */
export type ContentIndex = { readonly recordKey: Uint8Array | null; readonly members: readonly IndexedMember[] }
/** `at` = where the member's bytes begin in the image. `salt` where there is no record key; `derivedSalt`: what the key gives, while known. */
export type IndexedMember = {
  readonly path: string
  readonly at: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly salt?: Uint8Array
  readonly derivedSalt?: Uint8Array
}

const magic = utf8('GSCONT01')
export const trailerBytes = 4 + 32 + magic.length

export function encodeIndex(index: ContentIndex): Uint8Array {
  const { recordKey } = index
  const saltOf = recordKey === null ? saltsOf(index) : null
  const members = index.members.map((member) => {
    const row = [member.path, member.size, member.leaf]
    return saltOf === null ? row : [...row, saltOf(member)]
  })
  const bytes = encodeCbor([recordKey === null ? 2 : 1, recordKey, members])
  if (bytes.length > maxIndexBytes) throw new ContentError({ code: 'content-too-large', limit: maxIndexBytes })
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, bytes.length)
  return concat(bytes, length, sha256(bytes), magic)
}

/** Where the index lies, read from the image's last bytes. @throws {ContentError} content-damaged */
export function locateIndex(trailer: Uint8Array, imageBytes: number): { at: number; length: number } {
  if (trailer.length !== trailerBytes || !equalBytes(trailer.subarray(36), magic)) throw damaged()
  const length = new DataView(trailer.buffer, trailer.byteOffset).getUint32(0)
  const at = imageBytes - trailerBytes - length
  if (at < 0 || length > maxIndexBytes) throw damaged()
  return { at, length }
}

/**
 * Parses the index and checks it against the commitment: afterwards its leaves may be trusted, the members' bytes
 * not yet. @throws {ContentError} content-damaged
 */
export function parseIndex(
  bytes: Uint8Array,
  trailer: Uint8Array,
  commitment: Uint8Array,
  contentBytes: number,
): ContentIndex {
  if (!equalBytes(sha256(bytes), trailer.subarray(4, 36))) throw damaged()
  const index = decodeIndex(bytes)
  const last = index.members.at(-1)
  if (last === undefined || last.at + last.size !== contentBytes) throw damaged()
  if (!equalBytes(commitMembers(index.members.map((member) => member.leaf)), commitment)) throw damaged()
  return index
}

function decodeIndex(bytes: Uint8Array): ContentIndex {
  try {
    const value = decodeCbor(bytes, { maxBytes: maxIndexBytes, maxDepth: 3 })
    if (!Array.isArray(value)) throw damaged()
    const [version, recordKey, rows] = value
    const isKeyed = version === 1 && recordKey instanceof Uint8Array
    const isSalted = version === 2 && recordKey === null
    if (!(isKeyed || isSalted) || !Array.isArray(rows) || rows.length > maxMembers) throw damaged()
    let at = 0
    const members = rows.map((row) => {
      const [path, size, leaf, salt] = Array.isArray(row) ? row : []
      if (typeof path !== 'string' || typeof size !== 'number' || !(leaf instanceof Uint8Array)) throw damaged()
      if (isSalted && !(salt instanceof Uint8Array)) throw damaged()
      const member = { path, at, size, leaf, ...(isSalted && { salt: salt as Uint8Array }) }
      at += size
      return member
    })
    return { recordKey: isKeyed ? recordKey : null, members }
  } catch (error) {
    if (error instanceof ProtocolError) throw damaged(error)
    throw error
  }
}

/** @throws {ContentError} content-member-absent */
export function getMember(index: ContentIndex, path: string): IndexedMember {
  const member = index.members.find((candidate) => candidate.path === path)
  if (member === undefined) throw new ContentError({ code: 'content-member-absent' })
  return member
}

/** Members that are held in memory together. @throws {ContentError} content-member-absent, content-too-large */
export function getMembers(index: ContentIndex, paths: readonly string[]): IndexedMember[] {
  const chosen = paths.map((path) => getMember(index, path))
  if (chosen.reduce((sum, { size }) => sum + size, 0) > maxDisclosedBytes)
    throw new ContentError({ code: 'content-too-large', limit: maxDisclosedBytes })
  return chosen
}

export function sizesOf({ members }: ContentIndex): StoredContent['members'] {
  return members.map(({ path, size }) => ({ path, size }))
}

export function groundOf(index: ContentIndex, member: IndexedMember): MemberGround {
  const leaves = index.members.map(({ leaf }) => leaf)
  return { size: member.size, salt: saltsOf(index)(member), proof: proveMember(leaves, member.leaf) }
}

/**
 * The salts of a content's members: 32 bytes each. PERF: what depends on the record key is hashed once for all of them.
 * @throws {ContentError} content-damaged, when asked: neither the record key nor the member gives one
 */
export function saltsOf({ recordKey }: Pick<ContentIndex, 'recordKey'>) {
  const saltOf = recordKey === null ? null : memberSalts(recordKey)
  return ({ path, salt: own, derivedSalt }: Pick<IndexedMember, 'path' | 'salt' | 'derivedSalt'>): Uint8Array => {
    const salt = saltOf === null ? own : (derivedSalt ?? saltOf(path))
    if (salt?.length !== 32) throw damaged()
    return salt
  }
}

function damaged(cause?: unknown): ContentError {
  return new ContentError({ code: 'content-damaged' }, { cause })
}
