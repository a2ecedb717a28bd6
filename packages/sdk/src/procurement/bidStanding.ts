import type { Cbor } from '@gongshi/protocol'
import { type BidSecrets, bidPlace } from '../bid/secrets.ts'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { listedKeys, provenRow } from './rows.ts'

/** Where a procedure and a bidder's part in it stand, each row of it proven. Times are Unix milliseconds. */
export type BidStanding = {
  readonly procedure: {
    readonly status: string
    readonly edition: number
    readonly askUntil: number | null
    readonly bidUntil: number | null
    /** From then on bidders may open alone. */
    readonly openBy: number | null
  }
  readonly isAdmitted: boolean
  /** Null where nothing has been handed in. */
  readonly bid: {
    readonly status: string
    readonly edition: number
    readonly sealed: Uint8Array
    readonly sealedAt: number
  } | null
}

/** A lot as an offer has to fit it: its ceiling names the currency. */
export type OpenLot = {
  readonly number: number
  readonly ceiling: { readonly currency: string; readonly minor: bigint }
}

/** @throws {ClientError} client-row-absent: no such procedure; client-trust-missing, client-evidence-mismatch */
export async function bidStanding(client: Client, secrets: BidSecrets): Promise<BidStanding> {
  const { key } = bidPlace(secrets)
  const [procedure, entrant, bid] = await Promise.all([
    provenRow(client, 'procedure', secrets.procedure),
    provenRow(client, 'entrant', [...key]),
    provenRow(client, 'bid', [...key]),
  ])
  if (procedure === null) throw new ClientError({ code: 'client-row-absent' })
  const { edition, askUntil, bidUntil, openBy } = procedure.fields
  return {
    procedure: {
      status: procedure.status,
      edition: Number(edition),
      askUntil: timeOf(askUntil),
      bidUntil: timeOf(bidUntil),
      openBy: timeOf(openBy),
    },
    isAdmitted: entrant !== null,
    bid:
      bid === null
        ? null
        : {
            status: bid.status,
            edition: Number(bid.fields.edition),
            sealed: bid.fields.sealed as Uint8Array,
            sealedAt: Number(bid.fields.sealedAt),
          },
  }
}

/**
 * All lots of a procedure, by number: a price in another currency, or for a lot that is none, would make the bid void.
 * @throws {ClientError} client-evidence-mismatch: the node left some out
 */
export async function openLots(client: Client, procedure: Cbor): Promise<OpenLot[]> {
  const row = await provenRow(client, 'procedure', procedure)
  if (row === null) throw new ClientError({ code: 'client-row-absent' })
  const keys = await listedKeys(client, 'lot', procedure)
  if (keys.length !== Number(row.fields.lots)) throw new ClientError({ code: 'client-evidence-mismatch' })
  const lots = await Promise.all(keys.map((key) => provenRow(client, 'lot', key)))
  return lots.map((lot) => {
    if (lot === null) throw new ClientError({ code: 'client-evidence-mismatch' })
    const { number, ceiling } = lot.fields
    const [currency, minor] = ceiling as readonly [string, number | bigint]
    return {
      number: Number(number),
      ceiling: { currency, minor: BigInt(minor) },
    }
  })
}

function timeOf(time: Cbor | undefined): number | null {
  return time === null || time === undefined ? null : Number(time)
}
