import {
  type AffairDeclaration,
  type AnswerMeans,
  answersOf,
  articleSentences,
  encodeValue,
  type Fields,
  formLayout,
  type Json,
  KitError,
  type Value,
  valueFromJson,
  valueToJson,
} from '@gongshi/affair-kit'
import { affairTexts } from '@gongshi/affairs'
import { minorUnitDigits } from '@gongshi/ocds'
import type { ActFormData } from '@gongshi/portal'
import type { Lang } from '@gongshi/ui'
import type { AffairBook } from '../../affairBook.ts'
import { NodeError } from '../../errors.ts'
import { parseRowKey } from '../../http/rowKey.ts'
import type { Projections } from '../../projections/projections.ts'
import { clauseOf } from '../clauses.ts'

type Needs = { readonly affairs: AffairBook; readonly views: Pick<Projections, 'history'> }

/** `id`: the row that the act is about, as views name it; `input`: JSON of members that are known already. */
export type AskedForm = {
  readonly affair: string
  readonly action: string
  readonly id?: string
  readonly input?: string
}

/**
 * The form of an action that somebody signs, filled in as far as the row and the address say. What does not fit is left
 * out: an address is no more than a proposal.
 * @throws {NodeError} record-unknown
 */
export async function actFormData(
  { affairs, views }: Needs,
  { affair, action, id, input }: AskedForm,
  lang: Lang,
  utcOffsetMinutes: number,
): Promise<ActFormData> {
  const declaration = affairs.find(affair)
  const texts = affairTexts[affair]?.[lang]
  const declared = declaration && Object.hasOwn(declaration.actions, action) ? declaration.actions[action] : undefined
  if (declaration === undefined || texts === undefined || declared?.signers === undefined)
    throw new NodeError({ code: 'record-unknown' })
  const layout = formLayout(declaration, texts, lang, action)
  const fields: Fields = Object.fromEntries(layout.fields.map(({ name, kind }) => [name, kind]))
  const row = id === undefined || declared.on === undefined ? {} : await rowValues(views, declaration, declared.on, id)
  const known = { ...row, ...parsed(input) }
  const means: AnswerMeans = { digits: minorUnitDigits, utcOffsetMinutes }
  const answers = answersOf(fields, fitting(fields, known), means)
  const rules = articleSentences(declaration, texts, lang, action)
  return { layout, answers, clause: clauseOf(affair, declared.basis), rules, utcOffsetMinutes }
}

/** The row's id, and its fields as the act would find them: texts stand there as hashes, and a commitment is to be made anew. */
async function rowValues(
  views: Needs['views'],
  { name: affair, entities }: AffairDeclaration,
  entity: string,
  id: string,
): Promise<{ readonly [name: string]: Json }> {
  const { key, bytes } = keyOf(id)
  const { rows } = await views.history({ affair, entity, key: bytes })
  const row = rows.at(-1)
  if (row === undefined) throw new NodeError({ code: 'record-unknown' })
  const kinds = entities[entity]!.fields
  const kept = Object.entries(row.fields).filter(([name]) => kinds[name]?.kind !== 'commitment')
  return { ...Object.fromEntries(kept), [entity]: valueToJson({ kind: 'ref', entity }, key as Value) }
}

function keyOf(id: string) {
  try {
    return parseRowKey(id)
  } catch {
    throw new NodeError({ code: 'record-unknown' })
  }
}

function parsed(input: string | undefined): { readonly [name: string]: Json } {
  try {
    const json = JSON.parse(input ?? '{}') as Json
    return json !== null && typeof json === 'object' && !Array.isArray(json) ? (json as { [name: string]: Json }) : {}
  } catch {
    return {}
  }
}

function fitting(fields: Fields, known: { readonly [name: string]: Json }): { readonly [name: string]: Value } {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, kind]) => {
      if (!Object.hasOwn(known, name)) return []
      try {
        const value = valueFromJson(kind, known[name]!)
        encodeValue(kind, value)
        return [[name, value] as const]
      } catch (error) {
        if (error instanceof KitError) return []
        throw error
      }
    }),
  )
}
