import { rowLabel } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import type { Cbor } from '@gongshi/protocol'
import { type Document, openDocuments, type RunCipher } from '@gongshi/sealed'
import { chainIdOf } from '../actions/getLedger.ts'
import { openMember } from '../actions/openMember.ts'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { documentsPath } from './bids.ts'
import { provenRow } from './rows.ts'

/** Keeps what comes aside, whole, until it is read again. */
export type Aside = (size: number, sealed: AsyncIterable<Uint8Array>) => Promise<Blob>

/**
 * The documents of a bid that is open, in order; each is to be read before the next is asked for. Bid and secret stand under the
 * client's trust root, and the sealed documents are those that the bid committed to before any of them is unpacked. Names and
 * bytes are the bidder's: untrusted.
 * @throws {ClientError} client-row-absent: no such bid, or nobody has opened it; client-evidence-mismatch; {SealedError}
 */
export async function* openedDocuments(
  client: Client,
  bid: Cbor,
  aside: Aside,
  cipher?: RunCipher,
): AsyncGenerator<Document> {
  const [row, opening] = [await provenRow(client, 'bid', bid), await provenRow(client, 'opening', [bid])]
  if (row === null || opening === null) throw new ClientError({ code: 'client-row-absent' })
  const { size, bytes } = await openMember(client, row.fields.documents as Uint8Array, documentsPath)
  const sealed = await aside(size, bytes)
  const label = rowLabel(await chainIdOf(client), procurement.name, 'bid', bid)
  const key = { secret: opening.fields.secret as Uint8Array, label }
  yield* openDocuments(key, piecesOf(sealed), cipher === undefined ? {} : { cipher })
}

async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
