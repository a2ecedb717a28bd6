import { procurement } from '@gongshi/affairs'
import {
  type Cbor,
  type EvidenceChecks,
  type StateKey,
  type TrustRoot,
  type Verdict,
  verifyStates,
} from '@gongshi/protocol'
import { getStatesEvidence } from '../actions/getEvidence.ts'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { listedKeys } from '../procurement/rows.ts'
import { type LotRows, lowShareKey, readLotRows } from './lotRows.ts'
import { recomputeAward } from './recompute.ts'
import type { AwardStep } from './steps.ts'

/** A lot as the ledger held it at one moment, and what comes of computing it again. */
export type VerifiedAward = {
  readonly verdict: Verdict
  readonly rows: LotRows
  readonly steps: readonly AwardStep[]
  /** Whether every step says what the ledger says. */
  readonly agrees: boolean
}

/**
 * Verifies a file that `gatherAward` has made and computes the award again, with nothing but the file and a trust root.
 *
 * What the caller may trust where `agrees`: at the header's time the ledger held these rows and no others of the lot, and experts,
 * ranks and award follow from them by the rules. Not: that experts judged well, or that who was disqualified deserved it.
 *
 * @throws {EvidenceError} for what is not proven
 * @throws {ClientError} client-award-missing, client-award-unrelated, client-award-unreadable, client-award-unassessed
 */
export async function verifyAward(
  bytes: Uint8Array,
  trust: TrustRoot,
  now: number,
  checks?: EvidenceChecks,
): Promise<VerifiedAward> {
  const { verdict, values } = await verifyStates(bytes, trust, now, checks)
  const rows = readLotRows(values)
  const steps = recomputeAward(rows, verdict.header.chainId)
  return { verdict, rows, steps, agrees: steps.every(({ agrees }) => agrees) }
}

/** The views follow the ledger: what they do not list yet is asked for again, so many times and so far apart. */
const attempts = 25
const pauseMs = 200

/**
 * Fetches the rows of a lot as one file of one moment, and computes the award again. Which rows there are the node says; that none
 * is missing, the ledger's own counts. `bytes` is the file: it verifies without the node.
 * @throws {ClientError} client-trust-missing, those of a request; as `verifyAward`
 */
export async function gatherAward(
  client: Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'trust' | 'sleep'>,
  { procedure, number }: { readonly procedure: Cbor; readonly number: number },
  checks?: EvidenceChecks,
): Promise<VerifiedAward & { readonly bytes: Uint8Array }> {
  const { trust } = client
  if (trust === undefined) throw new ClientError({ code: 'client-trust-missing' })
  for (let attempt = 1; ; attempt++) {
    const bytes = await getStatesEvidence(client, await keysOf(client, procedure, number))
    const award = await verifyAward(bytes, trust, client.now(), checks)
    if (award.steps[0]!.agrees || attempt === attempts) return { bytes, ...award }
    await client.sleep(pauseMs)
  }
}

async function keysOf(
  client: Parameters<typeof gatherAward>[0],
  procedure: Cbor,
  number: number,
): Promise<readonly StateKey[]> {
  const [criteria, candidates, seats, openings] = await Promise.all(
    (['criterion', 'candidate', 'seat', 'opening'] as const).map((entity) => listedKeys(client, entity, procedure)),
  )
  const lot = [procedure, number]
  const bids = openings!.map((key) => (key as readonly Cbor[])[0]!)
  const of = (entity: string, keys: readonly Cbor[]): readonly StateKey[] =>
    keys.map((key) => ({ affair: procurement.name, table: `entity/${entity}`, key }))
  return [
    ...of('lot', [lot]),
    ...of('procedure', [procedure]),
    { affair: 'ledger', table: 'param', key: lowShareKey },
    ...of('criterion', criteria!),
    ...of('candidate', candidates!),
    ...of('seat', seats!),
    ...of('opening', openings!),
    ...of(
      'sheet',
      seats!.map((seat) => [lot, seat]),
    ),
    ...bids.flatMap((bid) => [
      ...of('offer', [[bid, lot]]),
      ...of('result', [[bid, lot]]),
      ...of('award', [[lot, bid]]),
    ]),
  ]
}
