import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'

/** The newest tree head that this node showed anybody: `height` is the block whose end it is. */
export type Published = { readonly height: number; readonly size: number; readonly note: string }

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
    const { height, size, note } = JSON.parse(text) as Partial<Published>
    if (Number.isSafeInteger(height) && Number.isSafeInteger(size) && typeof note === 'string')
      return { height: height!, size: size!, note }
  } catch {}
  throw new NodeError({ code: 'published-unreadable' })
}

export async function writePublished(folder: string, published: Published): Promise<void> {
  await writeDurably(folder, fileName, `${JSON.stringify(published)}\n`)
}
