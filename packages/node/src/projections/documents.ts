import { hexName } from '@gongshi/protocol'
import { type PublicDocument, publicDocument } from '../masking/publicDocument.ts'
import { packBytes, unpackBytes } from './batch.ts'
import type { WriteDatabase } from './database/database.ts'
import type { Declarations } from './declarations.ts'
import { describeAgain, findContents, inParts, rowsNaming, type Within, writeContents } from './describe.ts'
import type { ContentBatch, ContentBytes, ContentsAsked } from './documentSource.ts'
import type { NewRow } from './rows.ts'
import { contentValue } from './sortValue.ts'
import { forgetSpelled } from './spelling.ts'
import type { ContentRow } from './tables.ts'

/** What is asked of the thread that has the contents. */
export type ContentCalls = {
  contents(asked: { readonly generation: number; readonly isFirst: boolean }): Promise<ContentBatch>
  contentBytes(asked: ContentsAsked): Promise<ContentBytes>
}

type Needs = {
  readonly generation: number
  readonly database: WriteDatabase
  readonly declarations: Declarations
  /** Of the fields that name documents. */
  readonly scopes: readonly number[]
  readonly contents: ContentCalls
}

/** Contents whose words go into one transaction, at most. */
const mostAtOnce = 50
/** What is read of contents in one go, for the rows that come with them. UTF-16 units, about. */
const mostText = 4 * 2 ** 20

/**
 * Keeps in a generation the public texts of the contents that its rows name: from when both the row and the content are
 * there until the content goes. What the ledger orders to be erased goes with the entry that orders it (`take`), and is
 * never taken in again.
 */
export class Documents {
  readonly #needs: Needs
  readonly #scopes: readonly number[]
  /** Held as far as is known, and named by a row; in hex. */
  readonly #wanted = new Set<string>()
  #hasBegun = false
  #isDone = false
  #changes = 0

  constructor(needs: Needs) {
    this.#needs = needs
    this.#scopes = needs.scopes
  }

  /** Nothing that was held when last asked waits to be taken in. */
  get isDone(): boolean {
    return this.#isDone && this.#wanted.size === 0
  }

  /** Another number after each change that answers can tell. */
  get changes(): number {
    return this.#changes
  }

  /** Rows name these, which were held before. */
  want(commitments: readonly Uint8Array[]): void {
    for (const commitment of commitments) this.#wanted.add(hexName(commitment))
  }

  /** Does a part of what there is to do; true when nothing is left. `erased`: something was taken out. */
  async step(): Promise<{ readonly isDone: boolean; readonly erased: boolean }> {
    let erased = false
    if (this.#wanted.size > 0) erased = await this.#takeIn()
    else await this.#ask()
    return { isDone: this.isDone, erased }
  }

  async #ask(): Promise<void> {
    const isFirst = !this.#hasBegun
    const { generation, contents } = this.#needs
    const { bytes, isScan, isLast } = await contents.contents({ generation, isFirst })
    this.#hasBegun = true
    this.#isDone = isLast
    const commitments = unpackBytes(bytes) as Uint8Array[]
    for (const part of inParts(commitments)) await this.#note(part, isScan)
  }

  /** Writes down that they may be held, and wants those that rows name. */
  async #note(commitments: readonly Uint8Array[], isScan: boolean): Promise<void> {
    const { database } = this.#needs
    await database.db.transaction().execute(async (within) => {
      const known = new Map((await findContents(within, commitments)).map((row) => [hexName(row.hash), row]))
      const isOpen = (row: Pick<ContentRow, 'text'> | undefined) =>
        row === undefined || row.text === null || !(isScan || row.text === '')
      const open = commitments.filter((commitment) => isOpen(known.get(hexName(commitment))))
      const fresh = open.filter((commitment) => !known.has(hexName(commitment)))
      await database.insert(
        within,
        'content',
        fresh.map((hash) => ({ hash, text: null, release: null })),
      )
      this.want(await this.#named(within, open))
    })
  }

