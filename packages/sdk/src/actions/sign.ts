import { type ActionInput, type AffairDeclaration, encodeInput, type Value } from '@gongshi/affair-kit'
import { makeTransaction, type Transaction } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import type { Wallet } from '../wallet/wallet.ts'
import { chainIdOf } from './getLedger.ts'

/**
 * An action of an affair that the caller knows from its own copy of the declaration, never from the node alone. `Input` is
 * what it takes: known to the compiler where `actOf` made it.
 */
export type Act<Input = ActInput> = {
  readonly affair: AffairDeclaration
  readonly action: string
  /** Only a type: never there. */
  readonly takes?: Input
}

/** `actOf(disclosure, 'publish')`: the compiler then knows names and kinds of the input. */
export function actOf<const A extends Declared, Name extends keyof A['actions'] & string>(
  affair: A,
  action: Name,
): Act<ActionInput<A['actions'][Name]>> {
  return { affair, action }
}

type Declared = AffairDeclaration & { readonly actions: { readonly [name: string]: object } }

/** What the signer fills in, by name, as `decodeInput` gives it. */
export type ActInput = { readonly [name: string]: Value }

/** How long a submission may take before it can never be committed, unless the caller says otherwise. */
const lifetimeMs = 5 * 60 * 1000

/**
 * Makes a transaction of one act, signed by everyone in the wallet, in its order.
 * @throws {KitError} for an input that is not what the declaration asks for
 * @throws {ClientError} client-action-unknown, client-signer-missing
 */
export async function sign<Input = ActInput>(
  client: Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'random' | 'trust' | 'chainId'>,
  wallet: Wallet,
  act: Act<Input>,
  input: NoInfer<Input>,
  options: { readonly lifetimeMs?: number } = {},
): Promise<Transaction> {
  checkSigners(wallet, act)
  const { affair, action } = act
  const fields = {
    chainId: await chainIdOf(client),
    notAfter: client.now() + (options.lifetimeMs ?? lifetimeMs),
    affair: affair.name,
    version: affair.version,
    action,
    input: encodeInput(affair, action, input as ActInput),
    // Never derived from anything: it is the nonce, and it keeps short inputs from being guessed after erasure.
    salt: client.random(32),
  }
  return makeTransaction(fields, wallet.signers)
}

function checkSigners(wallet: Wallet, act: Act<unknown>): void {
  const needed = requiredSignatures(act)
  const given = wallet.signers.length
  if (given < needed) throw new ClientError({ code: 'client-signer-missing', needed, given })
}

/** How many signatures an act takes at least. @throws {ClientError} client-action-unknown */
export function requiredSignatures({ affair, action }: Act<unknown>): number {
  const declared = Object.hasOwn(affair.actions, action) ? affair.actions[action] : undefined
  if (declared?.signers === undefined) throw new ClientError({ code: 'client-action-unknown' })
  return Object.values(declared.signers).reduce((sum, rule) => sum + (rule.atLeast ?? 1), 0)
}
