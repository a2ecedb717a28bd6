import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'

export type Machine = {
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly versions: { readonly [program: string]: string }
  readonly commit: string
  /** Average number of processes that wanted a core in the minute before: what a shared machine does to the figures. */
  readonly loadBefore: number
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `Linux ${release()}`,
    versions: { node: process.version, ...postgresVersion(), ...goVersion() },
    commit: output('git', ['rev-parse', '--short=12', 'HEAD']) ?? 'unknown',
    loadBefore: Math.round(loadavg()[0]! * 10) / 10,
  }
}

function postgresVersion() {
  const text = output('/usr/lib/postgresql/15/bin/postgres', ['--version'])
  return text === null ? {} : { postgresql: text.replace(/^postgres \(PostgreSQL\) /, '') }
}

function goVersion() {
  const text = output('go', ['version'])
  return text === null ? {} : { go: text.split(' ')[2] ?? text }
}

function output(program: string, parameters: readonly string[]): string | null {
  try {
    return execFileSync(program, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
