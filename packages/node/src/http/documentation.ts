import type { ErrorCatalogue } from '@gongshi/protocol'
import type { FastifySchema, RouteOptions } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { catalogues } from '../catalogues.ts'

const problemType = 'application/problem+json'

const problemSchema = Type.Object(
  {
    type: Type.String({ description: '`urn:gongshi:error:` and the code.' }),
    title: Type.String({ description: 'What happened, in Chinese or English by `Accept-Language`.' }),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; docs/errors.md has them all.' }),
    next: Type.String({ description: 'What to do next.' }),
  },
  { additionalProperties: true, description: 'RFC 9457; what a code tells besides stands beside it.' },
)

const texts: ErrorCatalogue<string> = Object.assign({}, ...catalogues)

/** Bytes of one media type, or text of it, as the body of an answer. */
export function bodyOf(mediaTypes: string | readonly string[], description: string): TSchema {
  const schemaOf = (mediaType: string) =>
    mediaType.endsWith('json') ? jsonOf(description) : Type.String({ description })
  const content = Object.fromEntries(
    [mediaTypes].flat().map((mediaType) => [mediaType, { schema: schemaOf(mediaType) }]),
  )
  return { description, content } as unknown as TSchema
}

/** JSON whose members the schema need not list, because the serializer must not drop any. */
export function jsonOf(description: string): TSchema {
  return Type.Unsafe({ description })
}

/** The refusals that a route has of its own, by status. */
export function refusals(...codes: readonly string[]): { [status: number]: TSchema } {
  const byStatus = new Map<number, string[]>()
  for (const code of codes) {
    const { status, en } = texts[code]!
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${en.what}`])
  }
  return Object.fromEntries([...byStatus].map(([status, lines]) => [status, problemAnswer(lines.join(' '))]))
}

function problemAnswer(description: string): TSchema {
  return { description, content: { [problemType]: { schema: problemSchema } } } as unknown as TSchema
}

/** Any answer but those that a route lists is a problem document. */
export function documentRoute({ schema, url }: { schema: FastifySchema; url: string }): {
  schema: FastifySchema
  url: string
} {
  const response = (schema?.response ?? {}) as { readonly [status: string]: unknown }
  return {
    schema: { ...schema, response: { ...response, default: problemAnswer('Refused: see `code` and `next`.') } },
    url,
  }
}

/** A misspelt parameter must not be a silent default. Pages take what search engines and messengers add. */
export function refuseUnknownParameters(route: RouteOptions & { readonly url: string }): void {
  if (!route.url.startsWith('/api/')) return
  const querystring = (route.schema?.querystring ?? Type.Object({})) as object
  route.schema = { ...route.schema, querystring: { ...querystring, additionalProperties: false } }
}
