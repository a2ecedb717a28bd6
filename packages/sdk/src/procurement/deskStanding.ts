import type { Cbor } from '@gongshi/protocol'
import { ClientError } from '../errors.ts'
import type { Organ } from './representatives.ts'
import { type Asking, provenRow } from './rows.ts'

/** Where the desk of a procedure stands, each row of it proven. */
export type DeskStanding = {
  readonly procedure: string
  readonly desk: Organ
  /** Of assurance, from when its key is public; null before. */
  readonly level: number | null
  /** The one that is to be done now; null once the deadline is over, or where the notice went out without its key. */
  readonly step: 'issue' | 'sign' | null
}

const before = ['planned', 'convened', 'keying', 'keyed']

/** @throws {ClientError} client-row-absent: there is no such procedure, or no desk is named for it */
export async function deskStanding(client: Asking, procedure: Cbor): Promise<DeskStanding> {
  const [matter, issuer] = [
    await provenRow(client, 'procedure', procedure),
    await provenRow(client, 'issuer', [procedure]),
  ]
  if (matter === null || issuer === null) throw new ClientError({ code: 'client-row-absent' })
  const [scheme, id] = issuer.fields.desk as [string, string]
  const level = issuer.fields.level === null ? null : Number(issuer.fields.level)
  const isOpen = before.includes(matter.status) || matter.status === 'tendering'
  const first = before.includes(matter.status) ? 'issue' : null
  return {
    procedure: matter.status,
    desk: { scheme, id },
    level,
    step: level === null ? first : isOpen ? 'sign' : null,
  }
}
