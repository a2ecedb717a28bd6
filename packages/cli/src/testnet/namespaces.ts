import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CliError } from '../errors.ts'

const run = promisify(execFile)
const keeper = fileURLToPath(new URL('./keeper.ts', import.meta.url))
const namesFolder = '/run/netns'
/** Of the process that made it, when that started (so that a number used again is not taken for it), and which it is. */
const namePattern = /^gongshi-(\d+)-(\d+)-\d+$/

/** Where node number `at` (from 0) is reached by the others, and by the hub alone, which no other node can reach it through. */
export function addressesOf(at: number): { readonly peers: string; readonly hub: string; readonly own: string } {
  return { peers: `10.77.0.${at + 1}`, hub: `10.78.${at + 1}.1`, own: `10.78.${at + 1}.2` }
}

export type Port = { readonly at: number; readonly port: number }

/** What a link may be made to do to what its node sends. */
export type LinkFault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'slow'; readonly kilobits: number }
  | { readonly kind: 'loss'; readonly percent: number }

/**
 * Network namespaces of a test network: one a node, and a hub with the bridge that joins them. Every link begins and ends in
 * them, so the machine's own interfaces are never touched. A process in the hub takes connections to the nodes' ports on this
 * machine's loopback through; when this process is gone, however it went, that one takes everything down.
 */
export class Namespaces {
  readonly #prefix: string
  readonly #count: number
  #keeper: ChildProcess | null = null

  private constructor(count: number) {
    this.#prefix = `gongshi-${process.pid}-${startOf(process.pid)}`
    this.#count = count
  }

