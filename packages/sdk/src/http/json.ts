import { fromBase64, fromHex } from '@gongshi/protocol'
import { ClientError } from '../errors.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** @throws {ClientError} client-answer-malformed */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw malformed('body', error)
  }
}

/** A member of an object; undefined when it is absent or there is no object. */
export function member(json: Json | undefined, name: string): Json | undefined {
  if (json === null || typeof json !== 'object' || Array.isArray(json) || !Object.hasOwn(json, name)) return undefined
  return (json as { readonly [name: string]: Json })[name]
}

export function readText(json: Json | undefined, at: string): string {
  if (typeof json !== 'string') throw malformed(at)
  return json
}

/** A whole number that JavaScript holds exactly, not negative. */
export function readInteger(json: Json | undefined, at: string): number {
  if (typeof json !== 'number' || !Number.isSafeInteger(json) || json < 0) throw malformed(at)
  return json
}

export function readList(json: Json | undefined, at: string): readonly Json[] {
  if (!Array.isArray(json)) throw malformed(at)
  return json
}

export function readHex(json: Json | undefined, at: string): Uint8Array {
  return decoded(() => fromHex(readText(json, at)), at)
}

export function readBase64(json: Json | undefined, at: string): Uint8Array {
  return decoded(() => fromBase64(readText(json, at)), at)
}

function decoded(decode: () => Uint8Array, at: string): Uint8Array {
  try {
    return decode()
  } catch (error) {
    throw malformed(at, error)
  }
}

export function malformed(at: string, cause?: unknown): ClientError {
  return new ClientError({ code: 'client-answer-malformed', at }, { cause })
}
