import { encodeCbor, sha256 } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { encodeValue } from '../kinds/codec.ts'
import type { Fields } from '../kinds/kind.ts'

/**
 * What stands for values until they are shown: SHA-256(CBOR ["gongshi/digest/1", label, the array of the encoded fields]), 32 bytes, for
 * the row of that label. The fields have a random salt among them, or whoever can guess the values finds them. Options may be left out.
 * @param charge told the size before it is hashed
 * @throws {KitError} value-*
 */
export function digestRecord(
  fields: Fields,
  values: { readonly [name: string]: Value },
  label: Uint8Array,
  charge: (bytes: number) => void = () => {},
): Uint8Array {
  const bytes = encodeCbor(['gongshi/digest/1', label, encodeValue({ kind: 'record', fields }, values, 'digest')])
  charge(bytes.length)
  return sha256(bytes)
}