  /** @throws {CliError} cli-namespaces-unavailable */
  static async open(count: number, ports: readonly Port[]): Promise<Namespaces> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) throw unavailable('not root on Linux')
    await sweepNamespaces()
    const made = new Namespaces(count)
    try {
      await made.#build()
      await made.#startKeeper(ports)
      return made
    } catch (cause) {
      await made.close()
      throw unavailable((cause as { stderr?: string }).stderr || String(cause), cause)
    }
  }

  /** Of node number `at`. */
  name(at: number): string {
    return `${this.#prefix}-${at + 1}`
  }

  /** What to start in place of a program, so that it runs in the node's namespace under the same process id. */
  wrap(at: number, program: string, args: readonly string[]): readonly [string, readonly string[]] {
    return inNamespace(this.name(at), program, args)
  }

  /** Takes these nodes apart from the others; among themselves they go on. */
  async cut(nodes: readonly number[]): Promise<void> {
    const bridge = (at: number) => (nodes.includes(at) ? 'apart' : 'bridge')
    for (let at = 0; at < this.#count; at++) await ip('-n', this.#hub, 'link', 'set', port(at), 'master', bridge(at))
  }

  /** Everybody reaches everybody again, at once and without loss. */
  async heal(): Promise<void> {
    await this.cut([])
    for (let at = 0; at < this.#count; at++) {
      await tc(this.name(at), 'qdisc', 'del', 'dev', 'peers', 'root').catch(ignore)
      await tc(this.name(at), 'qdisc', 'del', 'dev', 'peers', 'clsact').catch(ignore)
    }
  }

  /** @throws {CliError} cli-namespaces-unavailable where the kernel can't do that to a link */
  async impair(at: number, fault: LinkFault): Promise<void> {
    try {
      if (fault.kind === 'loss') return await this.#lose(at, fault.percent)
      const how =
        fault.kind === 'delay'
          ? ['netem', 'delay', `${fault.ms}ms`]
          : ['tbf', 'rate', `${fault.kilobits}kbit`, 'burst', '32kb', 'latency', '400ms']
      await tc(this.name(at), 'qdisc', 'replace', 'dev', 'peers', 'root', ...how)
    } catch (cause) {
      throw unavailable((cause as { stderr?: string }).stderr ?? fault.kind, cause)
    }
  }

  async close(): Promise<void> {
    const child = this.#keeper
    this.#keeper = null
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
    await removeNamespaces(this.#prefix)
  }

  get #hub(): string {
    return `${this.#prefix}-0`
  }

  async #build(): Promise<void> {
    await ip('netns', 'add', this.#hub)
    for (const bridge of ['bridge', 'apart']) {
      await ip('-n', this.#hub, 'link', 'add', 'name', bridge, 'type', 'bridge')
      await ip('-n', this.#hub, 'link', 'set', bridge, 'up')
    }
    await Promise.all(Array.from({ length: this.#count }, (_, at) => this.#join(at)))
  }

  async #join(at: number): Promise<void> {
    const { peers, hub, own } = addressesOf(at)
    const [name, outside] = [this.name(at), `own${at + 1}`]
    await ip('netns', 'add', name)
    const pair = (here: string, there: string) =>
      ip('-n', this.#hub, 'link', 'add', 'name', here, 'type', 'veth', 'peer', 'name', there, 'netns', name)
    await pair(port(at), 'peers')
    await pair(outside, 'own')
    await ip('-n', this.#hub, 'link', 'set', port(at), 'master', 'bridge', 'up')
    await ip('-n', this.#hub, 'address', 'add', `${hub}/30`, 'dev', outside)
    await ip('-n', this.#hub, 'link', 'set', outside, 'up')
    await ip('-n', name, 'address', 'add', `${peers}/24`, 'dev', 'peers')
    await ip('-n', name, 'address', 'add', `${own}/30`, 'dev', 'own')
    for (const link of ['lo', 'peers', 'own']) await ip('-n', name, 'link', 'set', link, 'up')
  }

  /**
   * The kernel drops by chance what this classic BPF program says: a random word (SKF_AD_RANDOM) below the bound is shot
   * (TC_ACT_SHOT = 2), anything else passes. It needs no queue, and kernels without netem have it.
   */
  async #lose(at: number, percent: number): Promise<void> {
    const bound = Math.min(2 ** 32 - 1, Math.round((percent / 100) * 2 ** 32))
    const program = `4,32 0 0 4294963256,53 0 1 ${bound},6 0 0 0,6 0 0 2`
    const name = this.name(at)
    await tc(name, 'qdisc', 'del', 'dev', 'peers', 'clsact').catch(ignore)
    await tc(name, 'qdisc', 'add', 'dev', 'peers', 'clsact')
    await tc(name, 'filter', 'add', 'dev', 'peers', 'egress', 'bpf', 'da', 'bytecode', program)
  }

  /** It gets the listening sockets, which stay in this machine's own network, and connects from within the hub. */
  async #startKeeper(ports: readonly Port[]): Promise<void> {
    const [program, args] = inNamespace(this.#hub, process.execPath, [...process.execArgv, keeper, this.#prefix])
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true })
    this.#keeper = child
    for (const { at, port: number } of ports) {
      const server = createServer()
      server.listen(number, '127.0.0.1')
      await once(server, 'listening')
      try {
        const told = once(child, 'message')
        child.send({ host: addressesOf(at).own, port: number }, server)
        await Promise.race([told, once(child, 'exit').then(() => Promise.reject(new Error('keeper')))])
      } finally {
        server.close()
      }
    }
  }
}

function inNamespace(name: string, program: string, args: readonly string[]): readonly [string, readonly string[]] {
  return ['nsenter', [`--net=${namesFolder}/${name}`, program, ...args]]
}

function port(at: number): string {
  return `node${at + 1}`
}

/** Takes down what test networks left behind that were killed together with all their processes. */
async function sweepNamespaces(): Promise<void> {
  const found = names().flatMap((name) => {
    const [, pid, start] = namePattern.exec(name) ?? []
    return pid === undefined || startOf(Number(pid)) === start ? [] : [`gongshi-${pid}-${start}`]
  })
  for (const prefix of new Set(found)) await removeNamespaces(prefix)
}

/** Ends every process in these namespaces but this one, and removes them; their links go with them. */
export async function removeNamespaces(prefix: string): Promise<void> {
  for (const name of names().filter((each) => each.startsWith(`${prefix}-`))) {
    const { stdout } = await run('ip', ['netns', 'pids', name]).catch(() => ({ stdout: '' }))
    for (const pid of stdout.split(/\s+/).map(Number)) if (pid > 0 && pid !== process.pid) end(pid)
    await ip('netns', 'delete', name).catch(ignore) // another process takes it down at the same time
  }
}

function names(): string[] {
  try {
    return readdirSync(namesFolder).filter((name) => namePattern.test(name))
  } catch {
    return [] // there never was one
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

/** When a process started, in ticks since the machine did (proc(5), field 22 of stat); undefined when it is gone. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

const ip = (...args: string[]) => run('ip', args)
const tc = (name: string, ...args: string[]) => run('tc', ['-n', name, ...args])
const ignore = () => undefined

function unavailable(reason: string, cause?: unknown): CliError {
  return new CliError({ code: 'cli-namespaces-unavailable', reason: reason.trim().slice(0, 300) }, { cause })
}
