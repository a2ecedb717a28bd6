import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Organ } from '@gongshi/portal'
import { NodeError } from '../errors.ts'

/** The names of organs as this node's operator wrote them down: `names.json`, by "scheme/id". Not proven by the ledger. */
export type OrganNames = { readonly [organ: string]: { readonly zh?: string; readonly en?: string } | undefined }

/** Without the file nobody has a name. @throws {NodeError} names-unreadable for a file that is no JSON object */
export async function readOrganNames(folder: string): Promise<OrganNames> {
  const text = await readFile(join(folder, 'names.json'), 'utf8').catch(() => '{}')
  try {
    const names: unknown = JSON.parse(text)
    if (names !== null && typeof names === 'object' && !Array.isArray(names)) return names as OrganNames
  } catch {}
  throw new NodeError({ code: 'names-unreadable' })
}

export function organOf(names: OrganNames, { scheme, id }: { readonly scheme: string; readonly id: string }): Organ {
  const { zh, en } = names[`${scheme}/${id}`] ?? {}
  const name = [
    ...(zh === undefined ? [] : [{ lang: 'zh', text: zh }]),
    ...(en === undefined ? [] : [{ lang: 'en', text: en }]),
  ]
  return { scheme, id, name: name.length === 0 ? [{ lang: 'und', text: id }] : name }
}
