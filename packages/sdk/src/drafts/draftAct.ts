import { encodeInput } from '@gongshi/affair-kit'
import { createDraft, type Draft } from '@gongshi/protocol'
import { chainIdOf } from '../actions/getLedger.ts'
import { type Act, type ActInput, requiredSignatures } from '../actions/sign.ts'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'

const minuteMs = 60_000
/** Within what a ledger admits: an hour for one signer, thirty days for several. */
const lifetimeMs = { one: 50 * minuteMs, several: 7 * 24 * 60 * minuteMs }

/**
 * Begins an act that others sign, at other times and elsewhere: `signers` are key ids in the order of the action's
 * declaration. Nothing is sent to anybody.
 * @throws {KitError} for an input that is not what the declaration asks for
 * @throws {ClientError} client-action-unknown, client-signer-missing; {TransactionError} for signers named twice
 */
export async function draftAct<Input = ActInput>(
  client: Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'random' | 'trust' | 'chainId'>,
  act: Act<Input>,
  input: NoInfer<Input>,
  signers: readonly Uint8Array[],
  options: { readonly lifetimeMs?: number } = {},
): Promise<Draft> {
  const { affair, action } = act
  const needed = requiredSignatures(act)
  if (signers.length < needed) throw new ClientError({ code: 'client-signer-missing', needed, given: signers.length })
  const usual = signers.length > 1 ? lifetimeMs.several : lifetimeMs.one
  return createDraft({
    chainId: await chainIdOf(client),
    notAfter: client.now() + (options.lifetimeMs ?? usual),
    affair: affair.name,
    version: affair.version,
    action,
    input: encodeInput(affair, action, input as ActInput),
    salt: client.random(32),
    signers,
  })
}
