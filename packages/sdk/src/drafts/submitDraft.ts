import { type Draft, finishDraft } from '@gongshi/protocol'
import type { Committed } from '../actions/getTransaction.ts'
import { type SubmitOptions, type Submitting, submitTransaction } from '../actions/submitTransaction.ts'

/**
 * Submits a draft that everybody has signed, until it is committed or has expired.
 * @throws {DraftError} draft-unfinished, draft-declined, draft-expired; else as submitTransaction
 */
export async function submitDraft(client: Submitting, draft: Draft, options: SubmitOptions = {}): Promise<Committed> {
  return submitTransaction(client, finishDraft(draft, client.now()), options)
}
