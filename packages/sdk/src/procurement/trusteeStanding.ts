import type { Cbor } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { provenRow } from './rows.ts'
import { getCircle, type ProcedureKey } from './trustees.ts'

/** What a trustee does, in this order. */
export type TrusteeStep = 'enrol' | 'contribute' | 'judge' | 'give' | 'open'

/** Where a procedure's key and one trustee's part in it stand, each row of it proven. Times are Unix milliseconds. */
export type TrusteeStanding = {
  readonly procedure: string
  readonly own: string
  /** Trustees that are named yet, have enrolled, contributed, accepted; bids that are sealed yet. */
  readonly counts: { readonly [count in 'named' | 'enrolled' | 'given' | 'accepted' | 'bids']: number }
  /** How many open together, and how many of them have given shares. */
  readonly threshold: number
  readonly givers: number
  readonly disputeUntil: number | null
  readonly bidUntil: number | null
  /** The one that is to be done now; null while others are awaited, and at the end. */
  readonly step: TrusteeStep | null
}

/** @throws {ClientError} client-not-a-trustee; as `getCircle` */
export async function trusteeStanding(client: Client, procedure: ProcedureKey, organ: Cbor): Promise<TrusteeStanding> {
  const [circle, own] = [await getCircle(client, procedure), await provenRow(client, 'trustee', [procedure, organ])]
  if (own === null) throw new ClientError({ code: 'client-not-a-trustee' })
  const { status, fields } = circle.procedure
  const count = (name: string) => Number(fields[name] ?? 0)
  const timeOf = (name: string) => (fields[name] === null ? null : Number(fields[name]))
  const standing = {
    procedure: status,
    own: own.status,
    counts: {
      named: count('named'),
      enrolled: count('enrolled'),
      given: count('given'),
      accepted: count('accepted'),
      bids: count('bids'),
    },
    threshold: circle.threshold,
    givers: circle.trustees.filter(({ shares }) => shares > 0).length,
    disputeUntil: timeOf('disputeUntil'),
    bidUntil: timeOf('bidUntil'),
  }
  return { ...standing, step: stepOf(standing, Number(own.fields.shares ?? 0), client.now()) }
}

function stepOf(
  { procedure, own, counts, threshold, givers, disputeUntil }: Omit<TrusteeStanding, 'step'>,
  shares: number,
  now: number,
): TrusteeStep | null {
  const isOver = disputeUntil !== null && disputeUntil <= now
  if (procedure === 'convened') return own === 'named' ? 'enrol' : null
  if (procedure === 'keying') {
    if (own === 'enrolled' && !isOver) return 'contribute'
    return own === 'contributed' && (isOver || counts.given === counts.enrolled) ? 'judge' : null
  }
  if (procedure !== 'closed' || counts.bids === 0 || own === 'named' || own === 'dropped') return null
  if (shares < counts.bids) return 'give'
  return givers >= threshold ? 'open' : null
}
