import { rowLabel } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import { type Cbor, decodeCbor, encodeCbor } from '@gongshi/protocol'
import { chainIdOf } from '../actions/getLedger.ts'
import type { Committed } from '../actions/getTransaction.ts'
import { actOf } from '../actions/sign.ts'
import { submit } from '../actions/submit.ts'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import type { TrusteeSecrets } from '../trustee/secrets.ts'
import { type CircleOfTrustees, contributed, judge, ownIndex, shares } from '../trustee/trustee.ts'
import type { Wallet } from '../wallet/wallet.ts'
import { type Asking, listedKeys, type ProvenAt, provenRow } from './rows.ts'

/** A procedure’s id: [[scheme, id] of the buyer, number]. A trustee’s is [procedure, [scheme, id]], a bid’s [procedure, author]. */
export type ProcedureKey = Cbor

/** What the ledger has of a procedure's trustees, each row of it proven. */
export type ProvenCircle = CircleOfTrustees & {
  readonly procedure: ProvenAt
  /** Of each number, from 1: the id of its row, its status, and how many shares it has given. */
  readonly trustees: readonly { readonly key: Cbor; readonly status: string; readonly shares: number }[]
}

/** The label of a procedure: the context of its ceremony. */
export async function procedureLabel(client: Asking, procedure: ProcedureKey): Promise<Uint8Array> {
  return rowLabel(await chainIdOf(client), procurement.name, 'procedure', procedure)
}

/** Rows that somebody changes meanwhile are read again, so many times and so far apart. */
const attempts = 25
const pauseMs = 200

/**
 * The trustees and what they have published. Which rows there are the node says; that none is missing, the ledger's own counts.
 * Rows are proven one by one: while somebody else acts they may be of two moments, and are read again.
 * @throws {ClientError} client-row-absent, client-evidence-mismatch for a list that is not whole, client-trust-missing
 */
export async function getCircle(client: Asking, procedure: ProcedureKey): Promise<ProvenCircle> {
  return untilWhole(client, () => readCircle(client, procedure))
}

async function untilWhole<Found>(client: Asking, read: () => Promise<Found | null>): Promise<Found> {
  for (let attempt = 1; attempt < attempts; attempt++) {
    const found = await read()
    if (found !== null) return found
    await client.sleep(pauseMs)
  }
  throw new ClientError({ code: 'client-evidence-mismatch' })
}

/** Null where the rows are not of one moment, or not all there. */
async function readCircle(client: Asking, procedure: ProcedureKey): Promise<ProvenCircle | null> {
  const row = await getProven(client, 'procedure', procedure)
  const keys = await listedKeys(client, 'trustee', procedure)
  const found = await Promise.all(keys.map(async (key) => ({ key, row: await getProven(client, 'trustee', key) })))
  const enrolled = found
    .filter(({ row: { fields } }) => fields.index !== null)
    .toSorted((left, right) => Number(left.row.fields.index) - Number(right.row.fields.index))
  const isWhole = enrolled.every(({ row: { fields } }, at) => Number(fields.index) === at + 1)
  const standing = enrolled.filter(({ row: { status } }) => status === 'contributed' || status === 'accepted')
  const counts = [row.fields.enrolled, row.fields.standing].map(Number)
  if (!isWhole || enrolled.length !== counts[0] || standing.length !== counts[1]) return null
  const group = await provenRow(client, 'groupKey', [procedure])
  return {
    context: await procedureLabel(client, procedure),
    threshold: Number(row.fields.threshold ?? 0),
    enrolled: enrolled.map(({ row: { fields } }) => fields.enrolled as Uint8Array),
    contributions: standing.map(({ row: { fields } }) => ({
      index: Number(fields.index),
      contribution: encodeCbor(fields.contribution!),
    })),
    key: group === null ? null : (group.fields.key as Uint8Array),
    procedure: row,
    trustees: enrolled.map(({ key, row: { status, fields } }) => ({ key, status, shares: Number(fields.shares ?? 0) })),
  }
}

type Doing = {
  readonly client: Client
  readonly wallet: Wallet
  readonly procedure: ProcedureKey
  readonly secrets: TrusteeSecrets
}

/** Publishes the trustee's key. The secrets are kept by now. */
export async function enrolTrustee({ client, wallet, procedure, secrets }: Doing, organ: Cbor): Promise<Committed> {
  const input = { trustee: [procedure, organ], enrolled: secrets.enrolled }
  return submit(client, wallet, actOf(procurement, 'enrol'), input as never)
}

/**
 * Publishes the trustee's contribution, after `keep` has written the secrets with it to a disk: another one for the same circle
 * is never made.
 */
export async function contributeTrustee(
  { client, wallet, procedure, secrets }: Doing,
  keep: (secrets: TrusteeSecrets) => Promise<void>,
): Promise<Committed> {
  const circle = await getCircle(client, procedure)
  const made = contributed(secrets, circle, client.random)
  if (made.secrets !== secrets) await keep(made.secrets)
  const input = { trustee: ownRow(secrets, circle).key, contribution: contributionRecord(made.contribution) }
  return submit(client, wallet, actOf(procurement, 'contribute'), input as never)
}

