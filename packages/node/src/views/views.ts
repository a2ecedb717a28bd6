import {
  type AffairDeclaration,
  decodeInputFields,
  decodeValue,
  inputFields,
  type Json,
  type Kind,
  storedKind,
  textHash,
  valueToJson,
} from '@gongshi/affair-kit'
import type { LedgerReads } from '@gongshi/ledger'
import {
  type Cbor,
  type DueLeaf,
  encodeCbor,
  fromHex,
  parseBody,
  parseLeaf,
  parseSigned,
  type TxLeaf,
} from '@gongshi/protocol'
import type { AffairBook } from '../affairBook.ts'
import { type ListQuery, type Progress, type Revision, ViewStore } from './viewStore.ts'

/** A revision for people: public texts in place of their hashes, unless they were erased. */
export type ViewRow = Omit<Revision, 'fields' | 'organ' | 'latest'> & {
  readonly fields: { readonly [name: string]: Json }
}

type Source = Pick<LedgerReads, 'findEntry' | 'logSize' | 'state'>

/** Entries taken in at one go: the loop is shared with the commit path. */
const chunk = 256
/** Between two takings-in of what comes in one by one, since each costs a commit of the database. */
const pauseMs = 50
/** After a rest, or when it has fallen behind. */
const shortPauseMs = 5

/**
 * The rows of every affair as they were and are, projected from the log: each entry once, in order, and the whole
 * rebuildable. Never on the commit path: it follows at its own pace and says how far it has come.
 */
export class Views {
  readonly #store: ViewStore
  readonly #source: Source
  readonly #affairs: AffairBook
  readonly #onFault: (error: unknown) => void
  readonly #texts = new WeakMap<AffairDeclaration, Map<string, TextFields>>()
  #timer: NodeJS.Timeout | null = null
  #tookInAt = Number.NEGATIVE_INFINITY

  constructor(path: string, source: Source, affairs: AffairBook, onFault: (error: unknown) => void) {
    this.#store = new ViewStore(path)
    this.#source = source
    this.#affairs = affairs
    this.#onFault = onFault
    if (this.#store.progress().entries > source.logSize()) this.#store.clear()
  }

  progress(): Progress {
    return this.#store.progress()
  }

  /** Takes in what was committed, soon. */
  wake(): void {
    this.#schedule(performance.now() - this.#tookInAt > pauseMs ? shortPauseMs : pauseMs)
  }

  #schedule(waitMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#tookInAt = performance.now()
      try {
        if (this.catchUp(chunk)) this.#schedule(shortPauseMs)
      } catch (error) {
        this.#onFault(error)
      }
    }, waitMs)
  }

  /** Takes in at most so many entries; true when more are left. */
  catchUp(limit: number): boolean {
    const { entries } = this.#store.progress()
    const end = Math.min(this.#source.logSize(), entries + limit)
    if (end === entries) return false
    const leaves = Array.from({ length: end - entries }, (_, at) => this.#source.findEntry(entries + at)!)
    const height = parseLeaf(leaves.at(-1)!.leaf).height
    this.#store.take({ entries: end, height }, () => {
      for (const { index, leaf, body, signed } of leaves) this.#project(index, leaf, body, signed)
    })
    return end < this.#source.logSize()
  }

  list(query: ListQuery): ViewRow[] {
    return this.#present(this.#store.list(query))
  }

  history(affair: string, entity: string, key: Uint8Array): ViewRow[] {
    return this.#present(this.#store.history(affair, entity, key))
  }

  changes(entry: number): ViewRow[] {
    return this.#present(this.#store.changes(entry))
  }

  eraseTexts(entry: number): void {
    this.#store.eraseTexts(entry)
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#store.close()
  }

  #project(index: number, leafBytes: Uint8Array, body: Uint8Array | null, signed: Uint8Array | null): void {
    const leaf = parseLeaf(leafBytes)
    if ((leaf.kind !== 'tx' && leaf.kind !== 'due') || leaf.outcome[0] !== 'ok') return
    const declaration = this.#affairs.find(leaf.affair, leaf.version)
    if (declaration === undefined) return
    for (const event of leaf.outcome[1]) this.#projectEvent(index, leaf, event)
    if (leaf.kind !== 'tx' || !body || !signed) return
    const fields = this.#textFields(declaration, leaf.action)
    if (fields !== null) this.#projectTexts(index, fields, parseBody(body, parseSigned(signed)))
  }

  #projectEvent(index: number, leaf: TxLeaf | DueLeaf, event: Cbor): void {
    const change = rowChange(leaf.affair, event)
    if (change === null) return
    const { affair, entity, key, revision, status } = change
    const row = this.#readRow(affair, entity, key, revision)
    if (row === null) return
    this.#store.addRevision({
      affair,
      entity,
      key: encodeCbor(key),
      revision,
      status,
      fields: JSON.stringify(row),
      action: leaf.action,
      entry: index,
      height: leaf.height,
      time: leaf.time,
      organ: organOf(row),
      latest: 1,
    })
  }

  /** The row as it was at a revision: the current one, or what its history keeps. */
  #readRow(affair: string, entity: string, key: Cbor, revision: number): { readonly [name: string]: Json } | null {
    const current = this.#source.state(affair, `entity/${entity}`, key) as RowValue | undefined
    if (current !== undefined && revisionOf(current) === revision) return this.#rowToJson(affair, entity, current)
    const past = this.#source.state(affair, `history/${entity}`, [key, revision]) as readonly Cbor[] | undefined
    return past === undefined ? null : this.#rowToJson(affair, entity, past[3] as RowValue)
  }

  #rowToJson(affair: string, entity: string, row: RowValue): { readonly [name: string]: Json } {
    const version = Array.isArray(row[0]) ? (row[0][1] as number) : 1
    const fields = Object.entries(this.#affairs.find(affair, version)!.entities[entity]!.fields)
    return Object.fromEntries(
      fields.map(([name, kind], at) => {
        const stored = storedKind(kind)
        return [name, valueToJson(stored, decodeValue(stored, row[at + 2]!, name))]
      }),
    )
  }

  #projectTexts(index: number, fields: TextFields, body: { salt: Uint8Array; input: Uint8Array }): void {
    const values = decodeInputFields(fields, body.input)
    for (const { name, kind } of fields)
      forEachText(kind, values[name]!, `input.${name}`, (path, text) =>
        this.#store.addText(textHash(body.salt, path, text), text, index),
      )
  }

  /** PERF: most actions take no public text, and then the body need not be opened. */
  #textFields(declaration: AffairDeclaration, action: string): TextFields | null {
    let actions = this.#texts.get(declaration)
    if (actions === undefined) {
      actions = new Map()
      this.#texts.set(declaration, actions)
    }
    let fields = actions.get(action)
    if (fields === undefined) {
      const declared = inputFields(declaration, action)
      fields = declared.some(({ kind }) => holdsText(kind)) ? declared : []
      actions.set(action, fields)
    }
    return fields.length === 0 ? null : fields
  }

  #present(revisions: readonly Revision[]): ViewRow[] {
    return revisions.map(({ fields, organ: _organ, latest: _latest, ...rest }) => {
      const kinds = this.#affairs.find(rest.affair)?.entities[rest.entity]?.fields ?? {}
      const values = JSON.parse(fields) as { readonly [name: string]: Json }
      const shown = Object.entries(values).map(([name, value]) => [name, this.#withTexts(kinds[name], value)])
      return { ...rest, fields: Object.fromEntries(shown) }
    })
  }

  #withTexts(kind: Kind | undefined, value: Json): Json {
    if (kind === undefined || value === null) return value
    if (kind.kind === 'option') return this.#withTexts(kind.of, value)
    if (kind.kind === 'list') return (value as readonly Json[]).map((item) => this.#withTexts(kind.of, item))
    if (kind.kind !== 'text') return value
    return this.#store.findText(fromHex(value as string)) ?? null
  }
}

