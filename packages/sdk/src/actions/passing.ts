import { ClientError } from '../errors.ts'

/** Codes of passing states: the same bytes may be admitted a moment later. */
const passing = new Set(['rate-limited', 'engine-stopped', 'queue-full', 'queue-share-full', 'http-status'])
/** However long a node wishes to be left alone, an act is looked after again within this time. Milliseconds. */
const longestRestMs = 60_000

/** Whether a refusal says "not now" rather than "no". */
export function isPassingRefusal(code: string): boolean {
  return passing.has(code)
}

/** After which time to ask again: what the node wishes, or 0; null for what no patience mends. Milliseconds. */
export function restAfter(error: unknown): number | null {
  if (!(error instanceof ClientError)) return null
  const { failure } = error
  if (failure.code === 'client-node-unreachable') return 0
  if (failure.code !== 'client-node-refused') return null
  const { status, code, retryAfterMs = 0 } = failure.problem
  return status >= 429 && passing.has(code) ? Math.min(retryAfterMs, longestRestMs) : null
}
