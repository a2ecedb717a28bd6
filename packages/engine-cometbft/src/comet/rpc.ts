import { Agent, request } from 'node:http'
import { CometError } from '../errors.ts'

/** What CometBFT says no to: its JSON-RPC error, in its words. */
export class RpcRefusal extends Error {}

/** An answer that takes longer is none. Milliseconds. */
const timeoutMs = 10_000

export type RpcClient = {
  /** @throws {RpcRefusal | CometError} cometbft-unreachable, cometbft-answer */
  call(method: string, parameters: object): Promise<unknown>
  close(): void
}

/** CometBFT's own JSON-RPC at a unix socket: only this node speaks with it. */
export function connectRpc(socketPath: string): RpcClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  return {
    call: async (method, parameters) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 0, method, params: parameters })
      const answer = parseAnswer(method, await post(agent, socketPath, body))
      if (answer.error === undefined) return answer.result
      throw new RpcRefusal(`${answer.error.message ?? ''}: ${answer.error.data ?? ''}`)
    },
    close: () => agent.destroy(),
  }
}

type RpcAnswer = { readonly result?: unknown; readonly error?: { readonly message?: string; readonly data?: string } }

function parseAnswer(method: string, text: string): RpcAnswer {
  try {
    return JSON.parse(text) as RpcAnswer
  } catch (cause) {
    throw new CometError({ code: 'cometbft-answer', method }, { cause })
  }
}

function post(agent: Agent, socketPath: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(new CometError({ code: 'cometbft-unreachable' }, { cause }))
    const headers = { 'content-type': 'application/json' }
    const asked = request({ agent, socketPath, method: 'POST', path: '/', headers, timeout: timeoutMs }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')))
      answer.on('error', fail)
    })
    asked.on('timeout', () => asked.destroy(new Error('timeout')))
    asked.on('error', fail)
    asked.end(body)
  })
}
