import { CometError, type RpcClient, RpcRefusal } from '@gongshi/engine-cometbft'

/** An answer that takes longer is none. Milliseconds. */
const timeoutMs = 10_000

type RpcAnswer = { readonly result?: unknown; readonly error?: { readonly message?: string; readonly data?: string } }

/** The read RPC of another member, at its portal's `/rpc`. What it says is believed only as far as votes vouch for it. */
export function memberRpc(portal: string): Pick<RpcClient, 'call'> {
  return {
    call: async (method, params) => {
      const { result, error } = await post(`${portal}/rpc`, { jsonrpc: '2.0', id: 0, method, params })
      if (error !== undefined) throw new RpcRefusal(`${error.message ?? ''}: ${error.data ?? ''}`)
      return result
    },
  }
}

async function post(url: string, call: object): Promise<RpcAnswer> {
  try {
    const headers = { 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(timeoutMs)
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(call), signal })
    return (await answer.json()) as RpcAnswer
  } catch (cause) {
    throw new CometError({ code: 'cometbft-unreachable' }, { cause })
  }
}
