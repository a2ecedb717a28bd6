import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createKeyFile, readKeyFileFace } from '@gongshi/sdk/node'
import type { Context } from '../context.ts'
import { foundingOf, soleFounder } from '../operate/founding.ts'
import type { NodePart } from '../operate/parts.ts'

/** One node of a test network; everything about it lies in its folder. */
export type TestNode = {
  readonly name: string
  readonly config: string
  readonly data: string
  readonly portal: string
  readonly operations: string
  readonly rpc: string
}

export type Layout = {
  readonly chainId: string
  readonly folder: string
  readonly nodes: readonly TestNode[]
  /** The departments' keys, open: everything here is synthetic. */
  readonly keys: readonly string[]
}

type Ports = { readonly http: number; readonly ops: number; readonly peers: number }

const division = { scheme: 'x-testnet', code: '1', date: '2026-01-01' }
const layoutFile = 'testnet.json'

/**
 * The network in a folder: made anew where there is none, with a genesis that all share and, for each validator, data, keys
 * and ports of its own on this machine.
 * @throws {NodeError} data-exists when the folder holds something else
 */
export async function layoutIn(context: Context, node: NodePart, folder: string, validators: number): Promise<Layout> {
  const path = join(resolve(folder), layoutFile)
  if (existsSync(path)) return JSON.parse(await readFile(path, 'utf8')) as Layout
  const layout = await makeLayout(context, node, resolve(folder), validators)
  await writeFile(path, `${JSON.stringify(layout, null, 2)}\n`)
  return layout
}

async function makeLayout(context: Context, node: NodePart, folder: string, validators: number): Promise<Layout> {
  const chainId = 'gongshi-testnet'
  const names = Array.from({ length: validators }, (_, at) => `node${at + 1}`)
  await mkdir(folder, { recursive: true })
  const members = await Promise.all(
    names.map((name) =>
      node.createMember(
        join(folder, name, 'data'),
        { origin: `localhost/${chainId}/${name}`, engine: 'cometbft' },
        context,
      ),
    ),
  )
  const ports = await freePorts(validators)
  const peers = members.map(({ peerId }, at) => `${peerId}@127.0.0.1:${ports[at]!.peers}`)
  const portals = ports.map(({ http }) => `http://localhost:${http}`)
  const keys = names.map((name) => join(folder, name, 'department.key'))
  const founders = await Promise.all(
    keys.map(async (path, at) => {
      const text = await createKeyFile({ suite: 'ed25519', label: names[at]!, passphrase: null })
      await writeFile(path, text, { mode: 0o600 })
      const organ = { scheme: 'x-testnet', id: String(at + 1) }
      return { ...soleFounder, key: readKeyFileFace(text).key, organ, division }
    }),
  )
  const ledger = { chainId, founders, origin: '', portals }
  const founding = foundingOf(node, ledger, await node.installAffairs(), context)
  await node.foundTogether(members, { ...founding, engine: 'cometbft', synthetic: true }, context)
  const nodes = await Promise.all(
    members.map(({ data }, at) => writeNode(folder, names[at]!, data, ports[at]!, peers.toSpliced(at, 1))),
  )
  return { chainId, folder, nodes, keys }
}

async function writeNode(
  folder: string,
  name: string,
  data: string,
  { http, ops, peers: listen }: Ports,
  peers: readonly string[],
): Promise<TestNode> {
  const config = join(folder, name, 'config.json')
  const content = {
    data,
    http: { port: http, publicUrl: `http://localhost:${http}` },
    ops: { port: ops },
    engine: { kind: 'cometbft', listen: `127.0.0.1:${listen}`, peers },
  }
  await writeFile(config, `${JSON.stringify(content, null, 2)}\n`)
  const portal = `http://127.0.0.1:${http}`
  return { name, config, data, portal, operations: `http://127.0.0.1:${ops}`, rpc: `${portal}/rpc` }
}

/** Three ports a node that nobody uses now; all are held until the last is found. */
async function freePorts(nodes: number): Promise<Ports[]> {
  const servers = await Promise.all(Array.from({ length: nodes * 3 }, listenAnywhere))
  const found = servers.map((server) => (server.address() as { readonly port: number }).port)
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return Array.from({ length: nodes }, (_, at) => {
    const [http, ops, peers] = found.slice(at * 3)
    return { http: http!, ops: ops!, peers: peers! }
  })
}

function listenAnywhere(): Promise<ReturnType<typeof createServer>> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => done(server))
  })
}
