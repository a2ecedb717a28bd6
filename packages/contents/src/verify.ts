import { equalBytes } from '@gongshi/protocol'
import { ContentError } from './errors.ts'
import { type ContentIndex, type IndexedMember, locateIndex, parseIndex, saltsOf, trailerBytes } from './image.ts'
import { memberLeaf } from './memberHasher.ts'

/** Where an image can be read from: a slice of a pack, or a file. */
export type ImageReader = { readonly size: number; read(at: number, length: number): Promise<Uint8Array> }

export type OpenImage = ImageReader & { close(): Promise<void> }

/** @throws {ContentError} content-damaged */
export async function readIndex(image: ImageReader, commitment: Uint8Array): Promise<ContentIndex> {
  if (image.size < trailerBytes) throw new ContentError({ code: 'content-damaged' })
  const trailer = await image.read(image.size - trailerBytes, trailerBytes)
  const { at, length } = locateIndex(trailer, image.size)
  return parseIndex(await image.read(at, length), trailer, commitment, at)
}

/** An image in memory against its commitment, every byte of it. */
export function verifyImage(image: Uint8Array, commitment: Uint8Array): boolean {
  try {
    const trailer = image.subarray(Math.max(0, image.length - trailerBytes))
    const { at, length } = locateIndex(trailer, image.length)
    const index = parseIndex(image.subarray(at, at + length), trailer, commitment, at)
    const saltOf = saltsOf(index)
    return index.members.every((member) => matches(saltOf(member), member, partOf(image, member)))
  } catch (error) {
    if (error instanceof ContentError && error.code === 'content-damaged') return false
    throw error
  }
}

/** Does this hold the member's exact bytes? */
export function matches(salt: Uint8Array, member: IndexedMember, bytes: Uint8Array): boolean {
  if (bytes.length !== member.size) return false
  return equalBytes(memberLeaf(salt, member.path, bytes), member.leaf)
}

function partOf(image: Uint8Array, { at, size }: IndexedMember): Uint8Array {
  return image.subarray(at, at + size)
}
