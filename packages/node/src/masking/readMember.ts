import type { ContentSource } from '@gongshi/contents'
import { concat } from '@gongshi/protocol'

/** A member's bytes, whole: for members that are shown or compared, not for files. @throws {ContentError} as `read` */
export async function readMember(contents: ContentSource, commitment: Uint8Array, path: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of (await contents.read(commitment, path)).bytes) parts.push(part)
  return concat(...parts)
}
