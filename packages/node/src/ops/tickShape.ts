import { executionAsyncResource } from 'node:async_hooks'

let kept: object | null = null

/**
 * Keeps one of the objects that `process.nextTick` makes for as long as the process runs, and gives it.
 *
 * PERF: V8 forgets what such objects look like when it collects garbage while none is queued, and Node's code that makes
 * them goes the slow way from then on: 1 us a tick in place of 0.1, and an answer over HTTP takes six ticks
 * (bench/apiReads.ts). While one of them is held, V8 goes on knowing.
 */
export async function keepTickShape(): Promise<object> {
  kept ??= await new Promise<object>((resolve) => {
    process.nextTick(() => resolve(executionAsyncResource()))
  })
  return kept
}
