import { type AffairDeclaration, decodeInputFields, inputFields, type Kind, textHash } from '@gongshi/affair-kit'
import {
  type Cbor,
  type DueLeaf,
  encodeCbor,
  type Leaf,
  parseBody,
  parseLeaf,
  parseSigned,
  type TxLeaf,
} from '@gongshi/protocol'
import { erasureOrders } from '../erase/erasureOrders.ts'
import type { Declarations } from './declarations.ts'
import type { TextRow } from './tables.ts'

/** An entry as the ledger keeps it. */
export type EntryBytes = {
  readonly index: number
  readonly leaf: Uint8Array
  readonly signed: Uint8Array | null
  readonly body: Uint8Array | null
}

/** A row that an entry has changed, as its event names it. */
export type RowChange = {
  /** Place of the event in the entry. */
  readonly at: number
  readonly affair: string
  readonly entity: string
  /** Canonical CBOR of the row's id. */
  readonly key: Uint8Array
  readonly revision: number
  readonly status: string
}

/** All that an entry means for the projections. */
export type EntryChanges = {
  readonly index: number
  readonly height: number
  readonly time: number
  readonly action: string
  /** Whether it was carried out or refused; null: it is no act. */
  readonly act: { readonly affair: string; readonly action: string; readonly isDone: boolean } | null
  readonly rows: readonly RowChange[]
  /** Ids of the keys that signed it, each once. */
  readonly signers: readonly Uint8Array[]
  readonly texts: readonly TextRow[]
  /** Entries whose public texts are to go. */
  readonly erased: readonly number[]
  /** Contents whose public texts are to go. */
  readonly erasedContents: readonly Uint8Array[]
}

export function changesOf(entry: EntryBytes, declarations: Declarations): EntryChanges {
  const leaf = parseLeaf(entry.leaf)
  const { height, time } = leaf
  const signers = leaf.kind === 'tx' ? leaf.signers : []
  const nothing = { rows: [], texts: [], erased: [], erasedContents: [] }
  const came = { index: entry.index, height, time, action: '', act: actOf(leaf), signers }
  if ((leaf.kind !== 'tx' && leaf.kind !== 'due') || leaf.outcome[0] !== 'ok') return { ...came, ...nothing }
  const declaration = declarations.find(leaf.affair, leaf.version)
  if (declaration === undefined) return { ...came, ...nothing }
  const rows = leaf.outcome[1]
    .flatMap((event, at) => rowChange(leaf, event, at))
    .filter(({ affair, entity }) => Object.hasOwn(declarations.find(affair)?.entities ?? {}, entity))
  const orders = erasureOrders(leaf)
  const erased = orders.flatMap(({ entry: of }) => (of === null ? [] : [of]))
  const erasedContents = orders.flatMap(({ content }) => (content === null ? [] : [content]))
  const texts = leaf.kind === 'tx' ? textsOf(entry, leaf, declaration) : []
  return { ...came, action: leaf.action, rows, texts, erased, erasedContents }
}

function actOf(leaf: Leaf): EntryChanges['act'] {
  if (leaf.kind !== 'tx' && leaf.kind !== 'due') return null
  return { affair: leaf.affair, action: leaf.action, isDone: leaf.outcome[0] === 'ok' }
}

/** The default event of a changed row is told by its form and its name, an entity's; a row of a called affair stands under `affair/entity`. */
function rowChange(leaf: TxLeaf | DueLeaf, event: Cbor, at: number): RowChange[] {
  if (!Array.isArray(event) || event.length !== 6 || typeof event[0] !== 'string' || typeof event[3] !== 'number')
    return []
  const [name, key, , revision, , status] = event as [string, Cbor, string, number, string | null, string]
  const [affair, entity] = name.includes('/') ? (name.split('/') as [string, string]) : [leaf.affair, name]
  return [{ at, affair, entity, key: encodeCbor(key), revision, status }]
}

type TextFields = ReturnType<typeof inputFields>

// PERF: most actions take no public text, and then the body need not be opened.
const textFields = new WeakMap<AffairDeclaration, Map<string, TextFields>>()

function textFieldsOf(declaration: AffairDeclaration, action: string): TextFields {
  let actions = textFields.get(declaration)
  if (actions === undefined) {
    actions = new Map()
    textFields.set(declaration, actions)
  }
  let fields = actions.get(action)
  if (fields === undefined) {
    const declared = inputFields(declaration, action)
    fields = declared.some(({ kind }) => holdsText(kind)) ? declared : []
    actions.set(action, fields)
  }
  return fields
}

function textsOf({ index, body, signed }: EntryBytes, leaf: TxLeaf, declaration: AffairDeclaration): TextRow[] {
  const fields = textFieldsOf(declaration, leaf.action)
  if (fields.length === 0 || body === null || signed === null) return []
  const { salt, input } = parseBody(body, parseSigned(signed))
  const values = decodeInputFields(fields, input)
  const texts: TextRow[] = []
  for (const { name, kind } of fields)
    forEachText(kind, values[name], `input.${name}`, (path, text) =>
      texts.push({ hash: textHash(salt, path, text), text, entry: index }),
    )
  return texts
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

export function holdsText(kind: Kind): boolean {
  if (kind.kind === 'option' || kind.kind === 'list') return holdsText(kind.of)
  return kind.kind === 'record' ? Object.values(kind.fields).some(holdsText) : kind.kind === 'text'
}
