import type { AffairData } from '@gongshi/portal'
import { toHex } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import type { AffairBook } from '../affairBook.ts'
import { NodeError } from '../errors.ts'

/** @throws {NodeError} affair-not-found */
export function affairData(affairs: AffairBook, name: string, _lang: Lang): AffairData {
  const declaration = affairs.find(name)
  const versions = affairs.versions(name)
  const active = versions.at(-1)
  if (declaration === undefined || active === undefined) throw new NodeError({ code: 'affair-not-found' })
  return {
    name,
    title: [{ lang: 'en', text: name }],
    version: active.version,
    versionHash: toHex(active.hash),
    activeSince: active.from,
    versions: versions.map(({ version, hash, from }) => ({ version, hash: toHex(hash), activeSince: from })),
    diagrams: [],
  }
}
