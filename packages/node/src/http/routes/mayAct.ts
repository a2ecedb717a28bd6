import type { AffairDeclaration } from '@gongshi/affair-kit'
import { type ActObjectRow, actsPage, inboxPage, mayActPage } from '@gongshi/portal'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { OfficerRegister } from '../../pages/officerRegister.ts'
import type { OrganNames } from '../../pages/organs.ts'
import { inboxOf } from '../../pages/workspace/inbox.ts'
import { actChoices } from '../../pages/workspace/mayAct.ts'
import { labelOf } from '../../pages/workspace/rowLabel.ts'
import { parseRowKey, rowKeyText } from '../rowKey.ts'
import type { Services } from '../services.ts'
import type { Workspace } from '../workspace.ts'

type Needs = Pick<Services, 'affairs' | 'ledger' | 'now' | 'views'>

/** Rows of each kind that are offered to act on; others are found by the pages about them. */
const offered = 10
const name = Type.Optional(Type.String({ pattern: '^[a-z][A-Za-z0-9-]{0,63}$' }))
const id = Type.Optional(Type.String({ maxLength: 2048 }))

/** What waits for the officer, and what the officer may do, in an affair or on one of its rows. */
export function registerMayAct(
  workspace: Workspace,
  needs: Needs,
  names: OrganNames,
  register: Pick<OfficerRegister, 'keyIds'>,
): void {
  const { affairs } = needs
  const isSigned = (affair: string) => Object.values(affairs.find(affair)!.actions).some(({ signers }) => signers)
  workspace.page('/workspace/inbox', {}, async (context) =>
    inboxPage(await inboxOf({ ...needs, names }, context.officer, await register.keyIds(context.officer)), context),
  )
  workspace.page('/workspace/act', {}, (context) => actsPage(affairs.names.filter(isSigned), context))
  workspace.page<{ entity?: string; id?: string }>(
    '/workspace/act/:affair',
    { entity: name, id },
    async (context, query, { affair = '' }) => {
      const declaration = affairs.find(affair)
      if (declaration === undefined) throw new NodeError({ code: 'affair-not-found' })
      const object = objectOf(needs, declaration, query)
      const choices = actChoices(needs, declaration, context.officer.keyId, object)
      const shown = object === null ? null : await rowOf(needs, affair, object)
      return mayActPage({ affair, object: shown, choices, objects: await newest(needs, declaration) }, context)
    },
  )
}

/** @throws {NodeError} record-unknown for a row that the ledger does not have */
function objectOf(
  { ledger }: Needs,
  { name: affair, entities }: AffairDeclaration,
  query: { entity?: string; id?: string },
) {
  const { entity, id: text } = query
  if (entity === undefined || text === undefined) return null
  const { key } = parseRowKey(text)
  if (!Object.hasOwn(entities, entity) || ledger.row(affair, entity, key) === undefined)
    throw new NodeError({ code: 'record-unknown' })
  return { entity, key, bytes: parseRowKey(text).bytes }
}

async function rowOf(
  { views, ledger }: Needs,
  affair: string,
  { entity, key, bytes }: NonNullable<ReturnType<typeof objectOf>>,
): Promise<ActObjectRow> {
  const { rows } = await views.history({ affair, entity, key: bytes })
  const { status } = ledger.row(affair, entity, key)!
  const row = rows.at(-1)
  return { entity, key: rowKeyText(bytes), status, label: row === undefined ? '…' : labelOf(row) }
}

async function newest(
  { views }: Needs,
  { name: affair, entities, actions }: AffairDeclaration,
): Promise<ActObjectRow[]> {
  const movable = Object.keys(entities).filter((entity) =>
    Object.values(actions).some(({ on, signers }) => on === entity && signers !== undefined),
  )
  const order = { field: '', isDescending: true }
  const found = await Promise.all(
    movable.map(async (entity) => {
      const { rows } = await views.list({ affair, entity, filters: [], order, after: null, limit: offered })
      return rows.map((row) => ({ entity, key: rowKeyText(row.key), status: row.status, label: labelOf(row) }))
    }),
  )
  return found.flat()
}
