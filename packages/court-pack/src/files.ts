import type { CaseFiles } from './gatherCase.ts'

/** The evidence files of a case by their names in the archive. */
export function evidenceFiles({
  acts,
  rows,
  organs,
  namings,
}: CaseFiles): readonly (readonly [name: string, Uint8Array])[] {
  return [
    ...acts.map(({ index, bytes }) => [`evidence/entry-${index}.gse`, bytes] as const),
    ...rows.map(({ affair, entity, bytes }, at) => [`evidence/row-${at + 1}-${affair}-${entity}.gse`, bytes] as const),
    ...namings.map(({ index, bytes }) => [`evidence/naming-${index}.gse`, bytes] as const),
    ...organs.map(({ bytes }, at) => [`evidence/organ-${at + 1}.gse`, bytes] as const),
  ]
}
