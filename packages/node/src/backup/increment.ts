import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Genesis } from '@gongshi/ledger'
import { equalBytes } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { type Begin, type End, type Increment, parseRecord } from './records.ts'
import { isSigned } from './signed.ts'
import { type BackupWriter, damaged, readBackup } from './stream.ts'

const chunkBytes = 2 ** 20

/** A file of contents as a backup leads to it. */
type Known = { readonly size: number; readonly sha256: Uint8Array }

/** What an increment builds upon. `files`: by their path in the data folder. */
export type Base = {
  readonly digest: Uint8Array
  readonly height: number
  readonly files: ReadonlyMap<string, Known>
}

/**
 * Reads a backup, whole or an increment, and checks all of it, so that nothing is built on one that is damaged.
 * @throws {NodeError} backup-since-foreign, backup-damaged, backup-unreadable, backup-format
 */
export async function readBase(path: string, genesis: Genesis, identities: readonly string[]): Promise<Base> {
  const files = new Map<string, Known>()
  let begin: Begin | Increment | null = null
  let hash = createHash('sha256')
  let size = 0
  let end: { readonly record: End; readonly digest: Uint8Array } | null = null
  for await (const each of readBackup(path, identities)) {
    const parsed = parseRecord(each)
    if (parsed.kind === 'begin' || parsed.kind === 'increment') begin = parsed
    else if (parsed.kind === 'sum') files.set(parsed.name, parsed)
    else if (parsed.kind === 'end') end = { record: parsed, digest: each.before }
    else if (parsed.kind === 'file' && begin?.kind === 'begin') {
      hash.update(parsed.bytes)
      size += parsed.bytes.length
      if (!parsed.isLast) continue
      files.set(parsed.name, { size, sha256: hash.digest() })
      hash = createHash('sha256')
      size = 0
    }
  }
  if (begin === null || end === null) throw damaged({ file: path, position: 0 }, 'cut-short')
  if (!isSigned(genesis, begin, end.digest, end.record)) throw new NodeError({ code: 'backup-since-foreign' })
  return { digest: end.digest, height: end.record.height, files }
}

/**
 * What a file has beyond what the base knows of it: the beginning is kept where it is still the same, what follows comes in pieces, then
 * the sum of the whole. A file that is not there, or no longer, is none: it is gone after a restore, too.
 */
export async function addGrown(
  writer: BackupWriter,
  data: string,
  name: string,
  known: Known | undefined,
): Promise<void> {
  const file = await open(join(data, name), 'r').catch(() => null)
  if (file === null) return
  try {
    const { size, mode } = await file.stat()
    const chunks = (from: number, to: number) => piecesOf(file, from, to)
    let hash = createHash('sha256')
    if (known !== undefined && known.size <= size) for await (const bytes of chunks(0, known.size)) hash.update(bytes)
    const isKept = known !== undefined && equalBytes(hash.copy().digest(), known.sha256)
    if (!isKept) hash = createHash('sha256')
    let at = isKept ? known.size : 0
    if (isKept) await writer.add(['keep', name, known.size])
    if (at < size || !isKept)
      for await (const bytes of chunks(at, size)) {
        hash.update(bytes)
        at += bytes.length
        await writer.add(['file', name, mode & 0o777, bytes, at === size])
      }
    await writer.add(['sum', name, at, new Uint8Array(hash.digest())])
  } finally {
    await file.close()
  }
}

type Handle = Awaited<ReturnType<typeof open>>

/** At least one, empty where there is nothing. */
async function* piecesOf(file: Handle, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from, isFirst = true; at < to || isFirst; isFirst = false) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(chunkBytes, to - at)), { position: at })
    at = bytesRead === 0 ? to : at + bytesRead
    yield new Uint8Array(buffer.subarray(0, bytesRead))
  }
}
