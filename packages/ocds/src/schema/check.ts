import { createRequire } from 'node:module'
import { Ajv, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { objectOf } from '../json/look.ts'
import type { Json, ParsedObject } from '../json/parse.ts'
import { maxFindings, maxThoroughObjects } from '../limits.ts'

/** One kind of breach in one place, however often it occurs. `path` has `*` for list positions and no values. */
export type SchemaFinding = { readonly path: string; readonly keyword: string; readonly count: number }

const validators: { quick?: ValidateFunction; thorough?: ValidateFunction } = {}

/**
 * Checks a release against the OCDS 1.1.5 release schema. Empty: it holds.
 *
 * PERF: ajv joins its lists of errors anew at each object, so that all errors of n objects cost n² steps: 100,000
 * faulty items took a minute. A release that large only hears of its first breach.
 */
export function checkSchema({ value, objects }: Pick<ParsedObject, 'value' | 'objects'>): SchemaFinding[] {
  validators.quick ??= compile(false)
  if (validators.quick(value)) return []
  if (objects > maxThoroughObjects) return generalise(validators.quick.errors)
  validators.thorough ??= compile(true)
  validators.thorough(value)
  return generalise(validators.thorough.errors)
}

function generalise(errors: ValidateFunction['errors']): SchemaFinding[] {
  const findings = new Map<string, SchemaFinding>()
  for (const error of errors ?? []) {
    const path = generalPath(error)
    const id = `${path} ${error.keyword}`
    const known = findings.get(id)
    if (known === undefined && findings.size >= maxFindings) continue
    findings.set(id, { path, keyword: error.keyword, count: (known?.count ?? 0) + 1 })
  }
  return [...findings.values()]
}

/**
 * Two changes in memory: `id` and `$schema` of draft 4 go, since ajv speaks draft 7 (no other keyword here changed its
 * meaning between them), and `uniqueItems` is ours, since ajv's compares every pair: a list of 100,000 objects would
 * take hours.
 */
function compile(allErrors: boolean): ValidateFunction {
  const {
    id: _id,
    $schema: _draft,
    ...schema
  } = createRequire(import.meta.url)('./release-schema-1.1.5.json') as AnySchemaObject
  // PERF: ajv's own tidying of what it writes takes half of the time until the first release is read, and makes the check
  // no faster: V8 does it anyway.
  const ajv = new Ajv({ allErrors, strict: false, logger: false, code: { optimize: false }, inlineRefs: false })
  formats.default(ajv, ['date-time', 'uri'])
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    validate: (wanted: boolean, items: readonly Json[]) => !wanted || areUnique(items),
  })
  return ajv.compile(schema)
}

function areUnique(items: readonly Json[]): boolean {
  // PERF: objects with an id of their own each can't be equal; this spares writing out nearly every list there is.
  if (items.length < 2 || new Set(items.map(idOf)).size === items.length) return true
  const seen = new Set<string>()
  for (const item of items) {
    const text = JSON.stringify(item, sortedMembers)
    if (seen.has(text)) return false
    seen.add(text)
  }
  return true
}

function idOf(item: Json): Json | undefined {
  return objectOf(item)?.id
}

/** Equal objects get equal texts, whatever the order of their members. */
function sortedMembers(_key: string, value: Json): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  const members = Object.entries(value)
  return members.length < 2 ? value : Object.fromEntries(members.sort(([left], [right]) => (left < right ? -1 : 1)))
}

/** Names of members come from the input, too: only those that the standard knows are repeated. */
function generalPath(error: ErrorObject): string {
  const missing = error.keyword === 'required' ? `/${String(error.params.missingProperty)}` : ''
  const steps = error.instancePath.split('/').slice(1)
  return `${steps.map((step) => `/${/^[0-9]+$/.test(step) ? '*' : knownName(step)}`).join('')}${missing}`
}

function knownName(step: string): string {
  return /^[A-Za-z]{1,40}$/.test(step) ? step : '?'
}
