import type { Client } from '../client.ts'
import type { Wallet } from '../wallet/wallet.ts'
import { getEntryEvidence, type VerifiedEvidence } from './getEvidence.ts'
import type { Committed } from './getTransaction.ts'
import type { Act, ActInput } from './sign.ts'
import { submit } from './submit.ts'
import type { SubmitOptions } from './submitTransaction.ts'

/** The three receipts of an act, from the weakest to the strongest. */
export type Proven = {
  /** The node's signed promise to include it; null when it was committed before one was asked for. */
  readonly receipt: Uint8Array | null
  /** The node's word that the entry is on its disk. */
  readonly committed: Committed
  /** What convinces anyone, without the node. */
  readonly evidence: VerifiedEvidence
}

/**
 * As `submit`, until the entry is proven: its evidence was fetched, and verified under the client's trust root.
 * @throws as submit and getEntryEvidence
 */
export async function submitProven<Input = ActInput>(
  client: Client,
  wallet: Wallet,
  act: Act<Input>,
  input: NoInfer<Input>,
  options: SubmitOptions = {},
): Promise<Proven> {
  let receipt: Uint8Array | null = null
  const onReceipt = (given: Uint8Array) => {
    receipt = given
    options.onReceipt?.(given)
  }
  const committed = await submit(client, wallet, act, input, { ...options, onReceipt })
  return { receipt, committed, evidence: await getEntryEvidence(client, committed.index) }
}
