import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'

/**
 * How each kind of file in a data folder is written, by number. A release that writes one otherwise counts it up. Lists and sessions are
 * not among them: lists are made anew.
 */
const formats = { blocks: 1, state: 1, contents: 1, snapshots: 1 } as const

const fileName = 'formats.json'

type Written = { readonly program: string; readonly formats: { readonly [kind: string]: number } }

/**
 * Refuses what a newer program has written, before any of it is read: what looks like damage there may be a form that this one does not
 * know. A folder without the file is of the first forms.
 * @throws {NodeError} data-format with the version that it needs, data-format-unreadable
 */
export async function assertFormats(data: string): Promise<void> {
  const written = await findWritten(data)
  if (written === null) return
  const known: { readonly [kind: string]: number } = formats
  for (const [kind, format] of Object.entries(written.formats))
    if (format > (known[kind] ?? 0))
      throw new NodeError({ code: 'data-format', kind, format, known: known[kind] ?? 0, needs: written.program })
}

/** Says how this program writes, unless it says so already. The folder is locked, and `assertFormats` has let it pass. */
export async function writeFormats(data: string, program: string): Promise<void> {
  const written = await findWritten(data)
  const isSame = written !== null && Object.entries(formats).every(([kind, format]) => written.formats[kind] === format)
  if (!isSame) await writeDurably(data, fileName, `${JSON.stringify({ program, formats })}\n`)
}

/** Null where there is none. */
async function findWritten(data: string): Promise<Written | null> {
  const text = await readFile(join(data, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new NodeError({ code: 'data-format-unreadable' }, { cause: error })
  })
  if (text === null) return null
  try {
    const { program, formats: found } = JSON.parse(text) as Partial<Written>
    const numbers = Object.values(found ?? { none: 0 })
    if (typeof program === 'string' && numbers.every((format) => Number.isSafeInteger(format) && format > 0))
      return { program, formats: found! }
  } catch {}
  throw new NodeError({ code: 'data-format-unreadable' })
}
