import { fromHex } from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../errors.ts'

export const hash32 = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: '32 bytes in lower-case hex.',
})
export const base64 = Type.String({ description: 'Base64 (RFC 4648 §4).' })
export const unixMs = Type.Integer({ description: 'Unix time in milliseconds.' })
export const height = Type.Integer({ minimum: 0, description: 'Block height.', examples: [1] })
export const index = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Index of a log entry.',
  examples: [0],
})

/** Parses a hash that the schema has let through. @throws {NodeError} request-malformed */
export function parseHash(text: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new NodeError({ code: 'request-malformed', at: 'params' })
  return fromHex(text)
}
