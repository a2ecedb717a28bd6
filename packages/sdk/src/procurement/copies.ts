import { procurement } from '@gongshi/affairs'
import type { Cbor, Signer } from '@gongshi/protocol'
import { contentState, copyContent, restoreContent } from '../actions/copyContent.ts'
import type { Committed } from '../actions/getTransaction.ts'
import { actOf } from '../actions/sign.ts'
import { submit } from '../actions/submit.ts'
import type { Client } from '../client.ts'
import { ClientError, isRefusal } from '../errors.ts'
import type { TrusteeSecrets } from '../trustee/secrets.ts'
import { ownIndex } from '../trustee/trustee.ts'
import { createWallet } from '../wallet/wallet.ts'
import { listedKeys, provenRow } from './rows.ts'
import { getCircle, type ProcedureKey } from './trustees.ts'

/** Where a trustee keeps copies of sealed documents, each named by its commitment. */
export type CopyStore = {
  /** The whole copy; null where there is none. */
  find(documents: Uint8Array): Promise<Blob | null>
  /** Whole and on a disk by the time that the promise is; where `upload` fails, as if it had never begun. */
  write(documents: Uint8Array, upload: AsyncIterable<Uint8Array>): Promise<void>
}

type Doing = {
  readonly client: Client
  readonly signer: Signer
  readonly procedure: ProcedureKey
  readonly secrets: TrusteeSecrets
}

/**
 * What came of one bid's documents. Keeping: `held`, or `already`; restoring: `restored`, `present`, or `spoilt` (the trustee's copy is
 * not what the bid committed to any more); either: `missing` (neither the node nor this trustee has them), `unfit` (what the node sent
 * is not what the bid committed to).
 */
export type CopyOutcome = 'held' | 'already' | 'restored' | 'present' | 'spoilt' | 'missing' | 'unfit'
export type Copied = {
  readonly bid: Cbor
  readonly documents: Uint8Array
  readonly outcome: CopyOutcome
  /** The act that says so on the ledger, where there was one to do. */
  readonly committed: Committed | null
}

/**
 * Fetches the sealed documents of each bid, holds them against its commitment, keeps them, and says so on the ledger. What is kept is
 * not fetched again: an interruption costs the one that was under way.
 */
export async function* keepCopies(doing: Doing, copies: CopyStore): AsyncGenerator<Copied> {
  const { client, signer } = doing
  for await (const { bid, trustee, documents } of ownBids(doing)) {
    const found = await fetched(client, documents, copies)
    const isSaid = (await provenRow(client, 'holding', [bid, documents, trustee])) !== null
    const input = { bid, documents, trustee }
    const committed =
      found !== 'kept' || isSaid
        ? null
        : await submit(client, createWallet(signer), actOf(procurement, 'hold'), input as never)
    yield { bid, documents, outcome: found === 'kept' ? (isSaid ? 'already' : 'held') : found, committed }
  }
}

/**
 * Puts back what the node has lost and this trustee has kept. Where a loss is recorded and the documents are there again, by whose
 * doing ever, the trustee fetches them whole and says so on the ledger.
 */
export async function* restoreCopies(doing: Doing, copies: CopyStore): AsyncGenerator<Copied> {
  const { client, signer } = doing
  for await (const { bid, trustee, documents } of ownBids(doing)) {
    const outcome = await putBack({ client, signer }, documents, await copies.find(documents))
    const isThere = outcome === 'restored' || outcome === 'present'
    const isAwaited = isThere && (await provenRow(client, 'loss', [bid]))?.status === 'recorded'
    const fault = isAwaited ? await faultOf(drain(copyContent(client, documents))) : null
    const input = { loss: [bid], by: trustee }
    const committed =
      isAwaited && fault === null
        ? await submit(client, createWallet(signer), actOf(procurement, 'restore'), input as never)
        : null
    yield { bid, documents, outcome: fault ?? outcome, committed }
  }
}

async function putBack(
  { client, signer }: Pick<Doing, 'client' | 'signer'>,
  documents: Uint8Array,
  copy: Blob | null,
): Promise<CopyOutcome> {
  if (copy === null) return (await contentState(client, documents)) === 'present' ? 'present' : 'missing'
  try {
    return (await restoreContent(client, signer, documents, copy)) ? 'restored' : 'present'
  } catch (error) {
    if (isRefusal(error, 'content-mismatch') || isRefusal(error, 'upload-malformed')) return 'spoilt'
    throw error
  }
}

/** The procedure's bids that may still be judged, as proven rows, with the id of this trustee's row. */
async function* ownBids({ client, procedure, secrets }: Doing) {
  const circle = await getCircle(client, procedure)
  const { key: trustee } = circle.trustees[ownIndex(secrets, circle) - 1]!
  for (const bid of await listedKeys(client, 'bid', procedure)) {
    const row = await provenRow(client, 'bid', bid)
    if (row === null) throw new ClientError({ code: 'client-row-absent' })
    const { status, fields } = row
    if (status === 'sealed' || status === 'opened') yield { bid, trustee, documents: fields.documents as Uint8Array }
  }
}

async function fetched(client: Client, documents: Uint8Array, copies: CopyStore): Promise<'kept' | CopyFault> {
  if ((await copies.find(documents)) !== null) return 'kept'
  return (await faultOf(copies.write(documents, copyContent(client, documents)))) ?? 'kept'
}

type CopyFault = 'missing' | 'unfit'
const faults: { readonly [code: string]: CopyFault } = {
  'client-content-missing': 'missing',
  'client-evidence-mismatch': 'unfit',
}

/** Which fault of the node's kept a copy from being made; another failure comes through. */
async function faultOf(work: Promise<void>): Promise<CopyFault | null> {
  try {
    await work
    return null
  } catch (error) {
    const fault = error instanceof ClientError ? faults[error.code] : undefined
    if (fault === undefined) throw error
    return fault
  }
}

async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of pieces);
}
