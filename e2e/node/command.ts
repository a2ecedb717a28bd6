import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeKeyFile } from '@gongshi/sdk/node'
import { foundSample, secretOf } from '../../packages/node/test/sampleNode.ts'
import { program } from '../program.ts'

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

/** A folder with a founded ledger of the sample city and key files of its officers, as an operator has them. */
/** What is still running when its place goes. */
const begun = new Set<ChildProcess>()

export type Place = { readonly folder: string; readonly data: string; at(name: string): string; remove(): void }

export async function foundPlace(keys: readonly ('clerk' | 'keeper' | 'keeper2')[] = []): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-e2e-'))
  const at = (name: string) => join(folder, name)
  await foundSample(at('data'))
  for (const name of keys) {
    const text = await encodeKeyFile({ suite: 'ed25519', label: name, passphrase: null, secret: secretOf(name) })
    writeFileSync(at(`${name}.key.json`), text)
  }
  const remove = () => {
    for (const child of begun) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  return { folder, data: at('data'), at, remove }
}

/** Starts the `gongshi` command as a process of its own; `under`: the program that is to run it, with its arguments. */
export function begin(args: readonly string[], place: Place, under: readonly string[] = []): ChildProcess {
  const env = {
    ...process.env,
    LANG: 'en_GB.UTF-8',
    GONGSHI_KEYS: place.folder,
    GONGSHI_DATA: place.data,
    HOME: place.folder,
  }
  const quiet = '--disable-warning=ExperimentalWarning'
  const [command, ...rest] = [...under, process.execPath, quiet, ...program, ...args]
  const child = spawn(command!, rest, {
    cwd: place.folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  begun.add(child)
  child.once('close', () => begun.delete(child))
  return child
}

/** Runs a command to its end; one that goes on for a minute is ended, with exit code null. */
export async function gongshi(args: readonly string[], place: Place): Promise<Ran> {
  const child = begin(args, place)
  const said = gather(child)
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
  await once(child, 'close')
  clearTimeout(timer)
  return { code: child.exitCode, ...said }
}

function gather(child: ChildProcess): { out: string; err: string } {
  const said = { out: '', err: '' }
  child.stdout!.on('data', (piece: Buffer) => {
    said.out += piece.toString()
  })
  child.stderr!.on('data', (piece: Buffer) => {
    said.err += piece.toString()
  })
  return said
}

export type NodeProcess = {
  readonly url: string
  readonly pid: number
  /** What it wrote on standard error: its log. */
  log(): string
  kill(): Promise<void>
  /** SIGTERM; gives what it ended with and how long that took in milliseconds. */
  end(): Promise<{ readonly code: number | null; readonly tookMs: number }>
}

/** `gongshi start` on free ports. @throws with what it said when it ends instead of running */
export async function startNode(
  place: Place,
  args: readonly string[] = [],
  under: readonly string[] = [],
): Promise<NodeProcess> {
  const child = begin(['start', '--port', '0', '--ops-port', '0', ...args], place, under)
  const said = gather(child)
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /http:\/\/\S+/.exec(said.out)?.[0]
      if (found !== undefined) resolve(found)
    }
    child.stdout!.on('data', look)
    child.once('close', () => reject(new Error(`ended with ${child.exitCode}: ${said.err}`)))
  })
  const closed = once(child, 'close')
  return {
    url,
    pid: child.pid!,
    log: () => said.err,
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
    async end() {
      const began = performance.now()
      child.kill('SIGTERM')
      await closed
      return { code: child.exitCode, tookMs: performance.now() - began }
    },
  }
}

/** The files under a folder, with their bytes. */
export function filesUnder(folder: string): { readonly path: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) => {
      try {
        return [{ path, bytes: readFileSync(path) }]
      } catch (error) {
        // A running node has renamed or removed it meanwhile.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw error
      }
    })
}
