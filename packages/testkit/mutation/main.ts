/**
 * `npm run mutate -- [--only WORDS]`: Stryker changes one operator, condition or constant after the other of each file in
 * `targets.ts`, in a copy of the tree, and runs the tests named beside it. Prints every mutant that they let through, ends with a line
 * of figures, and with an exit code other than 0 when a file's score is below 85%. Installs Stryker for itself, by its own lockfile.
 * With GONGSHI_WRITE_DOCS=1 each file's score goes into the table of docs/reliability.md.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { rewriteBetween } from '../../../e2e/docsTable.ts'
import { copyTree } from '../planted/copyTree.ts'
import { type Target, targets } from './targets.ts'

/** https://stryker-mutator.io/docs/mutation-testing-elements/mutant-states-and-metrics */
type Mutant = {
  readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'CompileError' | 'RuntimeError' | 'Ignored'
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: { readonly line: number; readonly column: number } }
}
type Report = { readonly files: { readonly [path: string]: { readonly mutants: readonly Mutant[] } } }

const leastScore = 0.85
const head = `| file | mutants | noticed | score | tried |
|---|---|---|---|---|`
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })

const copy = copyTree()
try {
  const stryker = installStryker()
  const scores = targets.filter(({ file }) => file.includes(values.only)).map((target) => mutate(stryker, target))
  process.exitCode = scores.length > 0 && scores.every((score) => score >= leastScore) ? 0 : 1
} finally {
  rmSync(copy, { recursive: true, force: true })
}

/** Gives the path of its program. */
function installStryker(): string {
  const folder = join(copy, 'stryker')
  mkdirSync(folder)
  for (const name of ['package.json', 'package-lock.json'])
    copyFileSync(join(import.meta.dirname, name), join(folder, name))
  run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], folder)
  return join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js')
}

/** Gives the share of the mutants that were noticed. */
function mutate(stryker: string, { file, tests }: Target): number {
  const report = join(copy, 'report.json')
  const settings = {
    mutate: [file],
    inPlace: true,
    testRunner: 'command',
    commandRunner: { command: [process.execPath, '--test', '--test-isolation=none', ...tests].join(' ') },
    coverageAnalysis: 'off',
    disableTypeChecks: false,
    concurrency: 2,
    // A mutant that never ends is told soon: beyond this and twice what the tests take without one.
    timeoutMS: 4000,
    timeoutFactor: 2,
    reporters: ['json'],
    jsonReporter: { fileName: report },
  }
  writeFileSync(join(copy, 'stryker.conf.json'), JSON.stringify(settings))
  run(process.execPath, [stryker, 'run', 'stryker.conf.json'], copy)
  const { files } = JSON.parse(readFileSync(report, 'utf8')) as Report
  return tell(file, files[file]!.mutants)
}

function tell(file: string, mutants: readonly Mutant[]): number {
  const valid = mutants.filter(({ status }) => !['CompileError', 'RuntimeError', 'Ignored'].includes(status))
  const missed = valid.filter(({ status }) => status !== 'Killed' && status !== 'Timeout')
  for (const { location, mutatorName, replacement } of missed)
    console.log(`  ${file}:${location.start.line}:${location.start.column} ${mutatorName}: ${replacement ?? ''}`)
  const score = 1 - missed.length / valid.length
  const noticed = valid.length - missed.length
  const percent = `${(score * 100).toFixed(1)}%`
  console.log(`${file}: ${noticed} of ${valid.length} mutants noticed, ${percent}`)
  if (process.env.GONGSHI_WRITE_DOCS === '1') {
    const day = new Date().toISOString().slice(0, 10)
    const row = `| \`${file}\` | ${valid.length} | ${noticed} | ${percent} | ${day} |`
    rewriteBetween('mutants', (before) => withRow(before, file, row))
  }
  return score
}

/** The table with this file's row in the place of the one before it, in the order of the targets. */
function withRow(before: string, file: string, row: string): string {
  const rows = new Map([...before.matchAll(/^\| `([^`]+)` \|.*$/gm)].map(([its, name]) => [name!, its]))
  rows.set(file, row)
  return [head, ...targets.flatMap((target) => rows.get(target.file) ?? [])].join('\n')
}

/** @throws {Error} with what it said when it fails */
function run(command: string, args: readonly string[], cwd: string): void {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(copy, 'compiled') }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`)
}
