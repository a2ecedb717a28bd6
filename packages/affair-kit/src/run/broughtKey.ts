import { concat, KeyError, keyFromMaterial, type PublicKey } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import type { ActionProgram } from '../program.ts'

type KeyPoint = { readonly suite: 'ed25519' | 'es256'; readonly x: Uint8Array; readonly y: Uint8Array | null }

/** The key that an act of this action brings for its own signer; undefined: it brings none, or the point is no key. */
export function findBroughtKey(
  { signers }: Pick<ActionProgram, 'signers'>,
  input: { readonly [name: string]: Value },
): PublicKey | undefined {
  const [rule] = signers
  if (rule?.mode !== 'person' || rule.brings === undefined) return undefined
  const { suite, x, y } = input[rule.brings] as unknown as KeyPoint
  try {
    return keyFromMaterial(suite, y === null ? x : concat(x, y))
  } catch (error) {
    if (error instanceof KeyError) return undefined
    throw error
  }
}
