import { keyFromMaterial, noteType, type PublicKey, type TrustRoot } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import type { Wallet } from '../wallet/wallet.ts'
import type { Committed } from './getTransaction.ts'
import { type Act, type ActInput, sign } from './sign.ts'
import { type SubmitOptions, type Submitting, submitTransaction } from './submitTransaction.ts'

/**
 * Signs one act and submits it until it is committed or has expired. A refusal by the affair is an outcome, not an error.
 * @throws as `sign` and `submitTransaction`
 */
export async function submit<Input = ActInput>(
  client: Submitting & Pick<Client, 'random' | 'trust' | 'chainId'>,
  wallet: Wallet,
  act: Act<Input>,
  input: NoInfer<Input>,
  options: SubmitOptions = {},
): Promise<Committed> {
  const receiptKey = options.receiptKey ?? publisherKey(client.trust)
  const told = receiptKey === undefined ? options : { ...options, receiptKey }
  return submitTransaction(client, await sign(client, wallet, act, input, options), told)
}

/** A node signs its receipts with its publisher's key, which the trust root names; of several publishers it may be any. */
function publisherKey(trust: TrustRoot | undefined): PublicKey | undefined {
  const plain = trust?.logKeys.filter(({ type }) => type === noteType.ed25519) ?? []
  return plain.length === 1 ? keyFromMaterial('ed25519', plain[0]!.publicKey) : undefined
}
