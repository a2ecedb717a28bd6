import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { encodeInput } from '@gongshi/affair-kit'
import { disclosure } from '@gongshi/affairs'
import {
  commitMembers,
  encodeUpload,
  memberLeaf,
  memberSalt,
  type Signer,
  signTransaction,
  signUploadPermit,
  toBase64,
  toHex,
} from '@gongshi/protocol'
import { openKeyFile } from '@gongshi/sdk/node'
import { program } from '../program.ts'

export type Node = {
  readonly name: string
  readonly config: string
  readonly data: string
  readonly portal: string
  readonly operations: string
  readonly rpc: string
  /** Null on loopback. */
  readonly namespace: string | null
  readonly pids: { readonly gongshi: number; readonly cometbft: number }
}

type Line = {
  readonly event: string
  readonly node?: string
  readonly state?: string
  readonly code?: string | null
  readonly pids?: Node['pids']
}
type Ready = {
  readonly event: 'ready'
  readonly chainId: string
  readonly nodes: readonly Node[]
  readonly keys: string[]
}

/** A network as `gongshi testnet --json` runs it, in processes of their own. */
export type Testnet = Ready & {
  readonly lines: readonly Line[]
  readonly folder: string
  /** Asks the testnet for something, as a person would at its terminal; resolves when that is done. */
  command(line: string): Promise<void>
  /** SIGKILL to a node, however it was started; resolves when it and its CometBFT are gone. */
  kill(node: Node): Promise<void>
  /** Starts a node again that was killed, or one that is none of the testnet's own. */
  startAgain(node: Pick<Node, 'name' | 'config'>): void
  /** Starts another program in a node's namespace, beside the node or in its place. */
  startOther(node: Node, args: readonly string[], environment?: Readonly<Record<string, string>>): void
  /** Those programs. */
  others(): readonly ChildProcess[]
  /** Ends and forgets them. */
  endOthers(): Promise<void>
  /** Something to be undone in the end, the last one first. */
  atEnd(undo: () => void): void
  /** SIGTERM to everything; resolves with the testnet's exit code once all is gone. */
  stop(): Promise<number | null>
  /** SIGKILL to the testnet's own process, which can't take anything down itself then. */
  abandon(): void
  /** What must happen whatever a test does. */
  end(): Promise<void>
}

/** @param flags `--netns`, for one */
export async function startTestnet(validators: number, ...flags: readonly string[]): Promise<Testnet> {
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-net-'))
  const args = ['testnet', '--validators', String(validators), '--data', join(folder, 'net'), '--json', ...flags]
  const child = spawn(process.execPath, [...process.execArgv, ...program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const others: ChildProcess[] = []
  const undone: (() => void)[] = []
  const lines: Line[] = []
  let said = ''
  child.stderr.on('data', (piece: Buffer) => {
    said += piece
  })
  const ready = new Promise<Ready>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line
      lines.push(line)
      if (line.event === 'ready') resolve(line as Ready)
    })
    child.once('exit', (code) => reject(new Error(`testnet ended with ${code}: ${said}`)))
  })
  const stop = async () => {
    const codes = await Promise.all([child, ...others].map(endOf))
    return codes[0]!
  }
  const end = async () => {
    await stop()
    for (const undo of undone.splice(0).reverse()) undo()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const net = await ready
    const pids = new Map(net.nodes.map((node) => [node.name, node.pids.gongshi]))
    const kill = async ({ name, data }: Node): Promise<void> => {
      process.kill(pids.get(name)!, 'SIGKILL')
      // Its CometBFT holds this lock, and ends when its application is gone.
      await waitFor('it to be gone', () => !isRunning(pids.get(name)!) && !cometRunsIn(data))
    }
    const startAgain = ({ name, config }: Pick<Node, 'name' | 'config'>): void => {
      const again = ['start', '--no-demo', '--config', config]
      const child = spawn(process.execPath, [...process.execArgv, ...program, ...again], { stdio: 'ignore' })
      pids.set(name, child.pid!)
      others.push(child)
    }
    const command = async (line: string) => {
      const answers = lines.length
      child.stdin.write(`${line}\n`)
      const answer = await waitFor(
        `an answer to ${line}`,
        () => lines.slice(answers).find(({ event }) => event === 'done' || event === 'refused') ?? null,
      )
      if (answer.event === 'refused') throw new Error(`${line}: ${answer.code}`)
    }
    const abandon = () => void child.kill('SIGKILL')
    const startOther = (node: Node, args: readonly string[], environment = {}) => {
      const run = [`--net=/run/netns/${node.namespace}`, process.execPath, ...process.execArgv, ...args]
      const log = openSync(join(folder, 'others.log'), 'a')
      const env = { ...process.env, ...environment }
      others.push(spawn('nsenter', run, { stdio: ['ignore', 'ignore', log], env }))
      closeSync(log)
    }
    const endOthers = async () => void (await Promise.all(others.splice(0).map(endOf)))
    const more = { startOther, others: () => others, endOthers, atEnd: (undo: () => void) => void undone.push(undo) }
    return { ...net, lines, folder, command, kill, startAgain, ...more, abandon, stop, end }
  } catch (error) {
    await end()
    throw error
  }
}

