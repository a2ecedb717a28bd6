import { decodeInput, textHash } from '@gongshi/affair-kit'
import { organisations } from '@gongshi/affairs'
import { encodeCbor, equalBytes, type Verdict } from '@gongshi/protocol'
import { readProvenRow } from '@gongshi/sdk'

export type OrganName = { readonly zh: string | null; readonly en: string | null }

const affair = 'organisations'
const organFields = {
  [affair]: { version: organisations.version, entities: { organ: namesOf(organisations.entities.organ!) } },
}

function namesOf({ fields, tallies = {} }: { readonly fields: object; readonly tallies?: object }): string[] {
  return [...Object.keys(fields), ...Object.keys(tallies)]
}

/**
 * What an organ is called, by its proven row. The row has hashes of the names (`textHash`), so that they can be erased; `acts` are
 * proven entries, of which one may have given them. Null for a row that is none of an organ.
 */
export function organName(row: Verdict, acts: readonly Verdict[]): [organ: string, name: OrganName] | null {
  const { subject } = row
  if (subject.kind !== 'state' || subject.affair !== affair || subject.value === undefined) return null
  const read = readProvenRow(organFields, affair, 'organ', subject.value)
  if (read === null) return null
  const [organ] = subject.key as readonly (readonly string[])[]
  const { nameZh, nameEn } = read.fields
  return [organ!.join(':'), { zh: toldBy(acts, 'nameZh', nameZh), en: toldBy(acts, 'nameEn', nameEn) }]
}

/** Whether the row's names are all known. */
export function isNamed([, { zh, en }]: [organ: string, name: OrganName]): boolean {
  return zh !== null || en !== null
}

/** The text of that hash, if one of the acts submitted it. */
function toldBy(acts: readonly Verdict[], field: string, stored: unknown): string | null {
  if (!(stored instanceof Uint8Array)) return null
  for (const { subject } of acts) {
    if (subject.kind !== 'entry' || subject.leaf.kind !== 'tx' || subject.body === null) continue
    const { affair: of, version, action } = subject.leaf
    if (of !== affair || version !== organisations.version) continue
    const text = decodeInput(organisations, action, encodeCbor(subject.body.input))[field]
    if (typeof text !== 'string') continue
    if (equalBytes(textHash(subject.body.salt, `input.${field}`, text), stored)) return text
  }
  return null
}
