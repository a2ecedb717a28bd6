const poolBytes = 4096

/**
 * The same random bytes, drawn from the system 4 KiB at a time. What was handed out leaves the pool at once.
 * PERF: a draw of 32 bytes costs as much as one of 4,096.
 */
export function pooledRandom(random: (bytes: number) => Uint8Array): (bytes: number) => Uint8Array {
  let pool = new Uint8Array(0)
  let at = 0
  return (bytes) => {
    if (bytes > poolBytes) return random(bytes)
    if (at + bytes > pool.length) {
      pool = new Uint8Array(random(poolBytes))
      at = 0
    }
    const drawn = pool.slice(at, at + bytes)
    pool.fill(0, at, at + bytes)
    at += bytes
    return drawn
  }
}
