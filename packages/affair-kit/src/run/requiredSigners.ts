import type { Value } from '../cel/value.ts'
import { loadForSigners } from './action.ts'
import { type RequiredSigner, signerDemand } from './authority.ts'
import type { Block, Host, Installed, Registry } from './host.ts'
import { openSession } from './session.ts'

/**
 * The signers that an action asks for with that input, by the same rules by which the ledger judges them.
 * @param input as it is decoded; texts as their hashes
 * @throws {Refused} where the action would be refused before anybody is asked: a row missing, or in another status
 */
export function requiredSigners(
  registry: Registry,
  host: Host,
  block: Block,
  installed: Installed,
  actionName: string,
  input: { readonly [name: string]: Value },
): readonly RequiredSigner[] {
  const action = installed.program.actions[actionName]!
  const session = openSession(registry, host, block, action.bounds, {
    seed: null,
    txId: null,
    salt: new Uint8Array(32),
    keys: [],
  })
  session.running.push({ installed, action: action.name })
  const asked = loadForSigners(session, installed, action, { kind: 'transaction', input })
  return action.signers.map((rule) => signerDemand(session, asked, rule))
}
