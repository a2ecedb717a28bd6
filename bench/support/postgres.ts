import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { percentile } from './measure.ts'

const run = promisify(execFile)
const binaries = '/usr/lib/postgresql/15/bin'
const isRoot = process.getuid?.() === 0

/** PostgreSQL 15 with a cluster of its own: everything as shipped, so that a commit is on disk before it is answered. */
export class Postgres {
  readonly version: string
  readonly #folder: string

  private constructor(folder: string, version: string) {
    this.#folder = folder
    this.version = version
  }

  /** The reason, when it is not on this machine. */
  static async start(parent: string): Promise<Postgres | { readonly absent: string }> {
    if (!existsSync(join(binaries, 'pgbench'))) return { absent: `no PostgreSQL 15 in ${binaries}` }
    const folder = await mkdtemp(join(parent, 'postgres-'))
    // PostgreSQL refuses to run as root: then the folder and the processes are its own user's.
    if (isRoot) {
      await chmod(parent, 0o711)
      execFileSync('chown', ['postgres', folder])
    }
    const postgres = new Postgres(folder, (await command('postgres', ['--version'])).trim())
    await command('initdb', ['-D', join(folder, 'data'), '-A', 'trust', '-U', 'bench'])
    const options = `-c listen_addresses='' -c unix_socket_directories='${folder}'`
    await command('pg_ctl', ['-D', join(folder, 'data'), '-w', '-o', options, '-l', join(folder, 'log'), 'start'])
    await postgres.#sql('CREATE TABLE entry (id bigserial PRIMARY KEY, body text NOT NULL)')
    await writeFile(join(folder, 'insert.sql'), insert, { mode: 0o644 })
    return postgres
  }

  /** For a client library. */
  get connection(): string {
    return `postgres://bench@localhost/postgres?host=${encodeURIComponent(this.#folder)}`
  }

  /** Rows a second that so many clients insert, each durable before the next; processor time of pgbench a row in microseconds. */
  async inserts(clients: number, seconds: number): Promise<{ readonly rate: number; readonly clients: number }> {
    const text = await runAsOwner('sh', ['-c', '"$@"; times', 'sh', ...this.#pgbench(clients, seconds)])
    const rows = Number(/actually processed: (\d+)/.exec(text)![1])
    return { rate: Number(/tps = ([\d.]+)/.exec(text)![1]), clients: (secondsOfChildren(text) * 1e6) / rows }
  }

  /** Milliseconds that an insert took from when it was due, so many a second. */
  async latencies(
    clients: number,
    seconds: number,
    perSecond: number,
  ): Promise<{ readonly middle: number; readonly tail: number }> {
    const folder = await mkdtemp(join(this.#folder, 'latencies-'))
    if (isRoot) execFileSync('chown', ['postgres', folder])
    const logging = ['--rate', String(perSecond), '--log', '--log-prefix', join(folder, 'log')]
    const [file, ...given] = this.#pgbench(clients, seconds, logging)
    await runAsOwner(file!, given)
    const logs = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
    // client, number, microseconds from when it was scheduled, … (pgbench, Per-Transaction Logging)
    const lines = logs.flatMap((log) => log.trim().split('\n'))
    const sorted = lines.map((line) => Number(line.split(' ')[2]) / 1000).toSorted((left, right) => left - right)
    return { middle: percentile(sorted, 0.5), tail: percentile(sorted, 0.99) }
  }

  #pgbench(clients: number, seconds: number, more: readonly string[] = []): string[] {
    const script = join(this.#folder, 'insert.sql')
    const load = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), ...more]
    return [join(binaries, 'pgbench'), ...load, '-f', script, '-h', this.#folder, '-U', 'bench', 'postgres']
  }

  async setting(name: 'fsync' | 'synchronous_commit'): Promise<string> {
    return (await this.#sql(`SHOW ${name}`)).trim()
  }

  async stop(): Promise<void> {
    await command('pg_ctl', ['-D', join(this.#folder, 'data'), '-m', 'fast', '-w', 'stop'])
    await rm(this.#folder, { recursive: true, force: true })
  }

  #sql(statement: string): Promise<string> {
    return command('psql', ['-h', this.#folder, '-U', 'bench', '-qtAc', statement, 'postgres'])
  }
}

/** Rows of 512 bytes. */
const insert = `\\set one random(100000000000, 999999999999)
INSERT INTO entry (body) VALUES (repeat('x', 500) || :one);
`

/** POSIX `times`: user and system time of the shell, and in the last line of what it has run. */
function secondsOfChildren(text: string): number {
  const last = text.trim().split('\n').at(-1)!
  const times = [...last.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  )
  return times.reduce((sum, each) => sum + each, 0)
}

function command(name: string, given: readonly string[]): Promise<string> {
  return runAsOwner(join(binaries, name), given)
}

async function runAsOwner(program: string, given: readonly string[]): Promise<string> {
  const [file, parameters] = isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...given]] : [program, [...given]]
  // A server keeps its parent's pipes open, so its starter is not waited for by them but by its end.
  const { stdout } = await run(file, parameters, { cwd: '/', maxBuffer: 2 ** 24 })
  return stdout
}
