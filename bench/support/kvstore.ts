import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

type KvNode = { readonly home: string; readonly rpc: number; readonly peers: number }

/** CometBFT's own example application inside its process: it checks nothing, and keeps its keys in memory. */
export class Kvstore {
  readonly #nodes: readonly KvNode[]
  readonly #processes: ChildProcess[]

  private constructor(nodes: readonly KvNode[], processes: ChildProcess[]) {
    this.#nodes = nodes
    this.#processes = processes
  }

  static async start(program: string, folder: string, validators: number): Promise<Kvstore> {
    const ports = await freePorts(validators * 2)
    const nodes = Array.from({ length: validators }, (_, at) => ({
      home: join(folder, `kvstore-${validators}-${at}`),
      rpc: ports[at * 2]!,
      peers: ports[at * 2 + 1]!,
    }))
    for (const { home } of nodes) execFileSync(program, ['init', '--home', home], { stdio: 'ignore' })
    writeGenesis(nodes)
    const ids = nodes.map(({ home }) => execFileSync(program, ['show-node-id', '--home', home]).toString().trim())
    const addresses = nodes.map(({ peers }, at) => `${ids[at]}@127.0.0.1:${peers}`)
    const processes = nodes.map((node, at) => {
      writeFileSync(join(node.home, 'config', 'config.toml'), tuned(node, addresses.toSpliced(at, 1)))
      const log = openSync(join(node.home, 'log'), 'w')
      return spawn(program, ['start', '--home', node.home], { stdio: ['ignore', log, log] })
    })
    const started = new Kvstore(nodes, processes)
    await started.#waitUntil(async () => (await started.#status(0)) >= 1)
    return started
  }

  /** Where each node takes JSON-RPC. */
  get urls(): readonly URL[] {
    return this.#nodes.map(({ rpc }) => new URL(`http://127.0.0.1:${rpc}/`))
  }

  /** Resolves when so many transactions are committed. */
  async committed(count: number): Promise<void> {
    await this.#waitUntil(async () => {
      const { response } = (await this.#ask(0, 'abci_info')) as { readonly response: { readonly data: string } }
      return (JSON.parse(response.data) as { readonly size: number }).size >= count
    })
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#processes.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return
        const gone = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGKILL')
        await gone
      }),
    )
  }

  async #status(at: number): Promise<number> {
    const status = (await this.#ask(at, 'status')) as { readonly sync_info: { readonly latest_block_height: string } }
    return Number(status.sync_info.latest_block_height)
  }

  async #ask(at: number, method: string): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${this.#nodes[at]!.rpc}/${method}`)
    return ((await answer.json()) as { readonly result: unknown }).result
  }

  async #waitUntil(holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 120_000; !(await holds().catch(() => false)); ) {
      if (Date.now() > end) throw new Error('the kvstore does not get there')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/** A request that is answered once its one transaction is committed. */
export function kvCommitRequest(number: number, bytes: number): Uint8Array {
  const tx = Buffer.from(`paced-${number}=`.padEnd(bytes, 'x')).toString('base64')
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: number, method: 'broadcast_tx_commit', params: { tx } }))
}

/** A request that hands over so many transactions of `bytes` each. */
export function kvRequest(from: number, count: number, bytes: number): Uint8Array {
  const calls = Array.from({ length: count }, (_, at) => {
    const key = `bench-${from + at}=`
    const tx = Buffer.from(key.padEnd(bytes, 'x')).toString('base64')
    return { jsonrpc: '2.0', id: at, method: 'broadcast_tx_sync', params: { tx } }
  })
  return Buffer.from(JSON.stringify(calls))
}

function writeGenesis(nodes: readonly KvNode[]): void {
  const read = (home: string, name: string) => JSON.parse(readFileSync(join(home, 'config', name), 'utf8'))
  const validators = nodes.map(({ home }) => {
    const { address, pub_key } = read(home, 'priv_validator_key.json')
    return { address, pub_key, power: '1', name: '' }
  })
  const genesis = { ...read(nodes[0]!.home, 'genesis.json'), validators }
  for (const { home } of nodes) writeFileSync(join(home, 'config', 'genesis.json'), JSON.stringify(genesis))
}

/** What makes it fastest: as our own network's configuration, with recheck off, which only ours needs. */
function tuned({ rpc, peers }: KvNode, others: readonly string[]): string {
  return `proxy_app = "kvstore"
abci = "local"
log_level = "error"
[rpc]
laddr = "tcp://127.0.0.1:${rpc}"
max_subscription_clients = 10000
max_subscriptions_per_client = 10000
[p2p]
laddr = "tcp://127.0.0.1:${peers}"
persistent_peers = "${others.join(',')}"
addr_book_strict = false
allow_duplicate_ip = true
pex = false
send_rate = 104857600
recv_rate = 104857600
max_packet_msg_payload_size = 65536
flush_throttle_timeout = "10ms"
[mempool]
recheck = false
size = 50000
max_txs_bytes = 268435456
cache_size = 200000
[consensus]
timeout_commit = "0s"
create_empty_blocks = false
peer_gossip_sleep_duration = "10ms"
[storage]
discard_abci_responses = true
[tx_index]
indexer = "null"
`
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port)
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}
