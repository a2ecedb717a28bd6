import { type Cbor, encodeCbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'

/**
 * What binds bytes to one row of one ledger, such as what is sealed to the bid that it is part of: canonical CBOR of
 * ["gongshi/row/1", chainId, affair, entity, key]. `key` is the row's id: the array of its key fields' encoded values.
 */
export function rowLabel(chainId: string, affair: string, entity: string, key: Cbor): Uint8Array {
  return encodeCbor(['gongshi/row/1', chainId, affair, entity, key])
}

/** A row's label, made of a ref by the run time. A class, so that no bytes which somebody handed in pass for one. */
export class RowLabel {
  readonly bytes: Uint8Array
  readonly id: Value

  constructor(bytes: Uint8Array, id: Value) {
    this.bytes = bytes
    this.id = id
  }
}
