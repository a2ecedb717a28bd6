import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { program } from '../program.ts'

const quiet = '--disable-warning=ExperimentalWarning'

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

/** One command line in a process of its own, as a reader types it. */
export async function gongshi(cwd: string, ...args: readonly string[]): Promise<Ran> {
  return gongshiWith('', cwd, ...args)
}

/** The same with something on its standard input. */
export async function gongshiWith(input: string, cwd: string, ...args: readonly string[]): Promise<Ran> {
  const child = start(cwd, args)
  child.stdin!.end(input)
  const said = gather(child)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

export type Demo = {
  readonly url: string
  /** Everything that it printed before it was ready. */
  readonly said: string
  /** Asks it to stop with the signal; how it ended, and after how long. Milliseconds. */
  stop(signal: 'SIGINT' | 'SIGTERM'): Promise<{ readonly code: number | null; readonly tookMs: number }>
}

/** `npm start` without npm: the demo at free ports, in the folder's own gongshi-data. */
export async function startDemo(cwd: string, lang: 'zh' | 'en'): Promise<Demo> {
  const child = start(cwd, ['start', '--demo', '--port', '0', '--ops-port', '0', '--lang', lang])
  const said = gather(child)
  const ready = { zh: 'Ctrl+C 停止', en: 'Ctrl+C to stop' }[lang]
  while (!said.out.includes(ready)) {
    if (child.exitCode !== null) throw new Error(`the demo ended: ${said.err}`)
    await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')])
  }
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said.out)![0]
  return {
    url,
    said: said.out,
    stop: async (signal) => {
      const from = performance.now()
      child.kill(signal)
      const [code] = (await once(child, 'close')) as [number | null]
      return { code, tookMs: performance.now() - from }
    },
  }
}

function start(cwd: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [quiet, ...program, ...args], { cwd, stdio: ['pipe', 'pipe', 'pipe'] })
}

function gather(child: ChildProcess): { out: string; err: string } {
  const said = { out: '', err: '' }
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  return said
}
