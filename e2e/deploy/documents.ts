import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** A part of a document that is run: its name, its commands, and what the document says that they print. */
export type Step = { readonly name: string; readonly script: string; readonly output: string | null }

const step = /<!-- run: ([\w-]+) -->\n```sh\n([\s\S]*?)```\n(?:\n<!-- output -->\n```text\n([\s\S]*?)```)?/g

/** The marked commands of a page under docs/operate, in their order. */
export function stepsOf(page: string): Step[] {
  const text = readFileSync(join(root, 'docs/operate', page), 'utf8')
  return [...text.matchAll(step)].map(([, name, script, output]) => ({
    name: name!,
    script: script!,
    output: output ?? null,
  }))
}

/** The two commands of age-keygen that documents show, for machines without age. */
const ageKeygen = join(import.meta.dirname, 'ageKeygen.ts')

/** Folders of a machine that documents name; here each lies in a folder of the test's own. */
const places = ['/var/lib/gongshi', '/etc/gongshi', '/srv/backup', '/srv/restored'] as const
/** What takes longer hangs. Milliseconds. */
const longestMs = 180_000
const usualPorts = ['7900', '7901'] as const

/**
 * A machine on which documents are tried: their paths and ports are its own, `systemctl` starts and stops the node as the
 * unit file would, and `sudo -u gongshi` is whoever runs the test.
 */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), 'gongshi-operate-'))
  readonly #ports: readonly number[]

  private constructor(ports: readonly number[]) {
    this.#ports = ports
    for (const place of ['bin', 'home', 'opt', ...places.slice(0, 3)])
      mkdirSync(join(this.folder, place), { recursive: true })
    this.#command('gongshi', `exec '${process.execPath}' '${join(root, 'scripts/gongshi.mjs')}' "$@"`)
    this.#command('sudo', 'shift 3; exec "$@"')
    this.#command('systemctl', this.#systemctl())
    if (!isOnPath('age-keygen')) this.#command('age-keygen', `exec '${process.execPath}' '${ageKeygen}' "$@"`)
  }

  static async create(): Promise<Machine> {
    return new Machine(await Promise.all(usualPorts.map(freePort)))
  }

  get url(): string {
    return `http://127.0.0.1:${this.#ports[0]}`
  }

  get opsUrl(): string {
    return `http://127.0.0.1:${this.#ports[1]}`
  }

  at(path: string): string {
    return join(this.folder, path)
  }

  /** What the commands print, in the document's own paths and ports; fails where one of them does, unless it says `|| true`. */
  async run(script: string): Promise<string> {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${this.#here(script)}`], {
      cwd: this.at('home'),
      env: {
        ...process.env,
        PATH: `${this.at('bin')}:${process.env.PATH}`,
        HOME: this.at('home'),
        LANG: 'en_GB.UTF-8',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    })
    const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), longestMs)
    let said = ''
    child.stdout.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
    await once(child, 'close')
    clearTimeout(timer)
    if (child.exitCode !== 0) throw new Error(`ended with ${child.exitCode}:\n${script}\n${said}\n${this.log()}`)
    return this.#there(said)
  }

  log(): string {
    return existsSync(this.at('node.log')) ? readFileSync(this.at('node.log'), 'utf8') : ''
  }

  async remove(): Promise<void> {
    await this.run('systemctl stop gongshi; gpgconf --kill gpg-agent')
    rmSync(this.folder, { recursive: true, force: true })
  }

  #command(name: string, script: string): void {
    const path = this.at(`bin/${name}`)
    writeFileSync(path, `#!/bin/bash\n${script}\n`)
    chmodSync(path, 0o755)
  }

  /** Waits as a person would: until the node is ready, until it has ended. */
  #systemctl(): string {
    const [port, opsPort] = this.#ports
    return [
      `cd '${this.folder}'`,
      `start() { setsid bin/gongshi start --config etc/gongshi/gongshi.config.json --port ${port} --ops-port ${opsPort} >> node.log 2>&1 < /dev/null & echo $! > pid`,
      `  for _ in $(seq 300); do '${join(root, 'deploy/healthy')}' http://127.0.0.1:${opsPort} > health && return; kill -0 "$(cat pid)" 2> health || break; sleep 0.2; done; tail -n 4 node.log; exit 1; }`,
      'stop() { [ -e pid ] || return 0; kill "$(cat pid)" 2> health || true; while kill -0 "$(cat pid)" 2> health; do sleep 0.1; done; rm pid; }',
      'case $1 in start) start ;; stop) stop ;; restart) stop; start ;; esac',
    ].join('\n')
  }

  #here(text: string): string {
    const moved = places.reduce((said, place) => said.replaceAll(place, this.at(place)), text)
    return usualPorts.reduce((said, usual, at) => said.replaceAll(namedPort(usual), `$1${this.#ports[at]}`), moved)
  }

  #there(text: string): string {
    const moved = places.reduce((said, place) => said.replaceAll(this.at(place), place), text)
    return this.#ports.reduce((said, port, at) => said.replaceAll(namedPort(port), `$1${usualPorts[at]}`), moved)
  }
}

/** A port where a command or an address names it. */
function namedPort(port: string | number): RegExp {
  return new RegExp(`(127\\.0\\.0\\.1:|port )${port}\\b`, 'g')
}

/** Whether what was printed is what a document shows; `…` there stands for what differs each time, alone for any lines. */
export function isAsShown(printed: string, shown: string): boolean {
  const pattern = shown
    .trimEnd()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/^…\n/gm, '(?:.*\\n)*')
    .replaceAll('…', '.*')
  return new RegExp(`^${pattern}$`).test(printed.trimEnd())
}

function isOnPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)))
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
