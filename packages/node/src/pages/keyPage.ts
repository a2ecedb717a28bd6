import type { LedgerReads } from '@gongshi/ledger'
import type { KeyData } from '@gongshi/portal'
import { encodeCbor, fromHex, toHex } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { rowKeyText } from '../http/rowKey.ts'
import type { Projections } from '../projections/projections.ts'
import type { ViewRow } from '../projections/question.ts'
import { activityOf } from './activity.ts'
import { hexOf, OfficerRegister } from './officerRegister.ts'
import type { OrganNames } from './organs.ts'

type Needs = {
  readonly views: Pick<Projections, 'list' | 'progress' | 'history' | 'signed'>
  readonly ledger: Pick<LedgerReads, 'findKey' | 'findMandates' | 'info' | 'logSize' | 'findEntry'>
  readonly now: () => number
}

/** Of an officer's number so many letters are shown, as everywhere. */
const numberShown = 8

/**
 * A key in the register of organs: keys of private persons have no page, so that nobody's acts are gathered.
 * @param before entry below which the acts are listed that it signed
 * @throws {NodeError} record-unknown
 */
export async function keyData(
  needs: Needs,
  names: OrganNames,
  keyId: string,
  before: number | undefined,
): Promise<KeyData> {
  if (!/^[0-9a-f]{64}$/.test(keyId)) throw new NodeError({ code: 'record-unknown' })
  const bytes = fromHex(keyId)
  const rows = await keyRevisions(needs.views, bytes)
  const row = rows.at(-1)
  if (row === undefined) throw new NodeError({ code: 'record-unknown' })
  const register = new OfficerRegister(needs, names)
  const time = Math.max(needs.ledger.info().time, needs.now())
  const offices = needs.ledger.findMandates(bytes, time)?.offices ?? []
  const inForce = offices.filter(({ term }) => term.from <= time && time < term.until)
  const signed = await activityOf(needs, [bytes], before)
  return {
    keyId,
    suite: String(row.fields.suite),
    status: row.status,
    isActive: needs.ledger.findKey(bytes)?.isActive === true,
    officer: officerIn(row)?.slice(0, numberShown) ?? null,
    organ: await register.organ(row.fields.organ as { readonly scheme: string; readonly id: string }),
    mandates: await register.mandatesOf(inForce),
    revisions: rows.map(({ action, status, time: at, entry }) => ({ action, status, time: at, entry })),
    signed: signed.entries,
    before: signed.before,
    row: rowKeyText(encodeCbor([bytes])),
    height: needs.views.progress().height,
    evidence: `/api/v1/evidence/state/organisations/entity%2Fkey/${rowKeyText(encodeCbor([bytes]))}`,
  }
}

/** Every revision of a key's row, the first one first; none for a key of nobody in the register. */
async function keyRevisions(views: Pick<Projections, 'history'>, keyId: Uint8Array): Promise<readonly ViewRow[]> {
  return (await views.history({ affair: 'organisations', entity: 'key', key: encodeCbor([keyId]) })).rows
}

/** Which of these keys have pages. */
export async function listedKeys(
  views: Pick<Projections, 'history'>,
  keys: readonly Uint8Array[],
): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    keys.map(async (key) => ((await keyRevisions(views, key)).length === 0 ? [] : [toHex(key)])),
  )
  return new Set(found.flat())
}

function officerIn({ fields: { officer = null } }: ViewRow): string | null {
  return officer === null ? null : hexOf((officer as unknown as readonly unknown[])[0])
}
