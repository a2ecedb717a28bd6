import { readFile } from 'node:fs/promises'
import { NodeError } from '../errors.ts'

/** A note of a log is far shorter; whoever answers with more is none. Bytes. */
const longestNote = 64 * 1024
const answerMs = 15_000

/**
 * A signed checkpoint from a file, from an address, or from a log at an address (`/log/checkpoint` below it).
 * @throws {NodeError} checkpoint-unreadable
 */
export async function readCheckpoint(source: string, ask: typeof fetch = fetch): Promise<string> {
  try {
    if (!/^https?:\/\//.test(source)) return asNote(await readFile(source, 'utf8'))
    const url = new URL(source)
    if (url.pathname === '/') url.pathname = '/log/checkpoint'
    const answer = await ask(url, { signal: AbortSignal.timeout(answerMs) })
    if (answer.status !== 200) throw new RangeError(`status ${answer.status}`)
    return asNote(await answer.text())
  } catch (cause) {
    throw new NodeError({ code: 'checkpoint-unreadable', source }, { cause })
  }
}

function asNote(text: string): string {
  if (text.length > longestNote || !text.includes('\n\n— ')) throw new RangeError('not a signed note')
  return text
}
