/**
 * `npm run planted -- [--only WORDS]`: writes one bug after the other into a copy of the tree and runs what has to catch it.
 * Ends with a line of figures, and with an exit code other than 0 when one was not caught.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bug, bugs } from './bugs.ts'

const root = join(import.meta.dirname, '../../..')
const longestMs = 180_000
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
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

/** The sources, with the libraries of this tree and packages of its own. */
function copyTree(): string {
  const target = mkdtempSync(join(tmpdir(), 'gongshi-planted-'))
  const isSource = (path: string) => !/(^|\/)(node_modules|\.git)$/.test(path)
  cpSync(join(root, 'packages'), join(target, 'packages'), { recursive: true, filter: isSource })
  cpSync(join(root, 'package.json'), join(target, 'package.json'))
  mkdirSync(join(target, 'node_modules/@gongshi'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@gongshi') symlinkSync(join(root, 'node_modules', name), join(target, 'node_modules', name))
  for (const name of readdirSync(join(target, 'packages')))
    symlinkSync(join(target, 'packages', name), join(target, 'node_modules/@gongshi', name))
  return target
}
