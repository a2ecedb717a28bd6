import type { Cbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import type { Kind } from './kind.ts'

/**
 * How one kind is written. Both directions check everything: what `encode` accepts, `decode` gives back equal, and
 * `decode` accepts only what `encode` writes.
 */
export type Codec<K extends Kind = Kind> = {
  encode(kind: K, value: Value, path: string): Cbor
  decode(kind: K, cbor: Cbor, path: string): Value
}

export type Codecs<Name extends Kind['kind']> = { readonly [N in Name]: Codec<KindOf<N>> }

/** Scalars share one member of the union, so `Extract` alone would not find them. */
type KindOf<N extends Kind['kind']> =
  Extract<Kind, { kind: N }> extends never ? Extract<Kind, { readonly basis?: string }> : Extract<Kind, { kind: N }>
