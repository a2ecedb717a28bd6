import { isTokenKey, tokenMessage, verifyToken } from '@gongshi/protocol'
import type { Typed } from '../run/handlers.ts'
import { bytesIn, labelIn } from './asked.ts'

type BlindAsk = (charge: (steps: number) => void, args: readonly unknown[]) => Typed

// PERF: seventeen products modulo 3,072 bits and ten hashes, measured in the minute in which a point's bytes took 0.17 ms (1,000 steps
// of `threshold`): 0.43 ms.
const tokenCost = 4_000

/** What `ctx.blind` answers; whatever is `Unfit` is answered by whoever calls. */
export const blindAsks: { readonly [name: string]: BlindAsk } = {
  isKey(charge, [key]) {
    charge(20)
    return bool(isTokenKey(bytesIn(key)))
  },
  isToken(charge, [key, about, signer, token]) {
    charge(tokenCost)
    return bool(verifyToken(bytesIn(key), tokenMessage(labelIn(about), bytesIn(signer)), bytesIn(token)))
  },
}

function bool(value: boolean): Typed {
  return { kind: { kind: 'bool' }, value }
}
