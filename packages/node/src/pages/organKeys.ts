import type { OrganKey } from '@gongshi/portal'
import type { Projections } from '../projections/projections.ts'
import { sortValue } from '../projections/sortValue.ts'
import { hexOf } from './officerRegister.ts'

/** More are not looked at; the register has them all. */
const mostKeys = 100

/** The newest keys that an organ or its officers got, in force or not. */
export async function organKeys(
  views: Pick<Projections, 'list'>,
  { scheme, id }: { readonly scheme: string; readonly id: string },
): Promise<readonly OrganKey[]> {
  const value = sortValue({ kind: 'organ' }, { scheme, id })
  const filters = [{ field: 'organ', from: value, to: value }]
  const order = { field: '', isDescending: true }
  const asked = { affair: 'organisations', entity: 'key', filters, order, after: null, limit: mostKeys }
  return (await views.list(asked)).rows.map(({ fields, status }) => ({
    keyId: hexOf(fields.keyId),
    suite: String(fields.suite),
    status,
    isOwn: (fields.officer ?? null) === null,
  }))
}
