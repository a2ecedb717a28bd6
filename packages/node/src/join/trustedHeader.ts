import { readFile } from 'node:fs/promises'
import { Chain } from '@gongshi/engine-cometbft'
import { type Genesis, genesisHash } from '@gongshi/ledger'
import {
  equalBytes,
  GongshiError,
  parseTrust,
  type TrustRoot,
  verifyHeader,
  webCryptoVoteCheck,
} from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { findSigned, trustPathTo } from '../evidence/trustPath.ts'
import { memberRpc } from './memberRpc.ts'

export type TrustedHeader = { readonly height: number; readonly hash: Uint8Array }

/** How far below the newest header the trusted one lies, so that the newest snapshots lie above it. */
export type Depth = { readonly blocks: number }

/**
 * A header near the head of the chain, verified from the trust root that the operator gave; from the first member whose
 * answers hold.
 * @throws {NodeError} trust-unreadable, trust-foreign, members-unverified with what was wrong at each
 */
export async function trustedHeader(
  genesis: Genesis,
  trustFile: string,
  portals: readonly string[],
  depth: Depth,
): Promise<TrustedHeader> {
  const root = await readTrust(trustFile)
  if (root.chainId !== genesis.chainId || !equalBytes(root.genesisHash, genesisHash(genesis)))
    throw new NodeError({ code: 'trust-foreign', path: trustFile })
  const reasons: string[] = []
  for (const portal of portals) {
    try {
      return await verifiedAt(root, portal, depth)
    } catch (error) {
      if (!(error instanceof GongshiError)) throw error
      reasons.push(`${portal}: ${error.code}`)
    }
  }
  throw new NodeError({ code: 'members-unverified', reasons })
}

async function readTrust(path: string): Promise<TrustRoot> {
  try {
    return parseTrust(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new NodeError({ code: 'trust-unreadable', path }, { cause })
  }
}

/** @throws {EvidenceError | CometError | NodeError} */
async function verifiedAt(root: TrustRoot, portal: string, { blocks }: Depth): Promise<TrustedHeader> {
  const rpc = memberRpc(portal)
  const chain = new Chain(rpc)
  const reads = {
    earliestHeight: () => chain.earliestHeight(),
    findHeader: async (height: number) => (await chain.findSigned(height))?.header,
    findCommit: async (height: number) => (await chain.findSigned(height))?.commit,
    findValidators: (height: number) => chain.findValidators(height),
  }
  const height = await heightBelow(rpc, blocks)
  const { path, head } = await trustPathTo(reads, root.validators, await findSigned(reads, height))
  return verifyHeader(root, path, head, webCryptoVoteCheck(crypto.subtle))
}

type Status = {
  readonly sync_info?: { readonly latest_block_height?: string; readonly earliest_block_height?: string }
}

async function heightBelow(rpc: ReturnType<typeof memberRpc>, blocks: number): Promise<number> {
  const { sync_info: info } = (await rpc.call('status', {})) as Status
  const [latest, earliest] = [Number(info?.latest_block_height), Number(info?.earliest_block_height)]
  if (!Number.isSafeInteger(latest) || !Number.isSafeInteger(earliest)) throw new NodeError({ code: 'entry-unproven' })
  return Math.max(1, earliest, latest - blocks)
}
