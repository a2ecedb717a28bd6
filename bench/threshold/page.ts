import { foundKey } from './foundKey.ts'

declare global {
  var measureKey: (trustees: number, threshold: number, rounds: number) => readonly number[]
}

/** Seconds of each round, all trustees one after the other in this page's own thread. */
globalThis.measureKey = (trustees, threshold, rounds) =>
  Array.from({ length: rounds }, () => {
    const started = performance.now()
    foundKey(new Uint8Array(32), trustees, threshold, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
    return (performance.now() - started) / 1_000
  })
