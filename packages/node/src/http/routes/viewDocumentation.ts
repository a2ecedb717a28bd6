import type { AffairDeclaration, Kind } from '@gongshi/affair-kit'
import { affairTexts } from '@gongshi/affairs'
import { Type } from 'typebox'
import { viewFields } from '../../projections/viewFields.ts'
import { jsonOf } from '../documentation.ts'

const title = Type.Object({ zh: Type.String(), en: Type.String() })
const field = Type.Object({
  name: Type.String(),
  kind: jsonOf('As the declaration has it.'),
  title,
  filters: Type.Boolean({ description: 'Whether rows are filtered and sorted by it.' }),
  form: Type.Optional(Type.String({ description: 'How its value is written in a filter.' })),
})

export const viewsSchema = Type.Array(Type.Object({ view: Type.String(), title, fields: Type.Array(field) }), {
  description: 'What each view of the affair has.',
})

/** An affair's views for whoever reads them without its source: every field, its kind, its title. */
export function describeViews(declaration: AffairDeclaration) {
  const texts = affairTexts[declaration.name]
  return Object.entries(declaration.entities).map(([view, entity]) => {
    const titleOf = (of: (language: 'zh' | 'en') => string | undefined, fallback: string) => ({
      zh: of('zh') ?? fallback,
      en: of('en') ?? fallback,
    })
    const found = viewFields(declaration, view)
    const described = Object.entries({ status: found[0]!.kind, ...entity.fields }).map(([name, kind]) => {
      const filters = found.some((each) => each.name === name)
      return {
        name,
        kind,
        title: titleOf((language) => texts?.[language].entities[view]?.fields[name], name),
        filters,
        ...(filters ? { form: formOf(kind) } : {}),
      }
    })
    return { view, title: titleOf((language) => texts?.[language].entities[view]?.name, view), fields: described }
  })
}

const forms: { readonly [Name in Kind['kind']]?: string } = {
  int: 'decimal, or from..to',
  workdays: 'decimal, or from..to',
  duration: 'milliseconds, or from..to',
  time: 'RFC 3339 in UTC, or from..to',
  date: 'YYYY-MM-DD, or from..to',
  organ: 'scheme/id',
  division: 'scheme/code/date',
  ref: 'the key of the row that is meant',
  subject: 'lower-case hex',
  key: 'lower-case hex',
  commitment: 'lower-case hex',
  bytes: 'lower-case hex',
}

function formOf(kind: Kind): string {
  const given = kind.kind === 'option' ? kind.of : kind
  if (given.kind === 'oneOf') return given.values.join(' | ')
  return forms[given.kind] ?? 'as it is'
}
