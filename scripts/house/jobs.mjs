import { existsSync, readdirSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative, sep } from 'node:path'
import { findNode } from './node24.mjs'
import { programCommand } from './program.mjs'
import { groupTests } from './testGroups.mjs'

const testRooms = ['packages', 'scripts', 'docs', 'bench']

/** A test, or a file's process, that hangs fails with its name instead of holding everything up; no honest one takes a third of this. */
export const longestTestMs = 600_000

/** PERF: tests wait for disks, clocks and other processes about a quarter of their time; two files more than cores were slower. */
const filesAtOnce = availableParallelism() + 1

/** What each npm script runs on Node 24: the arguments after `node`, relative to the repository root. */
export const jobs = {
  start: (root, args) => [...programCommand(root, findNode(root)), 'start', '--demo', ...args],
  test: (root, args) => testArguments(root, testRooms, args),
  e2e: (root, args) => testArguments(root, ['e2e'], args),
  types: (_root, args) => ['node_modules/typescript/bin/tsc', '-p', '.', ...args],
  lint: (_root, args) => ['node_modules/@biomejs/biome/bin/biome', 'ci', '.', ...plainUnlessTerminal(), ...args],
  tidy: (_root, args) => ['scripts/tidy/main.ts', ...args],
  'with-node': (_root, args) => ['scripts/withNode.ts', ...args],
  bench: (_root, args) => ['bench/main.ts', ...args],
  audit: (_root, args) => ['e2e/portal/auditPages.ts', ...args],
  verifier: (_root, args) => ['scripts/verifier.ts', ...args],
  pack: (_root, args) => ['scripts/pack.ts', ...args],
  simulate: (_root, args) => ['packages/testkit/src/simulator/main.ts', ...args],
  planted: (_root, args) => ['packages/testkit/planted/main.ts', ...args],
  mutate: (_root, args) => ['packages/testkit/mutation/main.ts', ...args],
  crash: (_root, args) => ['scripts/crash.ts', ...args],
  soak: (_root, args) => ['bench/soak.ts', ...args],
  compare: (_root, args) => ['scripts/compareViews/main.ts', ...args],
}

/** Biome colours every character when CI is set, whatever NO_COLOR says. */
const plainUnlessTerminal = () => (process.stdout.isTTY ? [] : ['--colors=off'])

/** Flags go to node's test runner, paths narrow the search: `npm test -- packages/protocol --test-name-pattern=log`. */
function testArguments(root, rooms, args) {
  const paths = args.filter((arg) => !arg.startsWith('-'))
  const flags = args.filter((arg) => arg.startsWith('-'))
  const found = (paths.length > 0 ? paths : rooms).flatMap((path) => findTests(root, join(root, path)))
  const files = paths.length > 0 || rooms !== testRooms ? found : groupTests(root, found)
  if (files.length === 0) return { fault: `no test under ${(paths.length > 0 ? paths : rooms).join(', ')}` }
  const bounds = [
    '--test-global-setup=./scripts/house/temporaryFolder.mjs',
    `--test-timeout=${longestTestMs}`,
    '--import',
    './scripts/house/endHanging.mjs',
  ]
  const reporter = ['--test-reporter=spec', '--test-reporter-destination=stdout'] // room for another behind it
  return ['--test', `--test-concurrency=${filesAtOnce}`, ...bounds, ...reporter, ...flags, ...files]
}

function findTests(root, path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [relative(root, path)]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.test\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !file.split(sep).includes('node_modules'))
    .sort()
}
