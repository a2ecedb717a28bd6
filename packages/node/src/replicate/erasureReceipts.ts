import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromBase64, type SignedErasureReceipt, toBase64 } from '@gongshi/protocol'
import { writeDurably } from '../files/writeDurably.ts'
import type { Members } from './members.ts'

const fileName = 'erasure-receipts.json'

export type KeptReceipt = SignedErasureReceipt & { readonly origin: string; readonly bytes: Uint8Array }

/** Who has said, signed, that it has destroyed what an entry ordered to be destroyed. The first word of each member stays. */
export class ErasureReceipts {
  readonly #folder: string
  readonly #members: Members
  readonly #receipts: Map<number, Map<string, KeptReceipt>>
  /** The entries whose orders were carried out here, and of which some member has not said so. */
  readonly open = new Set<number>()
  #writing: Promise<void> = Promise.resolve()

  private constructor(folder: string, members: Members, receipts: Map<number, Map<string, KeptReceipt>>) {
    this.#folder = folder
    this.#members = members
    this.#receipts = receipts
    for (const entry of receipts.keys()) this.#note(entry)
  }

  static async open(folder: string, members: Members): Promise<ErasureReceipts> {
    return new ErasureReceipts(folder, members, await readReceipts(folder, members))
  }

  /** How many there are: another number after each that came. */
  get count(): number {
    let count = 0
    for (const given of this.#receipts.values()) count += given.size
    return count
  }

  of(entry: number): readonly KeptReceipt[] {
    return [...(this.#receipts.get(entry)?.values() ?? [])]
  }

  /** The members who have not said so. */
  waitingFor(entry: number): readonly string[] {
    const given = this.#receipts.get(entry)
    return this.#members.origins.filter((origin) => !given?.has(origin))
  }

  /** Keeps it, unless it is nobody's, or of another entry; durable on return. @throws {PeerError} peer-statement-malformed */
  async add(entry: number, bytes: Uint8Array): Promise<boolean> {
    const receipt = this.#members.receiptOf(bytes, entry)
    if (receipt === null) return false
    const given = this.#receipts.get(entry) ?? new Map<string, KeptReceipt>()
    if (given.has(receipt.origin)) return true
    given.set(receipt.origin, { ...receipt, bytes })
    this.#receipts.set(entry, given)
    this.#note(entry)
    await this.#write()
    return true
  }

  #note(entry: number): void {
    if (this.waitingFor(entry).length > 0) this.open.add(entry)
    else this.open.delete(entry)
  }

  /** One at a time: two would write the same file. */
  #write(): Promise<void> {
    const writing = this.#writing.then(() => {
      const all = [...this.#receipts].map(([entry, given]) => [
        entry,
        [...given.values()].map(({ bytes }) => toBase64(bytes)),
      ])
      return writeDurably(this.#folder, fileName, `${JSON.stringify({ receipts: Object.fromEntries(all) })}\n`)
    })
    this.#writing = writing.catch(() => undefined)
    return writing
  }
}

/** What the file says and the members' keys bear out. Lost or damaged, the others are asked again. */
async function readReceipts(folder: string, members: Members): Promise<Map<number, Map<string, KeptReceipt>>> {
  const read = new Map<number, Map<string, KeptReceipt>>()
  try {
    const { receipts } = JSON.parse(await readFile(join(folder, fileName), 'utf8')) as {
      readonly receipts: { readonly [entry: string]: readonly string[] }
    }
    for (const [entry, all] of Object.entries(receipts)) {
      const given = new Map<string, KeptReceipt>()
      for (const text of all) {
        const bytes = fromBase64(text)
        const receipt = members.receiptOf(bytes, Number(entry))
        if (receipt !== null) given.set(receipt.origin, { ...receipt, bytes })
      }
      read.set(Number(entry), given)
    }
    return read
  } catch {
    return read
  }
}