  async #named(within: Within, commitments: readonly Uint8Array[]): Promise<Uint8Array[]> {
    if (commitments.length === 0 || this.#scopes.length === 0) return []
    const rows = await within
      .selectFrom('indexed')
      .select('value')
      .distinct()
      .where('scope', 'in', this.#scopes)
      .where('value', 'in', commitments.map(contentValue))
      .execute()
    return rows.map(({ value }) => value.subarray(1))
  }

  /** Their texts, in the rows that name them; out of those of contents that are not held any more. */
  async #takeIn(): Promise<boolean> {
    const texts = await this.#read([...this.#wanted].slice(0, mostAtOnce).map(bytesOfHex), false)
    const erased = await this.#writeAll(texts)
    for (const { hash } of texts) this.#wanted.delete(hexName(hash))
    this.#changes++
    return erased
  }

  /**
   * What the contents say that these rows name, of those that are held: for whoever is about to write the rows, so that their words are
   * written once. What is not among them comes by `step`, as does what could not be written and is wanted again.
   */
  async heldOf(rows: readonly NewRow[]): Promise<ContentRow[]> {
    const ids = new Set(rows.flatMap(({ searched }) => searched.contents.map(hexName)))
    const asked = [...ids].map(bytesOfHex)
    const held: ContentRow[] = []
    let units = 0
    for (let at = 0; at < asked.length && units < mostText; ) {
      const read = await this.#read(asked.slice(at), true)
      at += read.length
      for (const row of read) {
        if (row.text === null) continue
        units += row.text.length + (row.release?.length ?? 0)
        held.push(row)
      }
    }
    return held
  }

  /** From the first one on, as many as one answer takes; a text of null: it is not held. */
  async #read(asked: readonly Uint8Array[], ifAtHand: boolean): Promise<ContentRow[]> {
    const { generation, contents } = this.#needs
    const { counts, bytes } = await contents.contentBytes({ bytes: packBytes(asked), generation, ifAtHand })
    const parts = unpackBytes(bytes) as Uint8Array[]
    let at = 0
    return counts.map((count, place): ContentRow => {
      const members = parts.slice(at, at + 2 * (count ?? 0))
      at += members.length
      return { hash: asked[place]!, ...(count === null ? { text: null, release: null } : readable(members)) }
    })
  }

  /** One that cannot be written is found by no words, and the others are. */
  async #writeAll(texts: readonly ContentRow[]): Promise<boolean> {
    try {
      return await this.#write(texts)
    } catch (error) {
      forgetSpelled(this.#needs.database)
      if (this.#needs.database.judge(error) !== 'row') throw error
      let erased = false
      if (texts.length === 1) return this.#write(texts.map(({ hash }) => ({ hash, text: '', release: null })))
      for (const each of texts) erased = (await this.#writeAll([each])) || erased
      return erased
    }
  }

  /** @returns whether something was taken out */
  async #write(given: readonly ContentRow[]): Promise<boolean> {
    const { database, declarations } = this.#needs
    return database.db.transaction().execute(async (within) => {
      const known = await findContents(
        within,
        given.map(({ hash }) => hash),
      )
      const old = new Map(known.map(({ hash, text }) => [hexName(hash), text]))
      const before = ({ hash }: ContentRow) => old.get(hexName(hash)) ?? null
      const open = given.filter((each) => before(each) !== '')
      const changed = open.filter((each) => before(each) !== each.text)
      const hashes = changed.map(({ hash }) => hash)
      await writeContents(database, within, open)
      await describeAgain(database, declarations, within, await rowsNaming(within, this.#scopes, hashes))
      const erased = changed.some((each) => before(each) !== null)
      if (erased) await within.updateTable('progress').set({ unscrubbed: 1 }).execute()
      return erased
    })
  }
}

/** `members`: path and bytes in turn. Of whatever nothing can be made, nothing is found by its words. */
function readable(members: readonly Uint8Array[]): PublicDocument {
  const read = Array.from({ length: members.length / 2 }, (_, at) => ({
    path: Buffer.from(members[2 * at]!).toString(),
    bytes: members[2 * at + 1]!,
  }))
  try {
    return publicDocument(read)
  } catch {
    return { text: '', release: null }
  }
}

function bytesOfHex(id: string): Uint8Array {
  return new Uint8Array(Buffer.from(id, 'hex'))
}
