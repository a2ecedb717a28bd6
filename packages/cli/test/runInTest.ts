import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Context, runCli } from '../src/index.ts'
import { detectLanguage } from '../src/language.ts'

export type Ran = { readonly code: number; readonly out: string; readonly err: string; readonly outBytes: Uint8Array }

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'gongshi-cli-'))

/** Runs one command line in this process, with everything that it says caught. */
export async function run(args: readonly string[], own: Partial<Context> = {}): Promise<Ran> {
  const said = { out: '', err: '', bytes: [] as Uint8Array[] }
  const env = { LANG: 'en_GB.UTF-8', GONGSHI_KEYS: '/nowhere', ...own.env }
  const language = detectLanguage(args, env)
  const context: Context = {
    isTerminal: false,
    printsToTerminal: false,
    signal: new AbortController().signal,
    fetch: async () => {
      throw new TypeError('no network in this test')
    },
    out: (text) => {
      said.out += text
    },
    outBytes: (bytes) => void said.bytes.push(bytes),
    err: (text) => {
      said.err += text
    },
    readInput: async () => new Uint8Array(),
    readLines: async function* () {},
    askSecret: async () => '',
    now: () => 1_790_000_060_000,
    random: (bytes) => new Uint8Array(bytes).fill(7),
    say: (text) => text[language],
    ...own,
    env,
    language,
  }
  const code = await runCli(args, context)
  return { code, out: said.out, err: said.err, outBytes: Buffer.concat(said.bytes) }
}