async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
  return child.exitCode
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function cometRunsIn(data: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(join(data, 'cometbft'))
      } catch {
        return false // it has ended meanwhile
      }
    })
}

export function keyOf({ keys }: Ready, at: number): Promise<Signer> {
  return openKeyFile(readFileSync(keys[at]!, 'utf8'), null)
}

let numbers = 0

/** Stores a content of one member at a node, and gives its commitment. @throws what the node answers instead */
export async function store(
  { chainId }: Ready,
  { portal }: Node,
  signer: Signer,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const recordKey = crypto.getRandomValues(new Uint8Array(32))
  const commitment = commitMembers([memberLeaf(memberSalt(recordKey, '/1'), '/1', bytes)])
  const permit = await signUploadPermit(signer, { chainId, commitment, notAfter: Date.now() + 300_000 })
  const response = await fetch(`${portal}/api/v1/contents/${toHex(commitment)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.gongshi.content', 'gongshi-upload': toBase64(permit) },
    body: Buffer.from(encodeUpload(recordKey, [{ path: '/1', bytes }])),
  })
  if (response.status !== 201) throw new Error(await response.text())
  return commitment
}

/** A publication of a department, for so many seconds. */
export async function publication(
  { chainId }: Ready,
  department: number,
  signer: Signer,
  content: Uint8Array = crypto.getRandomValues(new Uint8Array(32)),
): Promise<Uint8Array> {
  numbers++
  const input = encodeInput(disclosure, 'publish', {
    organ: { scheme: 'x-testnet', id: String(department + 1) },
    identifier: `No-${numbers}`,
    kind: 'notice',
    clause: 'government-information/20',
    issued: '2026-01-02',
    effective: null,
    expires: null,
    content,
  })
  const salt = crypto.getRandomValues(new Uint8Array(32))
  const notAfter = Date.now() + 300_000
  return signTransaction({ chainId, notAfter, affair: 'disclosure', version: 1, action: 'publish', input, salt }, [
    signer,
  ])
}

export type Answer = {
  readonly txId: string
  readonly status: string
  readonly index: number
  readonly height: number
  readonly time: number
  readonly outcome: string
  /** In base64. */
  readonly leaf: string
}

/** @throws what the node answers, unless the transaction is committed */
export async function commit({ portal }: Node, transaction: Uint8Array, waitSeconds = 60): Promise<Answer> {
  const headers = { 'content-type': 'application/cose', prefer: `wait=${waitSeconds}` }
  const body = Buffer.from(transaction)
  const signal = AbortSignal.timeout((waitSeconds + 10) * 1000)
  const response = await fetch(`${portal}/api/v1/transactions`, { method: 'POST', headers, body, signal })
  const answer = (await response.json()) as Answer
  if (response.status !== 200) throw new Error(JSON.stringify(answer))
  return answer
}

/** The app hash in a node's header at a height; null while it is not there. */
export async function appHashAt({ rpc }: Node, height: number): Promise<string | null> {
  const response = await fetch(`${rpc}/header?height=${height}`).catch(() => null)
  const { result } = ((await response?.json().catch(() => ({}))) ?? {}) as {
    readonly result?: { readonly header: { readonly app_hash: string } }
  }
  return result?.header.app_hash ?? null
}

/** The last height that a node has committed; 0 while it doesn't answer. */
export async function heightOf({ portal }: Node): Promise<number> {
  const ledger = await getJson<{ readonly height: number }>(`${portal}/api/v1/ledger`)
  return ledger?.height ?? 0
}

/** Blocks that a node has voted against because of what is in them. */
export async function refusedProposals({ operations }: Node): Promise<number> {
  const answer = await fetch(`${operations}/metrics`).catch(() => null)
  const figures = (await answer?.text()) ?? ''
  return Number(/^gongshi_proposals_refused_total\{reason="inadmissible"\} (\d+)$/m.exec(figures)?.[1] ?? 0)
}

/** The entry in which a node's ledger tells of misbehaviour; null while there is none. */
export async function misbehaviourAt({ portal }: Node): Promise<number | null> {
  const network = await getJson<{ readonly misbehaviour: readonly { readonly entry: number }[] }>(
    `${portal}/api/v1/network`,
  )
  return network?.misbehaviour[0]?.entry ?? null
}

/** Null where it doesn't answer with JSON, or not in time. */
export async function getJson<Result>(address: string): Promise<Result | null> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(5000) }).catch(() => null)
  return answer?.ok ? ((await answer.json().catch(() => null)) as Result | null) : null
}

/** False where network namespaces may be made; otherwise why a test is left out. */
export const withoutNamespaces =
  spawnSync('unshare', ['--net', 'ip', 'link']).status !== 0 && 'network namespaces may not be made here'

export async function waitFor<Value>(
  what: string,
  look: () => Promise<Value | null | false> | Value | null | false,
  withinMs = 60_000,
): Promise<Value> {
  for (const until = Date.now() + withinMs; Date.now() < until; ) {
    const found = await look()
    if (found !== null && found !== false) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`still waiting for ${what}`)
}
