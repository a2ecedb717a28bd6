import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Organ } from '@gongshi/portal'

/** The names of organs as this node's operator wrote them down: `names.json`, by "scheme/id". Not proven by the ledger. */
export type OrganNames = { readonly [organ: string]: { readonly zh?: string; readonly en?: string } | undefined }

export async function readOrganNames(folder: string): Promise<OrganNames> {
  const text = await readFile(join(folder, 'names.json'), 'utf8').catch(() => '{}')
  return JSON.parse(text) as OrganNames
}

export function organOf(names: OrganNames, { scheme, id }: { readonly scheme: string; readonly id: string }): Organ {
  const { zh, en } = names[`${scheme}/${id}`] ?? {}
  const name = [
    ...(zh === undefined ? [] : [{ lang: 'zh', text: zh }]),
    ...(en === undefined ? [] : [{ lang: 'en', text: en }]),
  ]
  return { scheme, id, name: name.length === 0 ? [{ lang: 'und', text: id }] : name }
}
