import type { TestNode } from './layout.ts'

/** `up`: it takes transactions; `waiting`: too few validators are in touch; `down`: nobody answers. */
export type NodeState = {
  readonly state: 'up' | 'waiting' | 'down'
  readonly height: number
  readonly code: string | null
  /** What it says of the network; null while it doesn't answer. */
  readonly network: NetworkFigures | null
}

/** Of `GET /api/v1/network`, what the table in the terminal shows. */
export type NetworkFigures = {
  readonly appHash: string
  readonly peers: number | null
  readonly time: number
  readonly validators: readonly {
    readonly address: string
    readonly origin: string | null
    readonly organ: { readonly scheme: string; readonly id: string } | null
    readonly isOwn: boolean
    readonly isMissing: boolean
  }[]
}

export const nothingKnown: NodeState = { state: 'down', height: 0, code: null, network: null }

const answerMs = 2000

export async function lookAt({ operations, portal }: TestNode): Promise<NodeState> {
  try {
    const signal = AbortSignal.timeout(answerMs)
    const [ready, network] = await Promise.all(
      [`${operations}/readyz`, `${portal}/api/v1/network`].map(async (url) => (await fetch(url, { signal })).json()),
    )
    const code = (ready as { readonly code?: string }).code ?? null
    const { height, ...figures } = network as NetworkFigures & { readonly height: number }
    return { state: code === null ? 'up' : 'waiting', height, code, network: figures }
  } catch {
    return nothingKnown
  }
}

/** The process of the CometBFT of which a line of a node's log tells that it starts; undefined for any other, or half of one. */
export function startedComet(line: string): number | null | undefined {
  if (!line.includes('"CometBFT starts"')) return undefined
  try {
    const { cometbft } = JSON.parse(line) as { readonly cometbft: { readonly pid: number | null } }
    return cometbft.pid
  } catch {
    return undefined // cut off when the node was killed
  }
}
