import { randomBytes } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Fault } from './faults.ts'
import { heightOf, type Node, type Testnet, waitFor } from './testnet.ts'

const faultyNode = fileURLToPath(new URL('./faultyNode.ts', import.meta.url))

type Otherwise = { readonly fault?: Fault; readonly environment?: Readonly<Record<string, string>> }

/** Stops a node of the network and starts it in its namespace with a fault, or in another environment. */
export async function startFaulty(net: Testnet, at: number, { fault, environment }: Otherwise): Promise<void> {
  const node = net.nodes[at]!
  await net.command(`stop ${node.name}`)
  net.startOther(node, [faultyNode, node.config, fault ?? 'none'], environment)
  await waitFor('it to be back', async () => (await heightOf(node)) > 0)
}

/**
 * A second node with the same validator's key, which proposes otherwise: a copy of its data with another key for peers, beside
 * it in its namespace. What was signed before is not copied along: that is how such things happen.
 */
export async function startTwin(net: Testnet, at: number): Promise<void> {
  const node = net.nodes[at]!
  const data = join(net.folder, 'twin')
  await net.command(`stop ${node.name}`)
  cpSync(node.data, data, { recursive: true, filter: (path) => !path.endsWith('.sock') })
  await net.command(`start ${node.name}`)
  rmSync(join(data, 'cometbft/config'), { recursive: true })
  rmSync(join(data, 'cometbft/data/priv_validator_state.json'))
  const secret = randomBytes(32).toString('hex')
  writeFileSync(join(data, 'keys/peer.key'), JSON.stringify({ suite: 'ed25519', secret }))
  const path = join(net.folder, 'twin.json')
  writeFileSync(path, JSON.stringify(twinConfig(node, data)))
  net.startOther(node, [faultyNode, path, 'proposes-nothing'])
}

/** Leaves a node its keys, genesis and signing record. */
export function forgetBlocks({ data }: Node): void {
  for (const name of readdirSync(data))
    if (!['keys', 'genesis.json', 'cometbft'].includes(name)) rmSync(join(data, name), { recursive: true })
  const own = join(data, 'cometbft/data')
  for (const name of readdirSync(own))
    if (name !== 'priv_validator_state.json') rmSync(join(own, name), { recursive: true })
}

function twinConfig(node: Node, data: string): object {
  const config = JSON.parse(readFileSync(node.config, 'utf8')) as {
    readonly http: object
    readonly ops: object
    readonly engine: { readonly listen: string }
  }
  return {
    ...config,
    data,
    http: { ...config.http, port: 0 },
    ops: { ...config.ops, port: 0 },
    engine: { ...config.engine, listen: config.engine.listen.replace(/\d+$/, (port) => String(Number(port) + 1)) },
  }
}
