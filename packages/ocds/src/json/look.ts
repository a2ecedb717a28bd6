import { maxIdBytes } from '../limits.ts'
import type { Json, JsonObject } from './parse.ts'

/** Looking into data of any shape: what isn't there, or is of another type, is undefined. */
export function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf).filter((item) => item !== undefined) : []
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A text that the ledger takes as a code: 1 to 128 bytes, printable, no space at either end. */
export function codeText(value: Json | undefined): string | undefined {
  if (typeof value !== 'string' || value === '' || value.trim() !== value || !value.isWellFormed()) return undefined
  return Buffer.byteLength(value) <= maxIdBytes && !/[\p{C}\u2028\u2029]/u.test(value) ? value : undefined
}
