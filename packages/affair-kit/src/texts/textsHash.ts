import { type Cbor, domainHash, encodeCbor } from '@gongshi/protocol'
import type { AffairTexts } from './texts.ts'

/** SHA-256("gongshi/texts/1" ‖ CBOR of [name, text or members] pairs, sorted by name), so that layout does not count. 32 bytes. */
export function textsHash(texts: AffairTexts): Uint8Array {
  return domainHash('gongshi/texts/1', encodeCbor(sorted(texts)))
}

function sorted(value: unknown): Cbor {
  if (typeof value === 'string') return value
  const members = Object.entries(value as { readonly [name: string]: unknown })
  return members
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]): Cbor => [name, sorted(member)])
}
