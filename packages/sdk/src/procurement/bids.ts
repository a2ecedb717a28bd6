import { procurement } from '@gongshi/affairs'
import { type Cbor, equalBytes, utf8 } from '@gongshi/protocol'
import { type Point, readPoint } from '@gongshi/threshold'
import { getEntryEvidence, type VerifiedEvidence } from '../actions/getEvidence.ts'
import type { Committed } from '../actions/getTransaction.ts'
import { getRowHistory } from '../actions/getView.ts'
import { actOf } from '../actions/sign.ts'
import { submit } from '../actions/submit.ts'
import { type LargeContent, type LargeMember, prepareLarge, sendLarge } from '../actions/uploadLarge.ts'
import { uploadWords } from '../actions/uploadWords.ts'
import { type BidSecrets, bidPlace, type SealedBid, type Sealing, sealingOf } from '../bid/secrets.ts'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { member, readInteger } from '../http/json.ts'
import { createWallet } from '../wallet/wallet.ts'
import { type Asking, listedKeys, provenRow } from './rows.ts'

/** The key to which bids are sealed. @throws {ClientError} client-row-absent: the trustees have not made it */
export async function groupKeyOf(client: Asking, procedure: Cbor): Promise<Point> {
  const row = await provenRow(client, 'groupKey', [procedure])
  if (row === null) throw new ClientError({ code: 'client-row-absent' })
  return readPoint(row.fields.key as Uint8Array, 'sealed')
}

/** Under which the sealed documents lie in their content. */
export const documentsPath = '/documents'

/** The sealed documents as a content, the same each time for the same sealing and file. */
export function documentsContent(
  client: Pick<Client, 'memberHasher'>,
  { recordKey }: Sealing,
  sealed: Blob,
): Promise<LargeContent> {
  const type: LargeMember = { path: '@type', bytes: new Blob([utf8('application/age').slice()]) }
  return prepareLarge(client, recordKey, [type, { path: documentsPath, bytes: sealed }])
}

/** What became of a bid that was handed in: `null` where the ledger had it already. */
export type HandedIn = { readonly action: 'submit' | 'replace'; readonly committed: Committed } | null

/**
 * Uploads the sealed documents and hands the bid in, or in place of the one before. All of it may be done again: what is there
 * already is left as it is, and documents that the system has lost are there again, even after the opening.
 */
export async function handInBid(
  client: Client,
  secrets: BidSecrets,
  { sealed, offer, documents }: SealedBid,
  content: LargeContent,
): Promise<HandedIn> {
  const { signer, key, author } = bidPlace(secrets)
  if (!equalBytes(content.commitment, documents)) throw new ClientError({ code: 'client-kept-elsewhere' })
  const before = await provenRow(client, 'bid', [...key])
  const isThere =
    before !== null && before.status !== 'withdrawn' && equalBytes(before.fields.sealed as Uint8Array, sealed)
  await sendLarge(client, signer, content)
  if (isThere) return null
  const wallet = createWallet(signer)
  const enclosed = { sealed, offer, documents }
  const committed =
    before === null
      ? await submit(client, wallet, actOf(procurement, 'submit'), {
          procedure: secrets.procedure,
          author,
          ...enclosed,
        } as never)
      : await submit(client, wallet, actOf(procurement, 'replace'), { bid: [...key], ...enclosed } as never)
  return { action: before === null ? 'submit' : 'replace', committed }
}

/** Asks, for everybody to read: the words lie beside the ledger, public at once, under the bidder's pseudonym. */
export async function askQuestion(client: Client, secrets: BidSecrets, words: string): Promise<Committed> {
  const { signer, author } = bidPlace(secrets)
  const question = await uploadWords(client, signer, 'application/vnd.gongshi.enquiry', words)
  const input = { procedure: secrets.procedure, author, question }
  return submit(client, createWallet(signer), actOf(procurement, 'ask'), input as never)
}

/** Until the deadline, and replaced again until then. */
export function withdrawBid(client: Client, secrets: BidSecrets): Promise<Committed> {
  return actOnBid(client, secrets, 'withdraw', {})
}

/** After the notice was amended: the bid stands as it is. */
export function reconfirmBid(client: Client, secrets: BidSecrets): Promise<Committed> {
  return actOnBid(client, secrets, 'reconfirm', {})
}

/**
 * Has it recorded that the system lost the documents of the own opened bid: a trustee's `hold` on the ledger is the proof.
 * @throws {ClientError} client-row-absent: no trustee ever held a copy of these documents
 */
export async function claimLoss(client: Client, secrets: BidSecrets): Promise<Committed> {
  const { key } = bidPlace(secrets)
  const row = await provenRow(client, 'bid', [...key])
  for (const holder of row === null ? [] : await listedKeys(client, 'trustee', secrets.procedure)) {
    const holding = await provenRow(client, 'holding', [[...key], row!.fields.documents as Uint8Array, holder])
    if (holding !== null) return actOnBid(client, secrets, 'claimLoss', { holder })
  }
  throw new ClientError({ code: 'client-row-absent' })
}

/** Where too many trustees stay away, once the ledger lets bidders. The sealing that the ledger has is the one that is opened. */
export async function openBidAlone(client: Client, secrets: BidSecrets): Promise<Committed> {
  const row = await provenRow(client, 'bid', [...bidPlace(secrets).key])
  if (row === null) throw new ClientError({ code: 'client-row-absent' })
  const { made } = sealingOf(secrets, await groupKeyOf(client, secrets.procedure), row.fields.sealed as Uint8Array)
  return actOnBid(client, secrets, 'openAlone', { opener: made.opener })
}

function actOnBid(
  client: Client,
  secrets: BidSecrets,
  action: 'withdraw' | 'reconfirm' | 'openAlone' | 'claimLoss',
  input: object,
): Promise<Committed> {
  const { signer, key } = bidPlace(secrets)
  return submit(client, createWallet(signer), actOf(procurement, action), { bid: [...key], ...input } as never)
}

/**
 * Evidence of the bidder's last act on the bid: with its block time, that it was in time.
 * @throws {ClientError} client-row-absent: nothing was handed in
 */
export async function lastBidEvidence(client: Client, secrets: BidSecrets): Promise<VerifiedEvidence> {
  const { rows } = await getRowHistory(client, procurement.name, 'bid', [...bidPlace(secrets).key])
  const last = rows.findLast((row) => ownActs.has(String(member(row, 'action'))))
  if (last === undefined) throw new ClientError({ code: 'client-row-absent' })
  return getEntryEvidence(client, readInteger(member(last, 'entry'), 'rows.entry'))
}

const ownActs = new Set(['submit', 'replace', 'reconfirm', 'withdraw'])
