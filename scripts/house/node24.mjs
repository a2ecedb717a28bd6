import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'

const leastMajor = 24

/**
 * The Node that runs everything of ours: the one that comes as a package, so that every machine runs the same; else the
 * current one if it is new enough; else undefined.
 */
export function findNode(root) {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const bundled = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', file)
  if (existsSync(bundled)) return bundled
  return Number.parseInt(process.versions.node, 10) >= leastMajor ? process.execPath : undefined
}

export function explainMissingNode() {
  console.error(
    [
      `gongshi: this machine (${process.platform}-${process.arch}) has Node ${process.versions.node}; Node ${leastMajor} or newer is needed, and no bundled one fits.`,
      `  Next: install Node ${leastMajor}, or run "npm ci" without --omit=optional.`,
      `  需要 Node ${leastMajor} 或更新版本：请安装，或在不带 --omit=optional 的情况下运行 "npm ci"。`,
    ].join('\n'),
  )
}

/**
 * Flags under which everything of ours runs. The one warning that they hide is that of `node:sqlite`.
 * PERF: with V8's own 16 MB the young generation is collected twice as often, and a tenth of a node's time goes there. The old
 * one, of each thread, is looked at when it is twice what lived in it; left to itself it grows to four times that.
 */
export const nodeFlags = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=32',
  '--heap-growing-percent=100',
]

/**
 * The environment under which everything of ours runs; what is set already stays. PERF: half of a command's start is reading
 * and compiling TypeScript, so compiled code is kept: taken only for the very same source and Node, and done without where it
 * can't be written. One arena for glibc's allocator, where each thread would keep what it has freed to itself.
 */
export function nodeEnvironment(root) {
  return { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'), MALLOC_ARENA_MAX: '1', ...process.env }
}

/**
 * Runs one command to its end and resolves to its exit code; a signal that stops us stops it, too. Where this Node can, it
 * becomes the command instead (execve(2)), and nothing comes back: waiting beside a node for its end takes 50 MB.
 */
export function run(command, args, { cwd = process.cwd(), env = process.env } = {}) {
  if (process.execve !== undefined && process.platform !== 'win32') {
    process.chdir(cwd)
    process.execve(command, [command, ...args], env)
  }
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd, env })
    // A terminal sends Ctrl+C to the whole group: the child has it already, and we wait for its graceful end.
    const ignore = () => {}
    const forward = (signal) => child.kill(signal)
    process.on('SIGINT', ignore)
    process.on('SIGTERM', forward)
    process.on('SIGHUP', forward)
    const end = (code) => {
      process.off('SIGINT', ignore)
      process.off('SIGTERM', forward)
      process.off('SIGHUP', forward)
      resolve(code)
    }
    child.on('error', (error) => {
      console.error(`gongshi: ${error.message}`)
      end(127)
    })
    child.on('exit', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}
