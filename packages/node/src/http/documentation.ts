import type { ErrorCatalogue } from '@gongshi/protocol'
import type { FastifySchema, RouteOptions } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { catalogues } from '../catalogues.ts'
import { isConditional } from './conditional.ts'

declare module 'fastify' {
  interface FastifySchema {
    /** Header fields that the handler itself reads and judges, by name. */
    documentedHeaders?: { readonly [name: string]: TSchema }
  }
}

export const problemType = 'application/problem+json'

export const problemSchema = Type.Object(
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
  const content = Object.fromEntries(
    [mediaTypes].flat().map((mediaType) => [mediaType, { schema: schemaOf(mediaType, description) }]),
  )
  return { description, content } as unknown as TSchema
}

function schemaOf(mediaType: string, description: string): TSchema {
  if (mediaType.endsWith('json')) return jsonOf(description)
  return mediaType.startsWith('text/')
    ? Type.String({ description })
    : Type.String({ format: 'binary', description: `Bytes. ${description}` })
}

/** Server-sent events, by the schema of each: OpenAPI 3.1 has no other place for it. */
export function streamOf(event: TSchema, description: string): TSchema {
  return { description, content: { 'text/event-stream': { schema: event } } } as unknown as TSchema
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

/** Refusals of one status that are too many to be named here. */
export function refusedFor(reasons: { readonly [status: number]: string }): { [status: number]: TSchema } {
  return Object.fromEntries(
    Object.entries(reasons).map(([status, reason]) => [status, problemAnswer(`${reason} \`code\` says which.`)]),
  )
}

function problemAnswer(description: string): TSchema {
  return { description, content: { [problemType]: { schema: problemSchema } } } as unknown as TSchema
}

type Documented = { readonly schema: FastifySchema; readonly url: string }

/** What OpenAPI wants to know of a route beyond the schemas that validate. */
export function documentRoute({ schema, url, route }: Documented & { readonly route: RouteOptions }): Documented {
  if (schema?.hide === true) return { schema, url }
  const { documentedHeaders = {}, consumes, ...rest } = schema
  const isTagged = [route.preHandler].flat().some((hook) => hook !== undefined && isConditional(hook))
  const headers = { ...documentedHeaders, ...(isTagged ? { 'If-None-Match': heldTag } : {}) }
  const response = { ...(schema.response ?? {}), ...(isTagged ? { 304: unchanged } : {}) }
  return {
    schema: {
      ...rest,
      ...(Object.keys(headers).length === 0 ? {} : { headers: Type.Object(asOptional(headers)) }),
      ...bodyFor(schema, consumes),
      ...withoutWildcard(schema.params),
      ...optionalByDefault(schema.querystring),
      response,
    },
    url: url.replace(/\*$/, '{path}'),
  }
}

const heldTag = Type.String({ description: 'Tags of answers that are held already (RFC 9110 §13.1.2).' })
const unchanged = {
  type: 'null',
  description: 'The answer that is held is still right.',
  headers: { ETag: Type.String({ description: 'The tag that it still has.' }) },
}

/** A path template has names only. */
function withoutWildcard(params: unknown): Pick<FastifySchema, 'params'> {
  const { '*': rest, ...named } =
    (params as { readonly properties?: { readonly [name: string]: TSchema } })?.properties ?? {}
  return rest === undefined ? {} : { params: Type.Object({ ...named, path: rest }) }
}

type QuerySchema = {
  readonly properties?: { readonly [name: string]: TSchema & { readonly default?: unknown } }
  readonly required?: readonly string[]
}

/** A parameter that has a default need not be sent. */
function optionalByDefault(querystring: unknown): Pick<FastifySchema, 'querystring'> {
  if (querystring === undefined) return {}
  const { properties = {}, required = [], ...rest } = querystring as QuerySchema
  return {
    querystring: { ...rest, properties, required: required.filter((name) => properties[name]?.default === undefined) },
  }
}

function asOptional(schemas: { readonly [name: string]: TSchema }) {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, Type.Optional(schema)]))
}

/** Handlers read bytes by themselves; JSON has a schema that validates it. */
function bodyFor({ body }: FastifySchema, consumes: readonly string[] | undefined): Pick<FastifySchema, 'body'> {
  if (consumes === undefined) return body === undefined ? {} : { body }
  const { content } = (body ?? {}) as { readonly content?: { readonly [mediaType: string]: object } }
  const media = consumes.map((each) => [each, content?.[each] ?? { schema: schemaOf(each, 'As the type says.') }])
  return { body: { content: Object.fromEntries(media) } }
}

/** A misspelt parameter must not be a silent default. Pages take what search engines and messengers add. */
export function refuseUnknownParameters(route: RouteOptions & { readonly url: string }): void {
  if (!route.url.startsWith('/api/')) return
  const querystring = (route.schema?.querystring ?? Type.Object({})) as object
  route.schema = { ...route.schema, querystring: { ...querystring, additionalProperties: false } }
}
