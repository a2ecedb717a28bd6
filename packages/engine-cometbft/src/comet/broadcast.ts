import { CometError } from '../errors.ts'
import { type RpcClient, RpcRefusal } from './rpc.ts'

/** What the pool of this node's CometBFT did with a bundle. `later`: it is full, or down, and may be asked again. */
export type Broadcast = 'taken' | 'refused' | 'later'

/** Hands a bundle over to be gossiped and ordered. That it was taken promises nothing: the block does. */
export async function broadcast(rpc: Pick<RpcClient, 'call'>, bundle: Uint8Array): Promise<Broadcast> {
  // PERF: a bundle is 64 KiB; the portable encoder takes ten times as long.
  const tx = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length).toString('base64')
  try {
    const { code } = (await rpc.call('broadcast_tx_sync', { tx })) as { readonly code?: unknown }
    return code === 0 ? 'taken' : 'refused'
  } catch (error) {
    if (error instanceof RpcRefusal) return error.message.includes('already exists in cache') ? 'taken' : 'later'
    if (error instanceof CometError) return 'later'
    throw error
  }
}
