/**
 * `npm run planted -- [--only WORDS]`: writes one bug after the other into a copy of the tree and runs what has to catch it.
 * Ends with a line of figures, and with an exit code other than 0 when one was not caught. With GONGSHI_WRITE_DOCS=1 what was tried
 * goes into the table of docs/reliability.md.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { rewriteBetween } from '../../../e2e/docsTable.ts'
import { type Bug, bugs } from './bugs.ts'
import { copyTree } from './copyTree.ts'

const longestMs = 180_000
const head = `| bug | in | caught by | | seconds | tried |
|---|---|---|---|---|---|`
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const writesDocs = process.env.GONGSHI_WRITE_DOCS === '1'
const chosen = bugs.filter(({ name }) => name.includes(values.only))

const copy = copyTree()
try {
  process.exitCode = plantAll()
} finally {
  rmSync(copy, { recursive: true, force: true })
}

function plantAll(): number {
  let caught = 0
  for (const bug of chosen) {
    const begun = performance.now()
    const isCaught = plant(bug)
    if (isCaught) caught++
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    if (writesDocs) rewriteBetween('planted bugs', (before) => withRow(before, bug, isCaught, seconds))
    console.log(`${isCaught ? 'caught    ' : 'NOT CAUGHT'}  ${seconds.padStart(6)} s  ${bug.name}  (${catcherOf(bug)})`)
  }
  console.log(`${chosen.length} planted bugs, ${caught} caught`)
  return caught === chosen.length && caught > 0 ? 0 : 1
}

/** Whether what has to catch it fails with it, as itself: not because it could not run. */
function plant(bug: Bug): boolean {
  const path = join(copy, bug.file)
  const sound = readFileSync(path, 'utf8')
  if (sound.split(bug.is).length !== 2) throw new Error(`${bug.name}: ${bug.file} has its place not once`)
  writeFileSync(
    path,
    sound.replace(bug.is, () => bug.becomes),
  )
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, commandOf(bug), {
      cwd: copy,
      encoding: 'utf8',
      timeout: longestMs,
      killSignal: 'SIGKILL',
    })
    if (/SyntaxError|ERR_MODULE_NOT_FOUND/.test(stderr)) throw new Error(`${bug.name}: it does not run\n${stderr}`)
    return status !== 0 && /seed \d+( failed|:)|✖/.test(stdout + stderr)
  } finally {
    writeFileSync(path, sound)
  }
}

function commandOf({ caughtBy }: Bug): string[] {
  const quiet = '--disable-warning=ExperimentalWarning'
  if ('test' in caughtBy) return [quiet, '--test', '--test-reporter=spec', caughtBy.test]
  const { schedules, seed = 1 } = caughtBy
  return [quiet, 'packages/testkit/src/simulator/main.ts', '--first', `--schedules=${schedules}`, `--seed=${seed}`]
}

function catcherOf({ caughtBy }: Bug): string {
  if ('test' in caughtBy) return caughtBy.test
  return `the simulator, ${caughtBy.schedules} schedules from seed ${caughtBy.seed ?? 1}`
}

/** The table with this trial in the place of the one before it, in the order of the list; bugs that are no longer in the list go. */
function withRow(before: string, bug: Bug, isCaught: boolean, seconds: string): string {
  const rows = new Map([...before.matchAll(/^\| ([^|]+) \| `.*$/gm)].map(([row, name]) => [name!, row]))
  const day = new Date().toISOString().slice(0, 10)
  const cells = [bug.name, `\`${bug.file}\``, catcherOf(bug), isCaught ? 'caught' : '**not caught**', seconds, day]
  rows.set(bug.name, `| ${cells.join(' | ')} |`)
  return [head, ...bugs.flatMap(({ name }) => rows.get(name) ?? [])].join('\n')
}
