import type { Json } from '@gongshi/protocol'

export type RpcParameters = { readonly [name: string]: Json }

/** A JSON-RPC 2.0 error. CometBFT's clients match `detail` by its text. */
export class RpcFault extends Error {
  readonly code: number
  readonly detail: string

  constructor(code: number, detail: string) {
    super(detail)
    this.code = code
    this.detail = detail
  }
}

export const rpcCode = { parse: -32700, request: -32600, method: -32601, parameters: -32602, internal: -32603 } as const

/** Integers come as numbers, decimal text, or quoted text in a URI. */
export function integerParameter(parameters: RpcParameters, name: string): number | undefined {
  const value = parameters[name]
  if (value === undefined || value === null) return undefined
  const text = String(value).replace(/^"(.*)"$/, '$1')
  if (!/^-?[0-9]{1,15}$/.test(text)) throw new RpcFault(rpcCode.parameters, `${name} is not an integer`)
  return Number(text)
}
