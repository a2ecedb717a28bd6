import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { concat, fromBase64, toBase64, toHex, validatorAddress } from '@gongshi/protocol'
import type { Beginning } from '../beginning.ts'
import { CometError } from '../errors.ts'
import { kernelVersion } from '../kernel.ts'
import type { SnapshotFile } from '../snapshots/beginFromFile.ts'

/** An Ed25519 key as CometBFT keeps it: 32 bytes each. */
export type RawKey = { readonly secret: Uint8Array; readonly publicKey: Uint8Array }

/** A key that a signer outside holds: CometBFT listens for it there, and asks it for each vote. */
export type SignerKey = { readonly publicKey: Uint8Array; readonly listen: string }

export type NetworkOptions = {
  /** Where other members reach this node: `host:port`. */
  readonly listen: string
  /** What it tells them, where that is another address. */
  readonly externalAddress: string | null
  /** `id@host:port` of the other members. */
  readonly peers: readonly string[]
  /** Finds further peers through those. */
  readonly pex: boolean
  /** Ids of peers that are always let in and never told of. */
  readonly privatePeers: readonly string[]
}

/** Where a node without blocks begins, instead of at height 1: with a snapshot, under a header that was verified. */
export type StateSync = {
  /** Bases of the read RPC of two members or more, or of one twice. */
  readonly servers: readonly string[]
  readonly trusted: { readonly height: number; readonly hash: Uint8Array }
  /** One that lies here; null: the newest that peers offer. */
  readonly file: SnapshotFile | null
}

export type HomeOptions = {
  /** CometBFT's own folder, for this node alone. */
  readonly folder: string
  readonly chainId: string
  readonly beginning: Beginning
  readonly validator: RawKey | SignerKey
  /** What other members know this node by. */
  readonly peer: RawKey
  readonly network: NetworkOptions
  /** Null: from its blocks. */
  readonly stateSync: StateSync | null
}

/** CometBFT's default; bigger blocks only add latency. */
const maxBlockBytes = 4 * 2 ** 20

/** What the members agree on beside the validators, in CometBFT's JSON. Nothing changes them but a new kernel. */
export const consensusParameters = {
  block: { max_bytes: String(maxBlockBytes), max_gas: '-1' },
  evidence: { max_age_num_blocks: '100000', max_age_duration: '172800000000000', max_bytes: '1048576' },
  validator: { pub_key_types: ['ed25519'] },
  version: { app: String(kernelVersion) },
  abci: { vote_extensions_enable_height: '0' },
} as const

export type Sockets = { readonly abci: string; readonly rpc: string }

/** Absolute, since CometBFT runs where it likes. */
export function socketsIn(folder: string): Sockets {
  const home = resolve(folder)
  return { abci: join(home, 'abci.sock'), rpc: join(home, 'rpc.sock') }
}

/** The unix socket at which CometBFT waits for a signer outside; none for a key of its own, or over TCP. */
export function signerSocket(validator: RawKey | SignerKey): readonly string[] {
  const [, path] = 'secret' in validator ? [] : (/^unix:\/\/(.+)$/.exec(validator.listen) ?? [])
  return path === undefined ? [] : [path]
}

/** How peers name a node (p2p/key.go): the first 20 bytes of its key's SHA-256, in hexadecimal. */
export function peerId(publicKey: Uint8Array): string {
  return toHex(validatorAddress(publicKey))
}

/**
 * Writes CometBFT's configuration, genesis and keys from ours. What it has signed and stored stays.
 * @throws {CometError} cometbft-folder-foreign when the folder is another node's or ledger's
 */
export async function writeHome(options: HomeOptions): Promise<void> {
  const { folder, chainId, beginning, validator, peer, network, stateSync } = options
  await mkdir(join(folder, 'config'), { recursive: true, mode: 0o700 })
  await mkdir(join(folder, 'data'), { recursive: true, mode: 0o700 })
  const config = (name: string) => join(folder, 'config', name)
  await writeOwn(config('genesis.json'), cometGenesis(chainId, beginning))
  if ('secret' in validator) await writeOwn(config('priv_validator_key.json'), validatorKey(validator))
  await writeOwn(config('node_key.json'), { priv_key: privateKey(peer) })
  const state = join(folder, 'data', 'priv_validator_state.json')
  if ((await readIfThere(state)) === null)
    await writeFile(state, '{"height": "0", "round": 0, "step": 0}\n', { mode: 0o600 })
  await writeFile(config('config.toml'), configText(folder, chainId, validator, network) + stateSyncText(stateSync), {
    mode: 0o600,
  })
}

