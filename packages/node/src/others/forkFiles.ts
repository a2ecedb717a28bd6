import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GongshiError, parseCheckpoint, parseNote, sha256, toHex, utf8 } from '@gongshi/protocol'
import type { NodeFailure } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'

/** docs/protocol.md, “Checkpoints and the published log”: `gongshi verify` judges it. */
const format = 'gongshi/two-checkpoints/1'

/** That two members show different ledgers, by what both have signed: two tree heads of one size with different roots. */
export type Fork = {
  /** Under which name the other one publishes. */
  readonly origin: string
  /** Where it said so. */
  readonly portal: string
  /** Entries that both heads cover. */
  readonly size: number
  /** UnixMs. */
  readonly foundAt: number
  /** Signed notes (C2SP tlog-checkpoint). */
  readonly theirs: string
  readonly ours: string
}

/** Keeps it as a file of its own, one for each origin. Durable on return. */
export async function keepFork(folder: string, fork: Fork): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { theirs: smaller, ours: larger, ...found } = fork
  const root = toHex(parseCheckpoint(parseNote(larger).text).root)
  const file = { format, smaller, larger, root, proof: [], ...found }
  await writeDurably(folder, fileName(fork.origin), `${JSON.stringify(file, null, 2)}\n`)
}

/** Those that were found so far; whoever has cleared one up takes its file away. What is no such file is none. */
export async function readForks(folder: string): Promise<Fork[]> {
  const names = await readdir(folder).catch(() => [])
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readFile(join(folder, name), 'utf8')),
  )
  return texts.flatMap((text) => findFork(text) ?? [])
}

/** What the alarm says, with the file of the proof. */
export function forkFailure(
  folder: string,
  { portal: member, origin, size }: Fork,
): Extract<NodeFailure, { code: 'member-forked' }> {
  return { code: 'member-forked', member, origin, size, proof: join(folder, fileName(origin)) }
}

function findFork(text: string): Fork | null {
  try {
    const {
      format: form,
      portal,
      foundAt,
      smaller: theirs,
      larger: ours,
    } = JSON.parse(text) as Partial<Record<string, never>>
    const { origin, size } = parseCheckpoint(parseNote(theirs!).text)
    parseNote(ours!)
    const isFork = form === format && typeof portal === 'string' && Number.isSafeInteger(foundAt)
    return isFork ? { origin, portal, size, foundAt: foundAt!, theirs: theirs!, ours: ours! } : null
  } catch (error) {
    if (error instanceof GongshiError || error instanceof SyntaxError || error instanceof TypeError) return null
    throw error
  }
}

function fileName(origin: string): string {
  return `${toHex(sha256(utf8(origin))).slice(0, 16)}.json`
}
