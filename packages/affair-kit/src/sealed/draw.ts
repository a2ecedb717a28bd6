import { encodeCbor, sha256 } from '@gongshi/protocol'

/** The most among whom lots are drawn, and the most that are drawn. */
export const drawLimits = { count: 10_000, take: 1_000, seeds: 200 } as const

/**
 * `take` different numbers from 0 to `count - 1`, in the order in which they are drawn, by nothing but the seeds: whoever has
 * them draws the same. Draw i is SHA-256(CBOR ["gongshi/draw/1", seeds…, i]) as a number, modulo how many are left, and counts
 * among these in rising order. 256 bits modulo so few are even to 2^-242. Empty when so many cannot be drawn.
 */
export function draw(seeds: readonly Uint8Array[], count: number, take: number): readonly number[] {
  if (!canDraw(seeds.length, count, take)) return []
  const left = Array.from({ length: count }, (_, at) => at)
  return Array.from({ length: take }, (_, at) => {
    const [drawn] = left.splice(Number(numberOf(seeds, at) % BigInt(left.length)), 1)
    return drawn!
  })
}

export function canDraw(seeds: number, count: number, take: number): boolean {
  const isWithin = (value: number, most: number) => Number.isSafeInteger(value) && value >= 1 && value <= most
  return (
    isWithin(seeds, drawLimits.seeds) &&
    isWithin(count, drawLimits.count) &&
    isWithin(take, Math.min(count, drawLimits.take))
  )
}

function numberOf(seeds: readonly Uint8Array[], at: number): bigint {
  return sha256(encodeCbor(['gongshi/draw/1', ...seeds, at])).reduce(
    (number, byte) => (number << 8n) | BigInt(byte),
    0n,
  )
}
