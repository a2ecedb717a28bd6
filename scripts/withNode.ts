/**
 * Runs a command beside a fresh demo node and stops the node afterwards:
 * `node scripts/run.mjs with-node sh -c 'curl $GONGSHI_URL/log/checkpoint'`.
 * The command finds GONGSHI_URL, GONGSHI_CHAIN and GONGSHI_VKEY (the log's verifier key) in its environment.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { programCommand } from './house/program.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [command, ...args] = process.argv.slice(2)
if (command === undefined) throw new Error('usage: with-node COMMAND [ARGUMENTS]')

const data = join(mkdtempSync(join(tmpdir(), 'gongshi-node-')), 'data')
const node = spawn(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    ...programCommand(root, process.execPath),
    'start',
    '--demo',
    '--port',
    '0',
    '--ops-port',
    '0',
    '--data',
    data,
    '--lang',
    'en',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'], cwd: dirname(data) },
)
try {
  const url = await urlOf(node)
  const { chainId, logKeys } = (await (await fetch(`${url}/api/v1/ledger`)).json()) as {
    chainId: string
    logKeys: string[]
  }
  const env = { ...process.env, GONGSHI_URL: url, GONGSHI_CHAIN: chainId, GONGSHI_VKEY: logKeys[0] ?? '' }
  const [code] = (await once(spawn(command, args, { stdio: 'inherit', env }), 'exit')) as [number | null]
  process.exitCode = code ?? 1
} finally {
  if (node.exitCode === null) {
    node.kill('SIGTERM')
    await once(node, 'exit')
  }
  rmSync(dirname(data), { recursive: true, force: true })
}

/** The node's address, once the demo's data is there. */
async function urlOf(child: ChildProcess): Promise<string> {
  let url: string | undefined
  for await (const line of createInterface({ input: child.stdout! })) {
    url ??= /running: (http:\S+)/.exec(line)?.[1]
    if (url !== undefined && line.startsWith('Press Ctrl+C')) return url
  }
  throw new Error('the node ended before it was ready')
}
