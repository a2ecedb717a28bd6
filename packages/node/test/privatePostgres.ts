import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const binaries = '/usr/lib/postgresql/15/bin'
const isRoot = process.getuid?.() === 0

/** Why tests on PostgreSQL are left out; false where it is. */
export const noPostgres = existsSync(join(binaries, 'postgres')) ? false : `no PostgreSQL 15 in ${binaries}`

/** A cluster of a test's own, behind a socket in its own folder. */
export class PrivatePostgres {
  readonly #folder: string
  readonly connection: string

  private constructor(folder: string) {
    this.#folder = folder
    this.connection = `postgres://gongshi:unused-secret@localhost/postgres?host=${encodeURIComponent(folder)}`
  }

  static start(): PrivatePostgres {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-postgres-'))
    // PostgreSQL refuses to run as root: then the folder and the processes are its own user's.
    if (isRoot) execFileSync('chown', ['postgres', folder])
    else chmodSync(folder, 0o700)
    command('initdb', ['-D', join(folder, 'data'), '-A', 'trust', '-U', 'gongshi', '-E', 'UTF8', '--no-locale', '-N'])
    const postgres = new PrivatePostgres(folder)
    postgres.up()
    return postgres
  }

  /** Where every statement goes that the test itself makes. */
  sql(statement: string): string {
    return command('psql', ['-h', this.#folder, '-U', 'gongshi', '-qtAc', statement, 'postgres']).trim()
  }

  /** Where a file of the cluster lies. */
  file(path: string): string {
    return join(this.#folder, 'data', path)
  }

  up(): void {
    const options = `-c listen_addresses='' -c unix_socket_directories='${this.#folder}' -c fsync=off`
    const log = join(this.#folder, 'log')
    command('pg_ctl', ['-D', join(this.#folder, 'data'), '-w', '-o', options, '-l', log, 'start'])
  }

  down(): void {
    command('pg_ctl', ['-D', join(this.#folder, 'data'), '-m', 'fast', '-w', 'stop'])
  }

  end(): void {
    if (existsSync(this.file('postmaster.pid'))) this.down()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function command(name: string, given: readonly string[]): string {
  const program = join(binaries, name)
  const [file, parameters] = isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...given]] : [program, [...given]]
  // A server keeps its starter's pipes open: what it says goes to its log.
  return (
    execFileSync(file, parameters, {
      cwd: '/',
      encoding: 'utf8',
      stdio: ['ignore', name === 'psql' ? 'pipe' : 'ignore', 'ignore'],
    }) ?? ''
  )
}
