import type { Cbor } from '../bytes/cbor.ts'
import type { CborReader } from '../bytes/cborReader.ts'
import type { Json } from '../comet/json.ts'

/**
 * One structure in its two spellings: canonical CBOR (arrays, in the order of the fields) and JSON (the same fields by
 * name). Described once, both are read strictly into the same type, so that one converts to identical bytes of the other.
 * Readers throw `CodecFault` for a value outside the description, and `ProtocolError` for bytes that are not canonical.
 */
export interface Codec<T> {
  toCbor(value: T): Cbor
  read(reader: CborReader, at: string): T
  toJson(value: T): Json
  fromJson(json: Json | undefined, at: string): T
}

export type Decoded<C> = C extends Codec<infer T> ? T : never

/** The place, by our own field names, where a value is not what its description says. */
export class CodecFault extends Error {
  readonly at: string

  constructor(at: string) {
    super(at)
    this.at = at
  }
}

/** Returns the value if it may stand there. */
export function expect<T>(value: T, possible: boolean, at: string): T {
  if (!possible) throw new CodecFault(at)
  return value
}
