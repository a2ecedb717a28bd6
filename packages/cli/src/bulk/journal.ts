import { type FileHandle, open } from 'node:fs/promises'
import { parseTransaction, sha256, type Transaction, toBase64, toHex } from '@gongshi/protocol'
import { CliError } from '../errors.ts'

/** What one line of the file became; `transaction` while its end is not known. */
export type KnownLine = {
  readonly hash: string
  readonly transaction?: Transaction
  readonly isCommitted: boolean
}

type Head = { readonly chainId: string; readonly affair: string; readonly action: string }
type Entry = {
  readonly line: number
  readonly hash: string
  readonly transaction?: string
  readonly index?: number
  readonly height?: number
  readonly outcome?: string
  readonly code?: string
}

const format = 'gongshi/bulk/1'

/**
 * What a run of many acts has signed and what became of it, as JSON lines: each line's bytes before they are sent for
 * the first time, and its end. A run that was killed goes on from there, with the very same bytes: no act twice.
 */
export class BulkJournal {
  readonly #path: string
  readonly #file: FileHandle
  readonly known: ReadonlyMap<number, KnownLine>

  private constructor(path: string, file: FileHandle, known: ReadonlyMap<number, KnownLine>) {
    this.#path = path
    this.#file = file
    this.known = known
  }

  /** @throws {CliError} cli-file-unwritable, cli-journal-differs */
  static async open(path: string, head: Head): Promise<BulkJournal> {
    const file = await open(path, 'a+', 0o600).catch((cause: unknown) => {
      throw new CliError({ code: 'cli-file-unwritable', path }, { cause })
    })
    try {
      const journal = new BulkJournal(path, file, await readKnown(path, file, head))
      const { size } = await file.stat()
      // What a kill cut off is a line of its own, which says nothing.
      await journal.#append(size === 0 ? [JSON.stringify({ format, ...head })] : [''])
      return journal
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** On the disk before it returns. */
  async signed(lines: readonly { line: number; hash: string; transaction: Transaction }[]): Promise<void> {
    await this.#append(
      lines.map(({ transaction, ...line }) =>
        JSON.stringify({ ...line, txId: toHex(transaction.txId), transaction: toBase64(transaction.transaction) }),
      ),
    )
  }

  async ended(lines: readonly Entry[]): Promise<void> {
    await this.#append(lines.map((line) => JSON.stringify(line)))
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  async #append(lines: readonly string[]): Promise<void> {
    try {
      await this.#file.appendFile(lines.map((line) => `${line}\n`).join(''))
      await this.#file.datasync()
    } catch (cause) {
      throw new CliError({ code: 'cli-file-unwritable', path: this.#path }, { cause })
    }
  }
}

/** Names what a line says, so that another line in its place is found. */
export function lineHash(text: string): string {
  return toHex(sha256(new TextEncoder().encode(text)).subarray(0, 16))
}

async function readKnown(path: string, file: FileHandle, head: Head): Promise<Map<number, KnownLine>> {
  const known = new Map<number, KnownLine>()
  let isFirst = true
  for await (const text of file.readLines({ start: 0, autoClose: false })) {
    const entry = parseLine(text)
    if (isFirst) {
      const { chainId, affair, action } = (entry ?? {}) as Partial<Head>
      if (chainId !== head.chainId || affair !== head.affair || action !== head.action)
        throw new CliError({ code: 'cli-journal-differs', path })
      isFirst = false
    } else if (entry !== null) learn(known, entry as Entry)
  }
  return known
}

function learn(known: Map<number, KnownLine>, { line, hash, transaction, index }: Entry): void {
  if (transaction !== undefined)
    known.set(line, { hash, transaction: parseTransaction(Buffer.from(transaction, 'base64')), isCommitted: false })
  // Refused before it came into the ledger: the next run signs it anew.
  else if (index === undefined) known.delete(line)
  else known.set(line, { hash, isCommitted: true })
}

/** Null for what a kill left half written. */
function parseLine(text: string): object | null {
  try {
    return JSON.parse(text) as object
  } catch {
    return null
  }
}
