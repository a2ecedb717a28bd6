import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CliError } from '../errors.ts'
import type { NetworkCommand, ProcessAct } from './commands.ts'
import type { Layout, TestNode } from './layout.ts'
import type { Namespaces } from './namespaces.ts'
import { lookAt, type NodeState, nothingKnown, startedComet } from './nodeState.ts'

export type Pids = { readonly gongshi: number | null; readonly cometbft: number | null }

const program = fileURLToPath(new URL('../main.ts', import.meta.url))
const lookEveryMs = 500
/** Between SIGTERM and SIGKILL: a node lets go of its files within ten seconds. */
const stopMs = 15_000

/** The processes of a test network: a Gongshi a node, each with the CometBFT that it starts itself. */
export class Network {
  readonly #layout: Layout
  readonly #namespaces: Namespaces | null
  readonly #children = new Map<string, ChildProcess>()
  readonly #cometPids = new Map<string, number | null>()
  readonly #states = new Map<string, NodeState>()

  /** @param namespaces null: all on this machine's loopback */
  constructor(layout: Layout, namespaces: Namespaces | null) {
    this.#layout = layout
    this.#namespaces = namespaces
  }

  start(): void {
    for (const at of this.#layout.nodes.keys()) this.#startNode(at)
  }

  pids({ name }: TestNode): Pids {
    const child = this.#children.get(name)
    return { gongshi: child?.pid ?? null, cometbft: child === undefined ? null : (this.#cometPids.get(name) ?? null) }
  }

  /** Null on loopback. */
  namespace(at: number): string | null {
    return this.#namespaces?.name(at) ?? null
  }

  /** Looks at every node now and then until the signal ends it; tells of each look, and of what is another than before. */
  async watch(
    signal: AbortSignal,
    onLook: (changed: readonly { readonly node: TestNode; readonly now: NodeState }[]) => void,
  ): Promise<void> {
    while (!signal.aborted) {
      const looks = this.#layout.nodes.map(async (node) => {
        const before = this.#states.get(node.name)
        const now = await lookAt(node)
        this.#states.set(node.name, now)
        return before?.state !== now.state || before.code !== now.code ? [{ node, now }] : []
      })
      const changed = (await Promise.all(looks)).flat()
      if (!signal.aborted) onLook(changed)
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined) // ended by the signal
    }
  }

  state({ name }: TestNode): NodeState {
    return this.#states.get(name) ?? nothingKnown
  }

  /** @throws {CliError} cli-namespaces-unavailable for what needs them */
  async carryOut(command: NetworkCommand): Promise<void> {
    if (command.act === 'heal') return this.#inNamespaces().heal()
    if (command.act === 'cut') return this.#inNamespaces().cut(command.nodes)
    if (command.act === 'impair')
      return void (await Promise.all(command.nodes.map((at) => this.#inNamespaces().impair(at, command.fault))))
    await Promise.all(command.nodes.map((at) => this.#do(command.act, at)))
  }

  /** Ends every process that it started. */
  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map(endOf))
  }

  #inNamespaces(): Namespaces {
    if (this.#namespaces !== null) return this.#namespaces
    throw new CliError({ code: 'cli-namespaces-unavailable', reason: '--netns' })
  }

  async #do(act: ProcessAct, at: number): Promise<void> {
    const node = this.#layout.nodes[at]!
    const child = this.#children.get(node.name)
    if (act === 'start') return child === undefined ? this.#startNode(at) : undefined
    if (child === undefined) return
    if (act === 'stop') return endOf(child)
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    for (const pid of Object.values(this.pids(node))) signalTo(pid, signals[act])
    if (act === 'kill') await gone
  }

  #startNode(at: number): void {
    const { name, config } = this.#layout.nodes[at]!
    const own = [...process.execArgv, program, 'start', '--no-demo', '--config', config]
    const [file, args] = this.#namespaces?.wrap(at, process.execPath, own) ?? [process.execPath, own]
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#children.set(name, child)
    const log = createWriteStream(join(this.#layout.folder, name, 'node.log'), { flags: 'a' })
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.write(`${line}\n`)
      this.#take(name, line)
    })
    child.once('exit', () => this.#children.delete(name))
    child.once('close', () => log.end()) // what it said last may come after its end
  }

  #take(name: string, line: string): void {
    const pid = startedComet(line)
    if (pid !== undefined) this.#cometPids.set(name, pid)
  }
}

const signals = { kill: 'SIGKILL', pause: 'SIGSTOP', resume: 'SIGCONT' } as const

function signalTo(pid: number | null, signal: NodeJS.Signals): void {
  try {
    if (pid !== null) process.kill(pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGCONT') // a paused one would not hear the next
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), stopMs)
  await gone
  clearTimeout(kill)
}
