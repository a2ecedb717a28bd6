import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Layout, TestNode } from './layout.ts'

/** `up`: it takes transactions; `waiting`: too few validators are in touch; `down`: nobody answers. */
export type NodeState = {
  readonly state: 'up' | 'waiting' | 'down'
  readonly height: number
  readonly code: string | null
}

export type Pids = { readonly gongshi: number | null; readonly cometbft: number | null }

const program = fileURLToPath(new URL('../main.ts', import.meta.url))
const lookEveryMs = 500
const answerMs = 2000
/** Between SIGTERM and SIGKILL: a node lets go of its files within ten seconds. */
const stopMs = 15_000

/** The processes of a test network: a Gongshi a node, each with the CometBFT that it starts itself. */
export class Network {
  readonly #layout: Layout
  readonly #children = new Map<string, ChildProcess>()
  readonly #cometPids = new Map<string, number | null>()
  readonly #states = new Map<string, NodeState>()

  constructor(layout: Layout) {
    this.#layout = layout
  }

  start(): void {
    for (const node of this.#layout.nodes) this.#startNode(node)
  }

  pids({ name }: TestNode): Pids {
    const child = this.#children.get(name)
    return { gongshi: child?.pid ?? null, cometbft: child === undefined ? null : (this.#cometPids.get(name) ?? null) }
  }

  /** Looks at every node now and then until the signal ends it; tells of each node whose state has changed. */
  async watch(signal: AbortSignal, onChange: (node: TestNode, now: NodeState) => void): Promise<void> {
    while (!signal.aborted) {
      await Promise.all(
        this.#layout.nodes.map(async (node) => {
          const before = this.#states.get(node.name)
          const now = await lookAt(node)
          this.#states.set(node.name, now)
          if (!signal.aborted && (before?.state !== now.state || before.code !== now.code)) onChange(node, now)
        }),
      )
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEveryMs)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  state({ name }: TestNode): NodeState {
    return this.#states.get(name) ?? { state: 'down', height: 0, code: null }
  }

  /** Ends every process that it started. */
  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map(endOf))
  }

  #startNode({ name, config }: TestNode): void {
    const args = [...process.execArgv, program, 'start', '--no-demo', '--config', config]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#children.set(name, child)
    const log = createWriteStream(join(this.#layout.folder, name, 'node.log'), { flags: 'a' })
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.write(`${line}\n`)
      this.#take(name, line)
    })
    child.once('exit', () => {
      this.#children.delete(name)
      log.end()
    })
  }

  /** A node tells in its log which CometBFT it has started. */
  #take(name: string, line: string): void {
    if (!line.includes('"CometBFT starts"')) return
    const { cometbft } = JSON.parse(line) as { readonly cometbft: { readonly pid: number | null } }
    this.#cometPids.set(name, cometbft.pid)
  }
}

async function lookAt({ operations, portal }: TestNode): Promise<NodeState> {
  try {
    const signal = AbortSignal.timeout(answerMs)
    const ready = (await (await fetch(`${operations}/readyz`, { signal })).json()) as { readonly code?: string }
    const ledger = (await (await fetch(`${portal}/api/v1/ledger`, { signal })).json()) as { readonly height: number }
    const code = ready.code ?? null
    return { state: code === null ? 'up' : 'waiting', height: ledger.height, code }
  } catch {
    return { state: 'down', height: 0, code: null }
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), stopMs)
  await gone
  clearTimeout(kill)
}
