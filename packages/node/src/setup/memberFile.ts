import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../files/writeDurably.ts'

const memberFile = 'member.json'

/** Under which name a node was made, for as long as its key is not listed on the ledger. */
export async function writeMemberFile(data: string, origin: string): Promise<void> {
  await writeDurably(data, memberFile, `${JSON.stringify({ origin })}\n`)
}

/** Null for a node that was made without one. */
export async function readMemberOrigin(data: string): Promise<string | null> {
  try {
    const { origin } = JSON.parse(await readFile(join(data, memberFile), 'utf8')) as { readonly origin?: unknown }
    return typeof origin === 'string' ? origin : null
  } catch {
    return null
  }
}
