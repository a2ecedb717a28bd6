import { type Cbor, encodeCbor } from '@gongshi/protocol'
import { KitError } from '../errors.ts'
import { kindLimits } from './limits.ts'
import { isPlainText } from './plainText.ts'

/**
 * A row's id in the form in which it is a state key: 32 bytes from the txId, or the array of the key fields' stored
 * values. Whether such a row exists, and whether the array fits that entity's key, is found out where it is read.
 */
export function decodeId(value: unknown, path: string): Cbor {
  const ok =
    value instanceof Uint8Array ? value.length === 32 : Array.isArray(value) && value.length > 0 && isIdPart(value, 0)
  if (!ok) throw new KitError({ code: 'value-kind', path, expected: 'a row id' })
  if (encodeCbor(value as Cbor).length > kindLimits.maxIdBytes)
    throw new KitError({ code: 'value-range', path, expected: `a row id of at most ${kindLimits.maxIdBytes} bytes` })
  return value as Cbor
}

function isIdPart(value: unknown, depth: number): boolean {
  if (depth > kindLimits.maxIdDepth) return false
  if (Array.isArray(value)) return value.length <= 16 && value.every((item) => isIdPart(item, depth + 1))
  if (value instanceof Uint8Array) return value.length <= kindLimits.maxIdBytes
  if (typeof value === 'string') return isPlainText(value, kindLimits.maxIdBytes)
  if (typeof value === 'bigint') return value <= kindLimits.maxInteger && value >= -kindLimits.maxInteger
  return (
    typeof value === 'boolean' || (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0))
  )
}
