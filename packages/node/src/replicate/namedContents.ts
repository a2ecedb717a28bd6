import { type AffairDeclaration, decodeInputFields, inputFields, type Kind } from '@gongshi/affair-kit'
import { parseBody, parseLeaf, parseSigned } from '@gongshi/protocol'
import type { AffairBook } from '../affairBook.ts'

type EntryBytes = { readonly leaf: Uint8Array; readonly signed: Uint8Array | null; readonly body: Uint8Array | null }

/**
 * The contents that an act names, by their commitments: what its declaration says are commitments in its input. None of a
 * refused act, of the ledger's own acts, and of an entry whose body was erased.
 */
export function namedContents(
  { leaf: bytes, signed, body }: EntryBytes,
  affairs: Pick<AffairBook, 'find'>,
): Uint8Array[] {
  if (signed === null || body === null) return []
  const leaf = parseLeaf(bytes)
  if (leaf.kind !== 'tx' || leaf.outcome[0] !== 'ok') return []
  const declaration = affairs.find(leaf.affair, leaf.version)
  const fields = declaration === undefined ? [] : fieldsNaming(declaration, leaf.action)
  if (fields.length === 0) return []
  const values = decodeInputFields(fields, parseBody(body, parseSigned(signed)).input)
  return fields.flatMap(({ name, kind }) => [...commitmentsOf(kind, values[name])])
}

type InputFields = ReturnType<typeof inputFields>

// PERF: most actions name no content, and then the body need not be opened.
const naming = new WeakMap<AffairDeclaration, Map<string, InputFields>>()

function fieldsNaming(declaration: AffairDeclaration, action: string): InputFields {
  const actions = naming.get(declaration) ?? new Map<string, InputFields>()
  naming.set(declaration, actions)
  let fields = actions.get(action)
  if (fields === undefined) {
    const declared = inputFields(declaration, action)
    fields = declared.some(({ kind }) => holdsCommitment(kind)) ? declared : []
    actions.set(action, fields)
  }
  return fields
}

function holdsCommitment(kind: Kind): boolean {
  if (kind.kind === 'option' || kind.kind === 'list') return holdsCommitment(kind.of)
  return kind.kind === 'record' ? Object.values(kind.fields).some(holdsCommitment) : kind.kind === 'commitment'
}

function* commitmentsOf(kind: Kind, value: unknown): Generator<Uint8Array> {
  if (value === null) return
  if (kind.kind === 'commitment') yield value as Uint8Array
  else if (kind.kind === 'option') yield* commitmentsOf(kind.of, value)
  else if (kind.kind === 'list') for (const item of value as readonly unknown[]) yield* commitmentsOf(kind.of, item)
  else if (kind.kind === 'record')
    for (const [name, field] of Object.entries(kind.fields))
      yield* commitmentsOf(field, (value as { readonly [name: string]: unknown })[name])
}