export type Judged = { readonly disputes: readonly Committed[]; readonly accepted: Committed | null }

/**
 * Opens the part that each contribution has for this trustee: a false one is disputed, and once all that can be expected is there
 * and true, the trustee accepts.
 */
export async function judgeTrustees({ client, wallet, procedure, secrets }: Doing): Promise<Judged> {
  const circle = await getCircle(client, procedure)
  const own = ownRow(secrets, circle)
  const disputes: Committed[] = []
  for (const { from, dispute } of judge(secrets, circle, client.random).disputes) {
    const input = { trustee: circle.trustees[from - 1]!.key, by: own.key, dispute }
    disputes.push(await submit(client, wallet, actOf(procurement, 'dispute'), input as never))
  }
  if (disputes.length > 0 || own.status !== 'contributed') return { disputes, accepted: null }
  return {
    disputes,
    accepted: await submit(client, wallet, actOf(procurement, 'accept'), { trustee: own.key } as never),
  }
}

/** As many as one act takes. */
const { max: sharesInAct } = procurement.actions.give.input!.shares as { readonly max: number }

/**
 * Gives the trustee's shares of every sealed bid. Only after the deadline, and that on the ledger's word, not the node's: a share
 * that is shown opens its bid. Of a bid that was replaced only the last one, proven after the deadline, is opened.
 * @throws {ClientError} client-not-closed; as `getCircle`
 */
export async function giveShares({ client, wallet, procedure, secrets }: Doing): Promise<Committed[]> {
  const circle = await getCircle(client, procedure)
  if (circle.procedure.status !== 'closed') throw new ClientError({ code: 'client-not-closed' })
  const own = ownRow(secrets, circle)
  const sealed = await sealedBids(client, procedure, circle.procedure.height)
  const bids = await withoutShareOf(client, own, ownIndex(secrets, circle), sealed)
  const given = shares(secrets, circle, bids, client.random)
  const sendable = bids.flatMap(({ key }, at) => (given[at] === null ? [] : [{ bid: key, share: given[at]! }]))
  const done: Committed[] = []
  for (let from = 0; from < sendable.length; from += sharesInAct) {
    const input = { trustee: own.key, shares: sendable.slice(from, from + sharesInAct) }
    done.push(await submit(client, wallet, actOf(procurement, 'give'), input as never))
  }
  return done
}

/** Those of which a trustee has given no share yet: what was interrupted goes on. */
async function withoutShareOf<Bid extends { readonly key: Cbor }>(
  client: Client,
  { shares }: { readonly shares: number },
  index: number,
  bids: readonly Bid[],
): Promise<readonly Bid[]> {
  if (shares === 0) return bids
  const given = await Promise.all(bids.map(({ key }) => provenRow(client, 'share', [key, index])))
  return bids.filter((_, at) => given[at] === null)
}

/** Has the ledger open each sealed bid of which enough trustees have given their shares. */
export async function openBids({ client, wallet, procedure, secrets }: Doing): Promise<Committed[]> {
  const circle = await getCircle(client, procedure)
  const by = ownRow(secrets, circle).key
  const done: Committed[] = []
  for (const key of await listedKeys(client, 'bid', procedure)) {
    const { status, fields } = await getProven(client, 'bid', key)
    if (status === 'sealed' && Number(fields.shares) >= circle.threshold)
      done.push(await submit(client, wallet, actOf(procurement, 'open'), { bid: key, by } as never))
  }
  return done
}

/** Bids that are still sealed and of which this trustee may not have given a share: as many as the procedure counts, all proven no earlier than `since`. */
async function sealedBids(client: Client, procedure: ProcedureKey, since: number) {
  const chainId = await chainIdOf(client)
  return untilWhole(client, async () => {
    const { fields: counted, height } = await getProven(client, 'procedure', procedure)
    const found = []
    for (const key of await listedKeys(client, 'bid', procedure)) {
      const { status, fields, height: at } = await getProven(client, 'bid', key)
      if (at < Math.max(height, since)) return null
      if (status === 'sealed')
        found.push({ key, label: rowLabel(chainId, procurement.name, 'bid', key), sealed: fields.sealed as Uint8Array })
    }
    return height >= since && found.length === Number(counted.bids) ? found : null
  })
}

async function getProven(client: Asking, entity: 'procedure' | 'trustee' | 'bid', key: Cbor): Promise<ProvenAt> {
  const row = await provenRow(client, entity, key)
  if (row === null) throw new ClientError({ code: 'client-row-absent' })
  return row
}

function ownRow(secrets: TrusteeSecrets, circle: ProvenCircle) {
  return circle.trustees[ownIndex(secrets, circle) - 1]!
}

/** A contribution as an act has it. */
export function contributionRecord(bytes: Uint8Array) {
  const [commitments, proof, handle, hidden] = decodeCbor(bytes, { maxBytes: bytes.length, maxDepth: 3 }) as Cbor[]
  return { commitments, proof, handle, hidden }
}
