import type { TestNode } from './layout.ts'

/** `up`: it takes transactions; `waiting`: too few validators are in touch; `down`: nobody answers. */
export type NodeState = {
  readonly state: 'up' | 'waiting' | 'down'
  readonly height: number
  readonly code: string | null
}

export const nothingKnown: NodeState = { state: 'down', height: 0, code: null }

const answerMs = 2000

export async function lookAt({ operations, portal }: TestNode): Promise<NodeState> {
  try {
    const signal = AbortSignal.timeout(answerMs)
    const ready = (await (await fetch(`${operations}/readyz`, { signal })).json()) as { readonly code?: string }
    const ledger = (await (await fetch(`${portal}/api/v1/ledger`, { signal })).json()) as { readonly height: number }
    const code = ready.code ?? null
    return { state: code === null ? 'up' : 'waiting', height: ledger.height, code }
  } catch {
    return nothingKnown
  }
}
