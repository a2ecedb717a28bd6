import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createKeyFile, readKeyFileFace } from '@gongshi/sdk/node'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { readFounders } from '../operate/foundersFile.ts'
import { type Founder, foundingOf, type Periods, soleFounder } from '../operate/founding.ts'
import type { NodePart } from '../operate/parts.ts'
import { addressesOf } from './namespaces.ts'

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
  /** Each node in a network namespace of its own. */
  readonly namespaces: boolean
  readonly nodes: readonly TestNode[]
  /** The departments' keys; those made here lie open: everything is synthetic. */
  readonly keys: readonly string[]
}

type Wanted = {
  readonly data: string
  readonly validators: number
  readonly namespaces: boolean
  /** Who founds the ledger; absent: a department a validator, with a key that is made here. */
  readonly founders?: string | undefined
  /** How long the departments made here vote; absent: as usual. Milliseconds. */
  readonly votingPeriod?: number | undefined
}

/**
 * Where a node listens: people and programs reach it at the same ports of this machine's loopback, other members its portal at
 * `portal` and its CometBFT at `listen`.
 */
type Place = {
  readonly host: { readonly http: string; readonly ops: string }
  readonly http: number
  readonly ops: number
  readonly portal: string
  readonly listen: string
}

const peersPort = 26_656
const loopback = '127.0.0.1'

const division = { scheme: 'x-testnet', code: '1', date: '2026-01-01' }
const layoutFile = 'testnet.json'

/**
 * The network in a folder: made anew where there is none, with a genesis that all share and, for each validator, data, keys
 * and ports of its own on this machine.
 * @throws {NodeError} data-exists when the folder holds something else; {CliError} cli-value-invalid when it was made for
 * namespaces and is wanted without, or the other way round
 */
export async function layoutIn(context: Context, node: NodePart, wanted: Wanted): Promise<Layout> {
  const folder = resolve(wanted.data)
  const path = join(folder, layoutFile)
  if (existsSync(path)) {
    const layout = JSON.parse(await readFile(path, 'utf8')) as Layout
    if (layout.namespaces === wanted.namespaces) return layout
    throw new CliError({ code: 'cli-value-invalid', flag: '--netns', expected: `as ${path} was made` })
  }
  const layout = await makeLayout(context, node, { ...wanted, data: folder })
  await writeFile(path, `${JSON.stringify(layout, null, 2)}\n`)
  return layout
}

async function makeLayout(
  context: Context,
  node: NodePart,
  { data: folder, validators, namespaces, founders, votingPeriod }: Wanted,
): Promise<Layout> {
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
  const places = await placesFor(validators, namespaces)
  const peers = members.map(({ peerId }, at) => `${peerId}@${places[at]!.listen}`)
  const portals = places.map(({ http }) => `http://localhost:${http}`)
  const { paths: keys, ...house } =
    founders === undefined ? await departmentsIn(folder, names, votingPeriod) : await readFounders(context, founders)
  const ledger = { chainId, ...house, origin: '', portals }
  const founding = foundingOf(node, ledger, await node.installAffairs(), context)
  await node.foundTogether(members, { ...founding, engine: 'cometbft', synthetic: true }, context)
  const nodes = await Promise.all(
    members.map(({ data }, at) => {
      const from = places.map(({ portal }) => portal).toSpliced(at, 1)
      const others = { peers: peers.toSpliced(at, 1), from }
      return writeNode(folder, names[at]!, data, places[at]!, others)
    }),
  )
  return { chainId, folder, namespaces, nodes, keys }
}

/** A department a validator, each with a key of its own beside its node. */
async function departmentsIn(
  folder: string,
  names: readonly string[],
  votingPeriod: number | undefined,
): Promise<{ readonly founders: readonly Founder[]; readonly paths: readonly string[]; readonly periods: Periods }> {
  const paths = names.map((name) => join(folder, name, 'department.key'))
  const founders = await Promise.all(
    paths.map(async (path, at) => {
      const text = await createKeyFile({ suite: 'ed25519', label: names[at]!, passphrase: null })
      await writeFile(path, text, { mode: 0o600 })
      const organ = { scheme: 'x-testnet', id: String(at + 1) }
      return { ...soleFounder, key: readKeyFileFace(text).key, organ, division }
    }),
  )
  return { founders, paths, periods: votingPeriod === undefined ? {} : { votingPeriod } }
}

async function writeNode(
  folder: string,
  name: string,
  data: string,
  { host, http, ops, listen }: Place,
  { peers, from }: { readonly peers: readonly string[]; readonly from: readonly string[] },
): Promise<TestNode> {
  const config = join(folder, name, 'config.json')
  const content = {
    data,
    http: { host: host.http, port: http, publicUrl: `http://localhost:${http}` },
    ops: { host: host.ops, port: ops },
    engine: { kind: 'cometbft', listen, peers },
    members: from,
  }
  await writeFile(config, `${JSON.stringify(content, null, 2)}\n`)
  const portal = `http://127.0.0.1:${http}`
  return { name, config, data, portal, operations: `http://127.0.0.1:${ops}`, rpc: `${portal}/rpc` }
}

/** Three ports a node that nobody uses now; all are held until the last is found. */
async function placesFor(nodes: number, namespaces: boolean): Promise<Place[]> {
  const servers = await Promise.all(Array.from({ length: nodes * 3 }, listenAnywhere))
  const found = servers.map((server) => (server.address() as { readonly port: number }).port)
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return Array.from({ length: nodes }, (_, at) => {
    const [http, ops, peers] = found.slice(at * 3)
    const { own, peers: among } = addressesOf(at)
    // In a namespace of its own the portal is open to both its networks: that of the members, and this machine.
    const host = namespaces ? { http: '0.0.0.0', ops: own } : { http: loopback, ops: loopback }
    const [address, port] = namespaces ? [among, peersPort] : [loopback, peers]
    return { host, http: http!, ops: ops!, portal: `http://${address}:${http}`, listen: `${address}:${port}` }
  })
}

function listenAnywhere(): Promise<ReturnType<typeof createServer>> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => done(server))
  })
}
