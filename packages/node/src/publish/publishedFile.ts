import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'

/** A tree head that this node showed: `height` is the block whose end it is, `note` its checkpoint with whoever has signed. */
export type Head = { readonly height: number; readonly size: number; readonly note: string }

/** The newest one that anybody was shown, and the newest that a quorum of witnesses has cosigned. */
export type Published = Head & { readonly cosigned: Head | null }

const fileName = 'published.json'

/** What was shown before; null on a new ledger. @throws {NodeError} published-unreadable: without it a rollback could pass */
export async function readPublished(folder: string): Promise<Published | null> {
  let text: string
  try {
    text = await readFile(join(folder, fileName), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    const json = JSON.parse(text) as Partial<Published>
    const head = headFrom(json)
    const cosigned = json.cosigned == null ? null : headFrom(json.cosigned)
    if (head !== null && (json.cosigned == null || cosigned !== null)) return { ...head, cosigned }
  } catch {}
  throw new NodeError({ code: 'published-unreadable' })
}

function headFrom({ height, size, note }: Partial<Head>): Head | null {
  const isHead = Number.isSafeInteger(height) && Number.isSafeInteger(size) && typeof note === 'string'
  return isHead ? { height: height!, size: size!, note: note! } : null
}

export async function writePublished(folder: string, published: Published): Promise<void> {
  await writeDurably(folder, fileName, `${JSON.stringify(published)}\n`)
}
