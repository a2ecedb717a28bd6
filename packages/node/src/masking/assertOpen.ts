import { isDeepStrictEqual } from 'node:util'
import type { ContentSource } from '@gongshi/contents'
import { maskRelease, type ReleaseMember, releaseValue } from '@gongshi/ocds'
import { NodeError } from '../errors.ts'
import { layoutPath } from './publicDocument.ts'
import { readMember } from './readMember.ts'

/**
 * Whether everybody may read a member of a content. A document that an organ wrote for the public is open. Of an
 * imported procurement release only those members are in which masking finds no natural person and nothing that the
 * standard does not define: its source is kept to be provable, not to be spread.
 * @throws {NodeError} member-restricted; whatever reading the content throws
 */
export async function assertOpen(
  contents: ContentSource,
  commitment: Uint8Array,
  paths: readonly string[],
): Promise<void> {
  const members = await contents.members(commitment)
  if (!members.some(({ path }) => path === layoutPath)) return
  const read: ReleaseMember[] = []
  for (const { path } of members) read.push({ path, bytes: await readMember(contents, commitment, path) })
  const release = releaseValue(read)
  const shown = maskRelease(release)
  const open = new Set(Object.keys(release).filter((key) => isDeepStrictEqual(release[key], shown[key])))
  for (const path of paths)
    if (path !== '@type' && !open.has(keyOf(path))) throw new NodeError({ code: 'member-restricted' })
}

/** The member of the outermost object that a JSON Pointer of one step names (RFC 6901 §4). */
function keyOf(path: string): string {
  return path.replace(/^\//, '').replaceAll('~1', '/').replaceAll('~0', '~')
}
