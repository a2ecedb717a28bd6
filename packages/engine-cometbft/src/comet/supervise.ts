import { type ChildProcess, spawn } from 'node:child_process'
import { lstatSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { CometError } from '../errors.ts'

/** A line of CometBFT's log, for ours. */
export type CometLine = { readonly level: string; readonly message: string; readonly fields: object }

export type SuperviseOptions = {
  readonly program: string
  readonly folder: string
  /** Sockets of its own, which it leaves behind when it ends and then can't open again. */
  readonly sockets: readonly string[]
  onLine(line: CometLine): void
  /** It will not be started again: it has exited too often without a block between. */
  onGivenUp(error: CometError): void
  /** How to mend what it has said, before it is started again; null for what nothing is known against. */
  mendOf(said: string): (() => void) | null
  /** The node itself has stopped: CometBFT is left down. */
  isHalted(): boolean
}

/** Waits before the next start: the first, the second… Milliseconds. */
const restartDelaysMs = [250, 500, 1000, 2000, 4000]
/** Between SIGTERM and SIGKILL. Milliseconds. */
const stopMs = 8000

/** Keeps CometBFT running beside this node, and takes it down with it. */
export class Supervisor {
  readonly #options: SuperviseOptions
  #child: ChildProcess | null = null
  #gone: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  /** Exits since the last block. */
  #exits = 0
  #lastError = ''
  #mend: (() => void) | null = null
  #stopping = false
  #isGivenUp = false

  constructor(options: SuperviseOptions) {
    this.#options = options
  }

  /** Null while it is down. */
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  start(): void {
    const { program, folder, sockets } = this.#options
    // What is no socket stays, and is what CometBFT complains of.
    for (const path of sockets) if (lstatSync(path, { throwIfNoEntry: false })?.isSocket()) rmSync(path)
    this.#mend?.()
    this.#mend = null
    const home = resolve(folder) // its working folder is another than ours
    const child = spawn(program, ['start', '--home', home], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    this.#options.onLine({ level: 'info', message: 'CometBFT starts', fields: { pid: child.pid ?? null } })
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => this.#take(line))
    const { promise, resolve: isGone } = Promise.withResolvers<void>()
    this.#gone = promise
    const ended = (exit: number | string) => {
      if (this.#child !== child) return
      this.#child = null
      isGone()
      this.#exited(exit)
    }
    child.once('error', (error) => {
      this.#lastError = error.message
      ended('not started')
    })
    child.once('exit', (code, signal) => ended(code ?? signal ?? 'unknown'))
  }

  /** It works: earlier exits don't count any more. */
  progressed(): void {
    this.#exits = 0
  }

  async stop(): Promise<void> {
    this.#stopping = true
    if (this.#timer) clearTimeout(this.#timer)
    const child = this.#child
    if (child === null) return
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), stopMs)
    await this.#gone
    clearTimeout(kill)
  }

  #exited(exit: number | string): void {
    if (this.#stopping || this.#isGivenUp) return
    const reason = this.#lastError
    this.#options.onLine({ level: 'error', message: 'CometBFT exited', fields: { exit, reason } })
    if (this.#options.isHalted()) return
    const delay = restartDelaysMs[this.#exits++]
    if (delay === undefined) this.#options.onGivenUp(new CometError({ code: 'cometbft-stopped', exit, reason }))
    else this.#timer = setTimeout(() => this.start(), delay)
  }

  /**
   * A panic of its consensus leaves CometBFT running without any: it is ended, and starts again. Where the hashes differ that
   * would help nobody.
   */
  #lookForFailure(message: string, error: string): void {
    if (this.#stopping || this.#isGivenUp) return
    const said = `${message} ${error}`
    if (forked.test(said) && /CONSENSUS FAILURE|panic|replay/i.test(said)) {
      this.#isGivenUp = true
      this.#child?.kill('SIGKILL')
      this.#options.onGivenUp(new CometError({ code: 'cometbft-forked', reason: said.slice(0, 500) }))
    } else if (message.includes('CONSENSUS FAILURE')) this.#child?.kill('SIGKILL')
  }

  #take(line: string): void {
    const { level, _msg, ...fields } = parseLine(line)
    const message = typeof _msg === 'string' ? _msg : line
    this.#mend ??= this.#options.mendOf(message)
    this.#lookForFailure(message, `${fields.err ?? ''}`)
    if (level === 'error' || level === undefined) this.#lastError = `${message} ${fields.err ?? ''}`.slice(0, 500)
    // It tells of every block and message; our own log speaks of those that matter.
    if (level === 'info' || this.#stopping) return
    this.#options.onLine({ level: typeof level === 'string' ? level : 'warn', message, fields })
  }
}

/**
 * What CometBFT says where the application has computed another hash than the one that the others have signed (state/validation.go)
 * or than it had itself when it replays (consensus/replay.go).
 */
const forked = /wrong Block\.Header\.(AppHash|LastResultsHash)|(app|state\.App)Hash .*does not match/is

/** A line of its JSON log; anything else (a panic) as its text. */
function parseLine(line: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(line)
    return parsed !== null && typeof parsed === 'object' ? (parsed as Record<string, unknown>) : { _msg: line }
  } catch {
    return { _msg: line }
  }
}
