import {
  type Cbor,
  consistencyProof,
  EvidenceError,
  encodeCbor,
  equalBytes,
  hashHeader,
  type LogHashes,
  nodeHash,
  openCheckpoint,
  type TrustRoot,
  tilePath,
  tileWidthAt,
  type Verdict,
  verifyConsistency,
  verifyEvidence,
} from '@gongshi/protocol'
import { askBytes, type Client, createClient, isRefusal } from '@gongshi/sdk'

/** What an honest citizen has on disk: from before anybody cheated. */
export type Saved = {
  readonly trust: TrustRoot
  /** The signed checkpoint, as text. */
  readonly checkpoint: string
  readonly evidence: ReadonlyMap<string, Uint8Array>
}

/** The log as it is served now: its newest checkpoint, and the hashes that prove what it grew from. */
export type ServedLog = { readonly checkpoint: string; readonly hashes: LogHashes }

export type FileFinding =
  | { readonly ok: true; readonly verdict: Verdict }
  | { readonly ok: false; readonly step: string; readonly code: string }

/** What gongshi-verify.html and `gongshi verify` do with a file. */
export async function checkFile(bytes: Uint8Array, trust: TrustRoot, now: number): Promise<FileFinding> {
  try {
    return { ok: true, verdict: await verifyEvidence(bytes, trust, now) }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return { ok: false, step: error.step, code: error.code }
  }
}

export type CheckpointFinding = 'consistent' | 'checkpoint-shrunk' | 'checkpoint-inconsistent'

/** Whether the log that is served now grew out of the one whose checkpoint the citizen saved (RFC 9162 §2.1.4). */
export function compareCheckpoints(saved: string, served: ServedLog, trust: TrustRoot): CheckpointFinding {
  const before = openCheckpoint(saved, trust.logKeys).checkpoint
  const after = openCheckpoint(served.checkpoint, trust.logKeys).checkpoint
  if (after.size < before.size) return 'checkpoint-shrunk'
  const proof = consistencyProof(served.hashes, before.size, after.size)
  const claim = { from: before.size, fromRoot: before.root, to: after.size, toRoot: after.root, proof }
  return verifyConsistency(claim) ? 'consistent' : 'checkpoint-inconsistent'
}

/**
 * Two headers of one height, each under the validator's valid signature: nobody honest ever makes them. Each file must
 * hold on its own, or it proves nothing against anybody.
 */
export async function isDoubleSigned(
  one: Uint8Array,
  other: Uint8Array,
  { trust, now }: { readonly trust: TrustRoot; readonly now: number },
): Promise<boolean> {
  const findings = await Promise.all([one, other].map((bytes) => checkFile(bytes, trust, now)))
  const [left, right] = findings.map((finding) => (finding.ok ? finding.verdict.header : null))
  if (left == null || right == null) return false
  return left.height === right.height && !equalBytes(hashHeader(left), hashHeader(right))
}

/** Reads checkpoint and hash tiles as any mirror would, once the checkpoint covers `atLeast` entries. */
export async function readServedLog(url: string, atLeast = 1): Promise<ServedLog> {
  const client = createClient({ url })
  let checkpoint = ''
  let size = 0
  while (size < atLeast) {
    checkpoint = new TextDecoder().decode(await askBytes(client, '/log/checkpoint', {}))
    size = Number(checkpoint.split('\n')[1])
    if (size < atLeast) await client.sleep(50) // checkpoints are cut once a second
  }
  const tiles = new Map<number, Uint8Array>()
  for (let index = 0; index * 256 < size; index++) {
    const name = { level: 0, index, width: tileWidthAt(size, 0, index) }
    tiles.set(index, await askBytes(client, `/log/${tilePath(name)}`, {}))
  }
  return { checkpoint, hashes: hashesOfTiles(tiles) }
}

/** Levels above the leaves' are computed: whoever serves them need not be believed. */
function hashesOfTiles(tiles: ReadonlyMap<number, Uint8Array>): LogHashes {
  const get = (level: number, index: number): Uint8Array => {
    if (level > 0) return nodeHash(get(level - 1, 2 * index), get(level - 1, 2 * index + 1))
    const at = index % 256
    return tiles.get(Math.floor(index / 256))!.slice(at * 32, at * 32 + 32)
  }
  return { get }
}

type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'sleep'>

const evidenceType = 'application/vnd.gongshi.evidence+cbor'

export async function fetchEntryEvidence(
  client: Asking,
  index: number,
  disclose: readonly string[] = [],
): Promise<Uint8Array> {
  const query = new URLSearchParams(disclose.map((each) => ['disclose', each]))
  return askEvidence(client, `entries/${index}?${query}`)
}

export async function fetchStateEvidence(client: Asking, table: string, key: Cbor): Promise<Uint8Array> {
  const id = Buffer.from(encodeCbor(key)).toString('base64url')
  const path = ['disclosure', table, id].map(encodeURIComponent).join('/')
  return askEvidence(client, `state/${path}`)
}

/** An entry is proven by the next block, which a node makes at once; until then it says so. */
async function askEvidence(client: Asking, path: string): Promise<Uint8Array> {
  for (;;) {
    try {
      return await askBytes(client, `/api/v1/evidence/${path}`, { accept: evidenceType })
    } catch (error) {
      if (!isRefusal(error, 'entry-unproven')) throw error
      await client.sleep(20)
    }
  }
}
