import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { installAffairs, parseConfig, runNode } from '@gongshi/node'
import { pino } from 'pino'
import { run } from '../../packages/cli/test/runInTest.ts'
import { clocksCanNotBeSkewed, skewedEnvironment } from '../consortium/skewedClock.ts'
import { program } from '../program.ts'
import { fresh, writeFounders } from './house.ts'

export { clocksCanNotBeSkewed }

/** A ledger of the house that buys, whose clocks can be set ahead. */
export type Ledger = {
  readonly chainId: string
  readonly url: () => string
  /** Everything that its operators have on their disks. */
  readonly disks: readonly string[]
  /** Where the officers have their keys; no operator sees it. */
  readonly keys: string
  aheadMs(): number
  /** It goes on as if so many days had passed. */
  letPass(days: number): Promise<void>
  end(): Promise<void>
}

type Running = { readonly url: string; stop(): Promise<void> }
type Start = (environment: Readonly<Record<string, string>>) => Promise<Running>

/** One operator, in this process: a day passes at once, whatever this machine has. */
export async function ledgerHere(): Promise<Ledger> {
  const { folder, keys, founders } = await foundersIn()
  const [chainId, data, config] = ['tender-city', join(folder, 'data'), join(folder, 'config.json')]
  const port = await freePort()
  const settings = { data, http: { port }, ops: { port: 0 }, clockJumpMs: 40 * dayMs }
  writeFileSync(config, JSON.stringify(settings))
  const url = `http://localhost:${port}`
  const line = ['init', '--config', config, '--chain-id', chainId, '--founders', founders, '--portal', url]
  const made = await run(line, { now: Date.now, random: fresh })
  if (made.code !== 0) throw new Error(made.err)
  let days = 0
  const aheadMs = () => days * dayMs
  const powers = {
    now: () => Date.now() + aheadMs(),
    random: fresh,
    version: 'test',
    logger: pino({ level: 'silent' }),
  }
  const affairs = await installAffairs()
  const start = () => runNode(parseConfig(settings), affairs, powers)
  let node = await start()
  return {
    chainId,
    url: () => url,
    disks: [data],
    keys,
    aheadMs,
    async letPass(more) {
      await node.stop()
      days += more
      node = await start()
    },
    async end() {
      await node.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Four departments, each with a node; the tender is played at the first. */
export async function consortiumLedger(): Promise<Ledger> {
  const { folder, keys, founders } = await foundersIn()
  const net = join(folder, 'net')
  const start: Start = async (environment) => {
    const line = ['testnet', '--validators', '4', '--data', net, '--json', '--founders', founders]
    const child = begin(line, environment)
    const url = await lineOf(child, (text) => {
      const said = JSON.parse(text) as {
        readonly event: string
        readonly nodes: readonly { readonly portal: string }[]
      }
      // Where passkeys sign: a name, and no IP address.
      return said.event === 'ready' ? said.nodes[0]!.portal.replace('127.0.0.1', 'localhost') : null
    })
    return { url, stop: () => endOf(child) }
  }
  return movable({ chainId: 'gongshi-testnet', disks: [net], keys }, folder, start)
}

const dayMs = 86_400_000

/** Of this machine's, until somebody takes it. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number }
      server.close(() => resolve(port))
    })
  })
}

type Known = Pick<Ledger, 'chainId' | 'disks' | 'keys'>

async function movable(known: Known, folder: string, start: Start): Promise<Ledger> {
  let days = 0
  const environment = async () => (days === 0 ? {} : skewedEnvironment(days * 24 * 60))
  let running = await start({})
  return {
    ...known,
    url: () => running.url,
    aheadMs: () => days * dayMs,
    async letPass(more) {
      await running.stop()
      days += more
      running = await start(await environment())
      await follows(running.url, Date.now() + days * dayMs)
    },
    async end() {
      await running.stop() // the second time it does nothing
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Until a block says that it is so late, too, before which nothing falls due: the nodes are ready before they have agreed on one. */
async function follows(url: string, now: number): Promise<void> {
  for (const until = performance.now() + 60_000; performance.now() < until; await setTimeout(100)) {
    const { time } = (await (await fetch(`${url}/api/v1/ledger`)).json()) as { readonly time: number }
    if (time > now - dayMs) return
  }
  throw new Error('no block at the time to which the clocks were set')
}

async function foundersIn() {
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-tender-'))
  const keys = join(folder, 'keys')
  mkdirSync(keys)
  return { folder, keys, founders: await writeFounders(keys) }
}

function begin(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const env = { ...process.env, LANG: 'en_GB.UTF-8', ...environment }
  return spawn(process.execPath, [...process.execArgv, ...program, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

/** @throws when it ends before it says what is waited for */
function lineOf<Found>(child: ChildProcess, look: (line: string) => Found | null): Promise<Found> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const found = look(line)
      if (found !== null) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