/** Writes what must never change; another content is another node's. */
async function writeOwn(path: string, content: object): Promise<void> {
  const text = `${JSON.stringify(content, null, 2)}\n`
  const before = await readIfThere(path)
  if (before === text) return
  if (before !== null) throw new CometError({ code: 'cometbft-folder-foreign', path: dirname(dirname(path)) })
  await writeFile(path, text, { mode: 0o600 })
}

async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null)
}

/** The genesis that CometBFT starts from; its app_state names what every member must have. */
function cometGenesis(chainId: string, { height, time, validators, names }: Beginning): object {
  return {
    genesis_time: time,
    chain_id: chainId,
    initial_height: String(height + 1),
    consensus_params: consensusParameters,
    validators: validators.map(({ publicKey, power }) => ({
      address: addressOf(fromBase64(publicKey)),
      pub_key: { type: 'tendermint/PubKeyEd25519', value: publicKey },
      power: String(power),
      name: '',
    })),
    app_hash: '',
    app_state: names,
  }
}

function validatorKey(key: RawKey): object {
  return {
    address: addressOf(key.publicKey),
    pub_key: { type: 'tendermint/PubKeyEd25519', value: toBase64(key.publicKey) },
    priv_key: privateKey(key),
  }
}

function addressOf(publicKey: Uint8Array): string {
  return toHex(validatorAddress(publicKey)).toUpperCase()
}

function privateKey({ secret, publicKey }: RawKey): object {
  return { type: 'tendermint/PrivKeyEd25519', value: toBase64(concat(secret, publicKey)) }
}

/**
 * What differs from CometBFT's defaults. Empty blocks every 2 s keep the block's time fresh (protocol page "Time"); recheck
 * stays on, since a bundle whose members are used up leaves the pool only so; a node whose clock is off waits, not panics.
 */
function configText(
  folder: string,
  chainId: string,
  validator: HomeOptions['validator'],
  { listen, externalAddress, peers, pex, privatePeers }: NetworkOptions,
): string {
  const sockets = socketsIn(folder)
  const text = (value: string) => JSON.stringify(value)
  return `# Written by Gongshi from its own configuration at each start.
proxy_app = ${text(`unix://${sockets.abci}`)}
abci = "socket"
moniker = ${text(chainId)}
log_format = "json"
log_level = "info"
priv_validator_laddr = ${text('secret' in validator ? '' : validator.listen)}

[rpc]
laddr = ${text(`unix://${sockets.rpc}`)}
max_body_bytes = 1000000

[p2p]
laddr = ${text(`tcp://${listen}`)}
external_address = ${text(externalAddress ?? '')}
persistent_peers = ${text(peers.join(','))}
persistent_peers_max_dial_period = "5s"
addr_book_strict = false
allow_duplicate_ip = true
pex = ${pex}
private_peer_ids = ${text(privatePeers.join(','))}
unconditional_peer_ids = ${text(privatePeers.join(','))}
send_rate = 104857600
recv_rate = 104857600
max_packet_msg_payload_size = 65536
flush_throttle_timeout = "10ms"

[mempool]
type = "flood"
recheck = true
size = 50000
max_txs_bytes = 268435456
cache_size = 200000
max_tx_bytes = 66560

[consensus]
timeout_commit = "0s"
create_empty_blocks = true
create_empty_blocks_interval = "2s"
peer_gossip_sleep_duration = "10ms"
block_time_tolerance = "15m0s"

[storage]
discard_abci_responses = true

[tx_index]
indexer = "null"
`
}

/**
 * The header was verified a moment ago from the trust root that the operator gave, so CometBFT's own period, which is for
 * hashes copied by hand, only must not end before.
 */
function stateSyncText(stateSync: StateSync | null): string {
  if (stateSync === null) return ''
  const { servers, trusted } = stateSync
  const both = servers.length === 1 ? [...servers, ...servers] : servers
  return `
[statesync]
enable = true
rpc_servers = ${JSON.stringify(both.join(','))}
trust_height = ${trusted.height}
trust_hash = ${JSON.stringify(toHex(trusted.hash))}
trust_period = "87600h0m0s"
discovery_time = "5s"
`
}
