import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { problemSchema, problemType, refusals } from './documentation.ts'

type Answer = {
  description?: string
  content?: { [mediaType: string]: { schema: object } }
  headers?: object
  $ref?: string
}
type Operation = {
  summary?: string
  requestBody?: object
  responses: { [status: string]: Answer }
}
type Document = {
  paths: { [path: string]: { [method: string]: Operation } }
  components: { schemas: Record<string, object>; responses?: Record<string, object> }
}

const description = `The node of a public ledger. Whatever is read here can be proven: an answer is a convenience, the evidence under \`/api/v1/evidence\` is what to keep.

Reading needs no credentials. What writes to the ledger is authorised by signatures over what is sent, never by a session: see the security schemes.

Every refusal is a problem document (RFC 9457) with a stable \`code\`, in Chinese or English by \`Accept-Language\`. What is no readable HTTP request is answered so too, with 400, 408 or 431; an unknown address is 404, a method that an address does not take 405 with \`Allow\`. Addresses under \`/api/\` take no query parameters but those listed. GET answers HEAD as well.`

const tags = {
  ledger: 'What this ledger is and where it stands.',
  log: 'The public log: entries, blocks, the stream of what is new, and the static files of C2SP tlog-tiles.',
  transactions: 'Preparing, trying out and submitting signed acts, and what became of them.',
  evidence: 'Self-contained files that prove an entry or a value without trust in this node.',
  procurement: 'What the pages about open tenders show, as files: lists, and what figures and charts are counted from.',
  affairs: 'Declarations of the public affairs, and their rows as views.',
  ocds: 'Public procurement in the Open Contracting Data Standard 1.1: releases, records, packages, exports.',
  contents: 'Bytes beside the ledger under salted commitments; erasable.',
  'sign-in':
    'The door of the officers’ workspace: sessions of people, in browsers. Programs sign what they send instead.',
  rpc: "The read part of CometBFT's RPC, for light clients.",
}

/** Nothing in OpenAPI names a signature inside the body: of what there is, this is the nearest, and the text says so. */
const securitySchemes = {
  signedBody: {
    type: 'http',
    scheme: 'cose-sign',
    description:
      'No header is sent. The body is itself signed (COSE_Sign, RFC 9052) by keys that are active on the ledger, or is the prepared act with their signatures; docs/protocol.md has the bytes. A signature is good for one ledger, once, until its `notAfter`.',
  },
  uploadPermit: {
    type: 'apiKey',
    in: 'header',
    name: 'Gongshi-Upload',
    description:
      'Base64 of a permit (COSE_Sign1, docs/protocol.md) for exactly what is sent, signed by a key that is active on the ledger; it ends within an hour.',
  },
  memberRequest: {
    type: 'apiKey',
    in: 'header',
    name: 'Gongshi-Member',
    description:
      'Base64 of a request (COSE_Sign1, docs/protocol.md) for exactly this content, signed by a publisher’s key that the ledger lists; it is good for two minutes at most.',
  },
} as const

/** The parts of the OpenAPI document that belong to no route. */
export function openapiOptions(version: string): Pick<FastifyDynamicSwaggerOptions, 'openapi' | 'transformObject'> {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gongshi 公示',
        summary: 'A ledger of public affairs that anyone can check',
        description,
        version,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'The node that this document comes from.' }],
      tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
      security: [],
      components: { securitySchemes },
    },
    transformObject: (made) => {
      if (!('openapiObject' in made)) throw new TypeError('no OpenAPI document')
      return completed(made.openapiObject as unknown as Document) as unknown as typeof made.openapiObject
    },
  }
}

const problem = { $ref: '#/components/schemas/Problem' }
const waiting = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 0 } } }

/** What the server answers before a route is asked, by name: with which status, and to whom. */
const common = {
  Malformed: { status: 400, answer: answerOf('request-malformed') },
  Unknown: { status: 404, answer: answerOf('route-unknown'), of: (path: string) => path.includes('{') },
  TooLarge: { status: 413, answer: answerOf('request-too-large'), of: hasBody },
  UnsupportedType: { status: 415, answer: answerOf('media-type-unsupported', 'encoding-unsupported'), of: hasBody },
  RateLimited: { status: 429, answer: { ...answerOf('rate-limited'), headers: waiting } },
  HeadersTooLarge: { status: 431, answer: answerOf('headers-too-large') },
  Failed: {
    status: '5XX',
    answer: { ...described('The node failed, or can not do this now: `code` says which.'), headers: waiting },
  },
} as const satisfies { [name: string]: Common }

type Common = { status: number | string; answer: Answer; of?: (path: string, operation: Operation) => boolean }

function hasBody(_path: string, operation: Operation): boolean {
  return operation.requestBody !== undefined
}

function answerOf(...codes: readonly string[]): Answer {
  const [{ description: text }] = Object.values(refusals(...codes)) as [{ description: string }]
  return described(text)
}

function described(text: string): Answer {
  return { description: text, content: { [problemType]: { schema: problem } } }
}

/** What @fastify/swagger says of an answer that has no description. */
const nameless = 'Default Response'

/** Adds what any route may refuse, and writes each thing once. */
function completed(document: Document): Document {
  for (const [path, operations] of Object.entries(document.paths))
    for (const operation of Object.values(operations)) completeOperation(path, operation)
  document.components.schemas.Problem = problemSchema
  document.components.responses = Object.fromEntries(Object.entries(common).map(([name, { answer }]) => [name, answer]))
  return document
}

function completeOperation(path: string, operation: Operation): void {
  for (const answer of Object.values(operation.responses)) {
    if (answer.description === nameless) answer.description = operation.summary ?? ''
    if (answer.content?.[problemType]) answer.content = { [problemType]: { schema: problem } }
  }
  for (const [name, { status, answer, of }] of Object.entries(common as { [name: string]: Common })) {
    if (of?.(path, operation) === false) continue
    const own = operation.responses[status]
    if (own === undefined) operation.responses[status] = { $ref: `#/components/responses/${name}` }
    else if (!own.description?.includes(answer.description!)) own.description += ` ${answer.description}`
  }
}
