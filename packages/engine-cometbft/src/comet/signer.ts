import { toBase64 } from '@gongshi/protocol'
import { CometError } from '../errors.ts'
import { type RpcClient, RpcRefusal } from './rpc.ts'

type Status = { readonly validator_info?: { readonly pub_key?: { readonly value?: string } } }

/**
 * Whether CometBFT answers, and votes under this key: a signer outside may hold another than it should. False while it is down.
 * @throws {CometError} signer-foreign, cometbft-answer
 */
export async function signsWith(rpc: Pick<RpcClient, 'call'>, publicKey: Uint8Array): Promise<boolean> {
  const status = await statusOf(rpc)
  if (status === null) return false
  const found = status.validator_info?.pub_key?.value ?? ''
  if (found !== toBase64(publicKey)) throw new CometError({ code: 'signer-foreign', publicKey: found })
  return true
}

/** Null while it is down, or not ready to say. */
async function statusOf(rpc: Pick<RpcClient, 'call'>): Promise<Status | null> {
  try {
    return (await rpc.call('status', {})) as Status
  } catch (error) {
    const isDown = error instanceof CometError && error.failure.code === 'cometbft-unreachable'
    if (isDown || error instanceof RpcRefusal) return null
    throw error
  }
}
