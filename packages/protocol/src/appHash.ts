import { encodeCbor } from './bytes/cbor.ts'
import { sha256 } from './bytes/hash.ts'

/** Everything that a block's header says of the ledger after it: current state, and the whole log. */
export type AppState = {
  readonly stateRoot: Uint8Array
  readonly logSize: number
  readonly logRoot: Uint8Array
}

/** SHA-256(CBOR["gongshi/app/1", stateRoot, logSize, logRoot]), which stands in the next block's header. */
export function appHash({ stateRoot, logSize, logRoot }: AppState): Uint8Array {
  return sha256(encodeCbor(['gongshi/app/1', stateRoot, logSize, logRoot]))
}