type RowValue = readonly Cbor[]
/** "scheme/id" of a row's own organ, by which its rows are listed. */
function organOf({ organ }: { readonly [name: string]: Json }): string | null {
  const { scheme, id } = (organ ?? {}) as { readonly scheme?: Json; readonly id?: Json }
  return typeof scheme === 'string' && typeof id === 'string' ? `${scheme}/${id}` : null
}

type TextFields = ReturnType<typeof inputFields>

function holdsText(kind: Kind): boolean {
  if (kind.kind === 'option' || kind.kind === 'list') return holdsText(kind.of)
  return kind.kind === 'record' ? Object.values(kind.fields).some(holdsText) : kind.kind === 'text'
}

function revisionOf(row: RowValue): number {
  return (Array.isArray(row[0]) ? row[0][0] : row[0]) as number
}

/** The default event of a changed row; a row of a called affair stands under `affair/entity`. */
function rowChange(own: string, event: Cbor) {
  if (!Array.isArray(event) || event.length !== 6 || typeof event[0] !== 'string' || typeof event[3] !== 'number')
    return null
  const [name, key, , revision, , status] = event as [string, Cbor, string, number, string | null, string]
  const [affair, entity] = name.includes('/') ? (name.split('/') as [string, string]) : [own, name]
  return { affair, entity, key, revision, status }
}

function forEachText(kind: Kind, value: unknown, path: string, take: (path: string, text: string) => void): void {
  if (value === null) return
  if (kind.kind === 'text') take(path, value as string)
  else if (kind.kind === 'option') forEachText(kind.of, value, path, take)
  else if (kind.kind === 'list')
    for (const [at, item] of (value as readonly unknown[]).entries()) forEachText(kind.of, item, `${path}[${at}]`, take)
  else if (kind.kind === 'record')
    for (const [name, field] of Object.entries(kind.fields))
      forEachText(field, (value as { readonly [name: string]: unknown })[name], `${path}.${name}`, take)
}
