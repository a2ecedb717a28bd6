import type { Kind } from '@gongshi/affair-kit'

/** What a chosen row fills in: its id, or fields of it under the names of the kind's parts. */
export type Take = 'id' | 'organ' | 'division' | 'code'

export type PickerSource = { readonly affair: string; readonly entity: string; readonly take: Take }

/** In which register rows for a kind are found; null where it has none. */
export function pickerOf(kind: Kind, affair: string): PickerSource | null {
  switch (kind.kind) {
    case 'organ':
      return { affair: 'organisations', entity: 'organ', take: 'organ' }
    case 'division':
      return { affair: 'organisations', entity: 'division', take: 'division' }
    case 'ref':
      return { affair: kind.affair ?? affair, entity: kind.entity, take: 'id' }
    case 'code':
      return kind.list === 'clause' ? { affair: 'clauses', entity: 'clause', take: 'code' } : null
    default:
      return null
  }
}
