import type { Json } from '@gongshi/protocol'

/** What a call gives by name. A URI gives texts in a notation of CometBFT's own, a JSON call gives JSON. */
export type RpcParameters = { readonly form: 'json' | 'uri'; readonly values: { readonly [name: string]: Json } }

/** A JSON-RPC 2.0 error. CometBFT's clients match `detail` by its text. */
export class RpcFault extends Error {
  readonly code: RpcCode
  readonly detail: string

  constructor(code: RpcCode, detail: string) {
    super(detail)
    this.code = code
    this.detail = detail
  }
}

export const rpcCode = { parse: -32700, request: -32600, method: -32601, parameters: -32602, internal: -32603 } as const
export type RpcCode = (typeof rpcCode)[keyof typeof rpcCode]

/** What CometBFT calls each (rpc/jsonrpc/types). */
export const rpcMessages: { readonly [Code in RpcCode]: string } = {
  [rpcCode.parse]: 'Parse error. Invalid JSON',
  [rpcCode.request]: 'Invalid Request',
  [rpcCode.method]: 'Method not found',
  [rpcCode.parameters]: 'Invalid params',
  [rpcCode.internal]: 'Internal error',
}

/** Integers come as numbers, decimal text, or quoted text in a URI. */
export function integerParameter(parameters: RpcParameters, name: string): number | undefined {
  const value = given(parameters, name)
  if (value === undefined) return undefined
  const text = String(value).replace(/^"(.*)"$/, '$1')
  if (!/^-?[0-9]{1,15}$/.test(text)) throw new RpcFault(rpcCode.parameters, `${name} is not an integer`)
  return Number(text)
}

export function booleanParameter(parameters: RpcParameters, name: string): boolean {
  const value = given(parameters, name)
  if (value === undefined) return false
  const read = parameters.form === 'uri' && (value === 'true' || value === 'false') ? value === 'true' : value
  if (typeof read !== 'boolean') throw new RpcFault(rpcCode.parameters, `${name} is not a boolean`)
  return read
}

/** Text: in a URI quoted, or as hex after 0x. Empty when it is not given. */
export function textParameter(parameters: RpcParameters, name: string): string {
  if (parameters.form === 'uri') return new TextDecoder().decode(uriBytes(parameters, name))
  const value = given(parameters, name) ?? ''
  if (typeof value !== 'string') throw new RpcFault(rpcCode.parameters, `${name} is not a string`)
  return value
}

/**
 * Bytes: in a URI as hex after 0x, or quoted text as it stands; in JSON base64 or, where CometBFT's type is HexBytes,
 * hex. Empty when they are not given.
 */
export function bytesParameter(parameters: RpcParameters, name: string, inJson: 'base64' | 'hex'): Uint8Array {
  if (parameters.form === 'uri') return uriBytes(parameters, name)
  const value = given(parameters, name) ?? ''
  const notation = inJson === 'hex' ? /^([0-9a-f]{2})*$/i : /^[A-Za-z0-9+/]*={0,2}$/
  if (typeof value !== 'string' || !notation.test(value))
    throw new RpcFault(rpcCode.parameters, `${name} is not ${inJson}`)
  return new Uint8Array(Buffer.from(value, inJson))
}

function uriBytes(parameters: RpcParameters, name: string): Uint8Array {
  const text = String(given(parameters, name) ?? '""')
  if (/^0x([0-9a-f]{2})*$/i.test(text)) return new Uint8Array(Buffer.from(text.slice(2), 'hex'))
  const quoted = text.startsWith('"') ? parseQuoted(text) : null
  if (quoted === null) throw new RpcFault(rpcCode.parameters, `${name} is neither quoted nor hex after 0x`)
  return new TextEncoder().encode(quoted)
}

function parseQuoted(text: string): string | null {
  try {
    return JSON.parse(text) as string // what begins with a quotation mark is a string or no JSON
  } catch {
    return null
  }
}

/** A parameter that a URI repeats has its first value. */
function given({ values }: RpcParameters, name: string): Json | undefined {
  const value = Object.hasOwn(values, name) ? [values[name]].flat()[0] : undefined
  return value === null || value === '' ? undefined : value
}
