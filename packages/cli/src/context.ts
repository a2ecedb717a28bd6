import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Language } from '@gongshi/sdk'
import { type Bilingual, detectLanguage } from './language.ts'

/** Everything a command may use of its surroundings; tests hand over their own. */
export type Context = {
  readonly language: Language
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether a person watches: progress is shown and a passphrase may be asked for. */
  readonly isTerminal: boolean
  /** Whether what is printed goes to a terminal, so that it may be taken back. */
  readonly printsToTerminal: boolean
  readonly signal: AbortSignal
  readonly fetch: typeof globalThis.fetch
  out(text: string): void
  outBytes(bytes: Uint8Array): void
  err(text: string): void
  readInput(): Promise<Uint8Array>
  /** What is typed or piped in, a line at a time, until it ends or the signal comes. */
  readLines(): AsyncIterable<string>
  askSecret(question: string): Promise<string>
  now(): number
  random(bytes: number): Uint8Array
  say(text: Bilingual): string
}

export function platformContext(args: readonly string[], signal: AbortSignal): Context {
  const language = detectLanguage(args, process.env)
  return {
    language,
    env: process.env,
    isTerminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
    printsToTerminal: process.stdout.isTTY === true,
    signal,
    fetch: (...request) => globalThis.fetch(...request),
    out: (text) => void process.stdout.write(text),
    outBytes: (bytes) => void process.stdout.write(bytes),
    err: (text) => void process.stderr.write(text),
    readInput,
    readLines: () => createInterface({ input: process.stdin, signal }),
    askSecret,
    now: () => Date.now(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    say: (text) => text[language],
  }
}

/** Reads a line without showing it. */
async function askSecret(question: string): Promise<string> {
  const input = process.stdin
  process.stderr.write(question)
  input.setRawMode(true)
  try {
    let typed = ''
    for await (const piece of input.iterator({ destroyOnReturn: false })) {
      for (const character of String(piece)) {
        if (character === '\r' || character === '\n') return typed
        if (character === '\u0003') throw new DOMException('interrupted', 'AbortError')
        typed = character === '\u007f' ? [...typed].slice(0, -1).join('') : typed + character
      }
    }
    return typed
  } finally {
    input.setRawMode(false)
    input.pause()
    process.stderr.write('\n')
  }
}

async function readInput(): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  for await (const piece of process.stdin) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
