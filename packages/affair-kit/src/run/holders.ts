import { type Cbor, encodeCbor, toHex } from '@gongshi/protocol'
import type { Installed } from './host.ts'
import { type Office, officesOf, organOf, organsOwn } from './offices.ts'
import { remembered } from './remembered.ts'
import type { RowState } from './row.ts'
import { rowOf } from './rowOf.ts'
import type { Session } from './session.ts'

/** Who holds a key, as the rows say at this block. */
export type Holder = {
  readonly key: Uint8Array
  /** Who acts: the officer, or else the key itself; and one text for it, to compare. */
  readonly actor: Cbor
  readonly name: string
  readonly officer: Cbor | null
  readonly subject: Uint8Array | null
  readonly offices: readonly Office[]
  /** From how many cases this officer is barred. */
  readonly recusals: bigint
}

/** One text for whoever acts. */
export function actorName(actor: Cbor): string {
  return toHex(encodeCbor(actor))
}

/** Undefined: no such key, or one that is revoked, or whose officer has ended. */
export function holderOf(session: Session, key: Uint8Array): Holder | undefined {
  // PERF: by the very bytes, which admission hands out once for each registered key: no text has to be made and hashed.
  return remembered(session, key, (apart) => findHolder(apart, key))
}

function findHolder(session: Session, key: Uint8Array): Holder | undefined {
  const { organisations } = session
  const found = organisations && activeRow(session, organisations, 'key', [key])
  if (organisations === undefined || found === undefined) return personOf(session, key)
  const subject = (found.fields.subject ?? null) as Uint8Array | null
  const officer = (found.fields.officer ?? null) as Cbor
  if (officer === null) {
    const organ = organOf(found.fields.organ ?? null)
    return holder(key, key, null, subject, [organsOwn(session, organisations, organ)], 0n)
  }
  const row = activeRow(session, organisations, 'officer', officer)
  if (row === undefined) return undefined
  const recusals = (row.tallies.recusals ?? 0n) as bigint
  return holder(key, officer, officer, subject, officesOf(session, organisations, officer, row), recusals)
}

function personOf(session: Session, key: Uint8Array): Holder | undefined {
  const { identity } = session
  const found = identity && activeRow(session, identity, 'key', [key])
  const subject = (found?.fields.subject ?? null) as Uint8Array | null
  return subject === null ? undefined : personWith(key, subject)
}

export function personWith(key: Uint8Array, subject: Uint8Array): Holder {
  return holder(key, key, null, subject, [], 0n)
}

function holder(
  key: Uint8Array,
  actor: Cbor,
  officer: Cbor | null,
  subject: Uint8Array | null,
  offices: readonly Office[],
  recusals: bigint,
): Holder {
  return { key, actor, name: actorName(actor), officer, subject, offices, recusals }
}

function activeRow(session: Session, installed: Installed, name: string, id: Cbor): RowState | undefined {
  const row = rowOf(session, installed, name, id)
  return row?.status === 'active' ? row : undefined
}
