import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

export const phases = ['starting', 'running', 'stopping'] as const
export type Phase = (typeof phases)[number]

/** A sort of system call on a sort of file, in one phase of a node's life. `paths` are relative to the data folder. */
export type Site = {
  readonly phase: Phase
  readonly call: string
  readonly file: string
  readonly paths: readonly string[]
}

/** Those by which something comes onto the disk, or room for it. */
export const calls = [
  'write',
  'pwrite64',
  'writev',
  'pwritev',
  'pwritev2',
  'fsync',
  'fdatasync',
  'msync',
  'rename',
  'renameat',
  'renameat2',
  'ftruncate',
  'fallocate',
  'mmap',
  'mremap',
]

/**
 * What a process is run under. `-D`: the tracer is a process of its own beside it. libuv would pass some calls to the kernel by
 * io_uring, where no tracer sees them: Node leaves that off unless it is asked, and here it is told so.
 */
export function straced(trace: string, options: readonly string[]): string[] {
  return [
    'env',
    'UV_USE_IO_URING=0',
    'strace',
    '-D',
    '-f',
    '-qq',
    '-ttt',
    '-y',
    '--seccomp-bpf',
    '-o',
    trace,
    ...options,
  ]
}

/** The tracer of a process, if it has one. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
export function tracerOf(pid: number): number | null {
  if (!existsSync(`/proc/${pid}/status`)) return null
  const found = Number(/^TracerPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  return found === 0 ? null : found
}

/** Ends the tracing of a process, which goes on. */
export async function untrace(pid: number): Promise<void> {
  const tracer = tracerOf(pid)
  if (tracer === null) return
  process.kill(tracer, 'SIGTERM')
  while (tracerOf(pid) !== null) await wait(20)
}

/** The sites of a trace, in the order in which they come; `since`: when running and stopping began, in ms. */
export function sitesIn(
  trace: string,
  data: string,
  since: { readonly running: number; readonly stopping: number },
): Site[] {
  const found = new Map<string, { phase: Phase; call: string; file: string; paths: Set<string> }>()
  for (const line of trace.split('\n')) {
    const [, seconds, call, rest] = /^\d+\s+(\d+\.\d+) (\w+)\((.*)$/.exec(line) ?? []
    const path = rest && pathOf(call!, rest)
    if (!path?.startsWith(`${data}/`)) continue
    const at = Number(seconds) * 1000
    const phase = at < since.running ? 'starting' : at < since.stopping ? 'running' : 'stopping'
    const file = sortOf(path.slice(data.length + 1))
    const site = found.get(`${phase} ${call} ${file}`) ?? { phase, call: call!, file, paths: new Set<string>() }
    found.set(`${phase} ${call} ${file}`, site)
    site.paths.add(path.slice(data.length + 1))
  }
  return [...found.values()].map((site) => ({ ...site, paths: [...site.paths] }))
}

/** Of an open file what `-y` shows behind its number; of a rename what it is renamed from. */
function pathOf(call: string, rest: string): string | undefined {
  if (call.startsWith('rename')) return /"([^"]+)"/.exec(rest)?.[1]
  return /(?:^|[ (])\d+<([^>]+)>/.exec(rest)?.[1]
}

/** Names that differ from run to run stand for their sort. */
function sortOf(path: string): string {
  return path.replace(/[0-9a-f]{64}/, 'COMMITMENT').replace(/\d{4,}/, 'NUMBER')
}
