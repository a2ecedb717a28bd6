import { hash } from 'node:crypto'
import { equalBytes } from '@gongshi/protocol'
import { ContentError } from './errors.ts'
import { type ContentIndex, type IndexedMember, saltsOf } from './image.ts'
import { readChunkBytes } from './limits.ts'
import { MemberHasher } from './memberHasher.ts'
import { type ImageReader, matches } from './verify.ts'

/** A member's exact source bytes. `bytes` may be walked more than once; a walk fails with content-damaged or -erased. */
export type MemberStream = { readonly size: number; readonly bytes: AsyncIterable<Uint8Array> }

/** @throws {ContentError} content-damaged */
export async function verifyMembers(
  image: ImageReader,
  index: ContentIndex,
  members: readonly IndexedMember[],
): Promise<void> {
  for (const member of members) await checkedDigests(image, index, member)
}

/** The members' bytes, each read once and checked. @throws {ContentError} content-damaged */
export async function readMembers(
  image: ImageReader,
  index: ContentIndex,
  members: readonly IndexedMember[],
): Promise<{ readonly path: string; readonly bytes: Uint8Array }[]> {
  const saltOf = saltsOf(index)
  const read = []
  for (const member of members) {
    const bytes = await image.read(member.at, member.size)
    if (!matches(saltOf(member), member, bytes)) throw new ContentError({ code: 'content-damaged' })
    read.push({ path: member.path, bytes })
  }
  return read
}

/**
 * Checks the whole member first, noting a digest of each chunk, so that the walk that follows can check every chunk
 * before it hands it out, although the commitment only covers the whole. A member of one chunk is read once.
 */
export async function streamMember(
  image: ImageReader,
  index: ContentIndex,
  member: IndexedMember,
  reopen: <T>(step: (image: ImageReader) => T) => Promise<Awaited<T>>,
): Promise<MemberStream> {
  if (member.size <= readChunkBytes) {
    const bytes = await image.read(member.at, member.size)
    if (!matches(saltsOf(index)(member), member, bytes)) throw new ContentError({ code: 'content-damaged' })
    return {
      size: member.size,
      bytes: {
        async *[Symbol.asyncIterator]() {
          yield bytes
        },
      },
    }
  }
  const digests = await checkedDigests(image, index, member)
  return {
    size: member.size,
    bytes: {
      async *[Symbol.asyncIterator]() {
        for (const [at, digest] of digests.entries()) yield reopen((again) => checkedChunk(again, member, at, digest))
      },
    },
  }
}

async function checkedDigests(image: ImageReader, index: ContentIndex, member: IndexedMember): Promise<string[]> {
  const hasher = new MemberHasher(saltsOf(index)(member), member.path, member.size)
  const digests: string[] = []
  for (let at = 0; at * readChunkBytes < member.size; at++) {
    const bytes = await readChunk(image, member, at)
    hasher.update(bytes)
    digests.push(digestOf(bytes))
  }
  if (!equalBytes(hasher.digest(), member.leaf)) throw new ContentError({ code: 'content-damaged' })
  return digests
}

async function checkedChunk(
  image: ImageReader,
  member: IndexedMember,
  at: number,
  digest: string,
): Promise<Uint8Array> {
  const bytes = await readChunk(image, member, at)
  if (digestOf(bytes) !== digest) throw new ContentError({ code: 'content-damaged' })
  return bytes
}

function readChunk(image: ImageReader, member: IndexedMember, at: number): Promise<Uint8Array> {
  const from = at * readChunkBytes
  return image.read(member.at + from, Math.min(readChunkBytes, member.size - from))
}

function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}
