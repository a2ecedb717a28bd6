import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type Sample, startSample } from '../../test/sampleNode.ts'

type Parameter = { name: string; in: string; required?: boolean; schema: object }
type Answer = {
  description: string
  content?: Record<string, { schema: object }>
}
type Operation = {
  operationId?: string
  security?: Record<string, string[]>[]
  summary?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema?: object }> }
  responses: Record<string, Answer & { $ref?: string }>
}
type Document = {
  openapi: string
  info: { title: string; version: string }
  tags: { name: string; description?: string }[]
  security: object[]
  components: {
    schemas: Record<string, object>
    responses: Record<string, Answer>
    securitySchemes: Record<string, { description?: string }>
  }
  paths: Record<string, Record<string, Operation>>
}

let node: Sample
let document: Document
before(async () => {
  node = await startSample()
  document = (await (await fetch(`${node.url}/openapi.json`)).json()) as Document
})
after(() => node.end())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** The answers of an operation by status, wherever they are written. */
function answersOf({ responses }: Operation): [string, Answer][] {
  return Object.entries(responses).map(([status, { $ref, ...answer }]) => [
    status,
    $ref === undefined ? answer : document.components.responses[$ref.split('/').at(-1)!]!,
  ])
}

describe('/openapi.json', () => {
  test('is OpenAPI 3.1: version, info, paths, operations with described responses', () => {
    assert.match(document.openapi, /^3\.1\.\d+$/)
    assert.ok(document.info.title && document.info.version)
    for (const { path, method, operation } of operations()) {
      const where = `${method} ${path}`
      assert.match(path, /^\//)
      assert.match(method, /^(get|put|post|delete|head|patch)$/, where)
      assert.ok(operation.summary && operation.tags?.length === 1, where)
      assert.ok(Object.keys(operation.responses).length >= 2, where)
      for (const [status, { description }] of answersOf(operation)) {
        assert.match(status, /^([1-5]\d\d|5XX)$/, where)
        assert.ok(description.length > 0 && description !== 'Default Response', `${where} ${status}`)
      }
    }
  })

  test('each operation has a name of its own, and a tag that is described', () => {
    const ids = operations().map(({ operation }) => operation.operationId)
    assert.equal(new Set(ids).size, ids.length)
    for (const id of ids) assert.match(id ?? '', /^[a-z][A-Za-z]+$/)
    const described = document.tags.filter(({ description }) => description).map(({ name }) => name)
    for (const { operation } of operations()) assert.ok(described.includes(operation.tags![0]!), operation.operationId)
  })

  test('says what authorises each write and what members alone may read, and that else reading needs nothing', () => {
    assert.deepEqual(document.security, [])
    const secured = operations().filter(({ operation }) => operation.security !== undefined)
    assert.deepEqual(
      secured.map(({ operation }) => [operation.operationId, Object.keys(operation.security![0]!)[0]]).sort(),
      [
        ['getWholeContent', 'memberRequest'],
        ['getWholeContents', 'memberRequest'],
        ['putContent', 'uploadPermit'],
        ['putContents', 'uploadPermit'],
        ['submitTransaction', 'signedBody'],
      ],
    )
    for (const scheme of ['uploadPermit', 'signedBody', 'memberRequest'])
      assert.ok((document.components.securitySchemes[scheme]?.description?.length ?? 0) > 100)
  })

  test('an operation that reads a body says which', () => {
    for (const { path, method, operation } of operations())
      assert.equal(operation.requestBody !== undefined, method === 'post' || method === 'put', `${method} ${path}`)
  })

  test('declares exactly the parameters of each path, each once', () => {
    for (const { path, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      const templates = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1])
      assert.deepEqual(inPath.map(({ name }) => name).sort(), templates.sort(), path)
      assert.ok(
        inPath.every(({ required }) => required === true),
        path,
      )
      const names = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`)
      assert.equal(new Set(names).size, names.length, path)
    }
  })

  test('every schema is one of JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true })
    const schemas = operations().flatMap(({ operation: { parameters = [], requestBody, responses } }) => [
      ...parameters.map(({ schema }) => schema),
      ...Object.values(requestBody?.content ?? {}).map(({ schema = {} }) => schema),
      ...Object.values(responses).flatMap(({ content = {} }) => Object.values(content).map(({ schema }) => schema)),
    ])
    schemas.push(...Object.values(document.components.schemas))
    assert.ok(schemas.length > 40)
    for (const schema of schemas) assert.ok(ajv.validateSchema(schema), JSON.stringify(schema))
  })

  test('lists every route of the outside surface, and refusals as problem documents', () => {
    assert.deepEqual(
      operations()
        .filter(({ method }) => method !== 'head')
        .map(({ path, method }) => `${method} ${path}`)
        .sort(),
      [
        'get /api/v1/affairs',
        'get /api/v1/affairs/{name}',
        'get /api/v1/affairs/{name}/views/{view}',
        'get /api/v1/blocks/{height}',
        'get /api/v1/contents/{commitment}',
        'get /api/v1/contents/{commitment}/member',
        'get /api/v1/contents/{commitment}/whole',
        'get /api/v1/court-pack.pdf',
        'get /api/v1/court-pack.zip',
        'get /api/v1/entries/{index}',
        'get /api/v1/erasures/{entry}',
        'get /api/v1/events',
        'get /api/v1/evidence/entries/{index}',
        'get /api/v1/evidence/past/{affair}/{table}/{key}',
        'get /api/v1/evidence/state/{affair}/{table}/{key}',
        'get /api/v1/genesis',
        'get /api/v1/ledger',
        'get /api/v1/network',
        'get /api/v1/publishers',
        'get /api/v1/search',
        'get /api/v1/sign-in/challenge',
        'get /api/v1/transactions/{txId}',
        'get /api/v1/trust',
        'get /data/catalogue.jsonld',
        'get /log/body/{index}',
        'get /log/checkpoint',
        'get /log/parts/{index}',
        'get /log/proof/{index}',
        'get /log/signed/{index}',
        'get /log/tile/{path}',
        'get /network/pace/{file}',
        'get /ocds/export/{file}',
        'get /ocds/packages',
        'get /ocds/packages/{page}',
        'get /ocds/records/{ocid}',
        'get /ocds/releases',
        'get /ocds/releases/{ocid}/{id}',
        'get /procurement/{file}',
        'get /procurement/{key}/lots/{number}/scores.csv',
        'get /rpc/{method}',
        'get /statistics/{file}',
        'post /api/v1/affairs/{name}/actions/{action}/explain',
        'post /api/v1/affairs/{name}/actions/{action}/prepare',
        'post /api/v1/affairs/{name}/rows/{entity}/lookup',
        'post /api/v1/contents',
        'post /api/v1/contents/whole',
        'post /api/v1/evidence/entries',
        'post /api/v1/evidence/states',
        'post /api/v1/sign-in',
        'post /api/v1/sign-in/step-up',
        'post /api/v1/transactions',
        'post /api/v1/transactions/dry-run',
        'post /rpc',
        'put /api/v1/contents/{commitment}',
      ],
    )
    for (const { path, operation } of operations()) {
      const refused = answersOf(operation).filter(([status]) => /^[45]/.test(status))
      for (const expected of ['400', '429', '5XX'])
        assert.ok(
          refused.some(([status]) => status === expected),
          `${path} ${expected}`,
        )
      for (const [status, { content }] of refused)
        assert.deepEqual(Object.keys(content ?? {}), ['application/problem+json'], `${path} ${status}`)
      assert.ok(
        answersOf(operation).some(([status, { content }]) => /^2/.test(status) && content),
        path,
      )
    }
  })

  test('a real answer fits its schema', async () => {
    const ajv = new Ajv2020({ strict: false })
    for (const path of ['/api/v1/ledger', '/api/v1/affairs', '/api/v1/affairs/disclosure/views/publication']) {
      const template = path.replace('disclosure', '{name}').replace('publication', '{view}')
      const { schema } = document.paths[template]!.get!.responses['200']!.content!['application/json']!
      const answer: unknown = await (await fetch(node.url + path)).json()
      assert.ok(ajv.validate(schema, answer), `${path} ${ajv.errorsText()}`)
    }
  })
})
