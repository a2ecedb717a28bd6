import type { Client } from '../client.ts'
import type { Wallet } from '../wallet/wallet.ts'
import type { Committed } from './getTransaction.ts'
import { type Act, type ActInput, sign } from './sign.ts'
import { type SubmitOptions, type Submitting, submitTransaction } from './submitTransaction.ts'

/**
 * Signs one act and submits it until it is committed or has expired. A refusal by the affair is an outcome, not an error.
 * @throws as `sign` and `submitTransaction`
 */
export async function submit(
  client: Submitting & Pick<Client, 'random' | 'trust' | 'chainId'>,
  wallet: Wallet,
  act: Act,
  input: ActInput,
  options: SubmitOptions = {},
): Promise<Committed> {
  return submitTransaction(client, await sign(client, wallet, act, input, options), options)
}
