import type { Problem } from './problem.ts'

type Failure = { readonly code: string }

/** Fields of the answer to a failure, beside those that every answer has. */
export function problemHeaders(failure: Failure, { status }: Problem): { readonly [name: string]: string } {
  const always = { 'cache-control': 'no-store', vary: 'accept, accept-language' }
  if ('retryAfterSeconds' in failure) return { ...always, 'retry-after': String(failure.retryAfterSeconds) }
  return status === 503 ? { ...always, 'retry-after': '1' } : always
}

export function problemText(problem: Problem): string {
  return JSON.stringify(problem, bigintAsText)
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
