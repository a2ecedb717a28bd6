import { CometError } from '../errors.ts'
import type { RpcClient } from './rpc.ts'

/** How this node's CometBFT stands in its network. */
export type Standing = {
  /** Members that it is connected with. */
  readonly peers: number
  /** It fetches blocks that the others have, and doesn't vote. */
  readonly isCatchingUp: boolean
  /** Whose votes of the newest round it has, by the validators' order in the set; null before anybody has voted. */
  readonly votes: readonly boolean[] | null
}

type NetInfo = { readonly n_peers: string }
type Status = { readonly sync_info: { readonly catching_up: boolean } }
type ConsensusState = {
  readonly round_state: { readonly height_vote_set: readonly { readonly prevotes_bit_array: string }[] }
}

/** @throws {CometError} cometbft-unreachable, cometbft-answer; {RpcRefusal} */
export async function readStanding(rpc: Pick<RpcClient, 'call'>): Promise<Standing> {
  const [info, status, consensus] = (await Promise.all([
    rpc.call('net_info', {}),
    rpc.call('status', {}),
    rpc.call('consensus_state', {}),
  ])) as [NetInfo, Status, ConsensusState]
  try {
    const rounds = consensus.round_state.height_vote_set.map(({ prevotes_bit_array: bits }) => readVotes(bits))
    return {
      peers: Number(info.n_peers),
      isCatchingUp: status.sync_info.catching_up,
      votes: rounds.findLast((votes) => votes.includes(true)) ?? null,
    }
  } catch (cause) {
    throw new CometError({ code: 'cometbft-answer', method: 'consensus_state' }, { cause })
  }
}

/** `BA{4:xx_x} 3/4 = 0.75`: a mark a validator. */
function readVotes(text: string): boolean[] {
  return [...(/^BA\{\d+:([x_]*)\}/.exec(text)?.[1] ?? '')].map((mark) => mark === 'x')
}
