import type { Transaction } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { type Json, member, readText } from '../http/json.ts'
import { askJson } from '../http/request.ts'

/** What would come of a transaction in the next block: `ok` with its events, or the code of the refusal. */
export type Prospect = { readonly outcome: string; readonly events?: Json; readonly detail?: Json }

/** Asks a node what would become of a transaction if its signatures were good. Nothing is submitted; nothing is proven. */
export async function tryOut(
  client: Pick<Client, 'url' | 'fetch' | 'language'>,
  transaction: Pick<Transaction, 'transaction'>,
): Promise<Prospect> {
  const json = await askJson(client, '/api/v1/transactions/dry-run', {
    method: 'POST',
    headers: { 'content-type': 'application/cose' },
    body: transaction.transaction,
  })
  const [events, detail] = [member(json, 'events'), member(json, 'detail')]
  return {
    outcome: readText(member(json, 'outcome'), 'outcome'),
    ...(events === undefined ? {} : { events }),
    ...(detail === undefined ? {} : { detail }),
  }
}
