import { toBase64 } from '@gongshi/protocol'
import { CometError } from '../errors.ts'
import type { RpcClient } from './rpc.ts'

type Status = { readonly validator_info?: { readonly pub_key?: { readonly value?: string } } }

/**
 * Asks CometBFT under which key it votes: a signer outside may hold another than it should.
 * @throws {CometError} signer-foreign, cometbft-unreachable, cometbft-answer
 */
export async function assertSignsWith(rpc: Pick<RpcClient, 'call'>, publicKey: Uint8Array): Promise<void> {
  const { validator_info: own } = (await rpc.call('status', {})) as Status
  const found = own?.pub_key?.value ?? ''
  if (found !== toBase64(publicKey)) throw new CometError({ code: 'signer-foreign', publicKey: found })
}
