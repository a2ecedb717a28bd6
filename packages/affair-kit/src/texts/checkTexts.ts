import type { Fault } from '../check/fault.ts'
import { nearest } from '../check/nearest.ts'
import type { ActionDeclaration, AffairDeclaration, EntityDeclaration } from '../declare/declaration.ts'
import type { Fields, Kind } from '../kinds/kind.ts'
import { isPlainText } from '../kinds/plainText.ts'

/**
 * Every action, refusal, state, field, role, event, parameter and word has a text in both languages, and no other. A
 * clause that is named in one language is named in the other.
 */
export function checkTexts(declaration: AffairDeclaration, zh: unknown, en: unknown): readonly Fault[] {
  const files = [['texts.zh.json', leaves(zh)] as const, ['texts.en.json', leaves(en)] as const]
  const clauses = files.flatMap(([, given]) => [...given.keys()].filter((path) => clausePath.test(path)))
  const helps = files.flatMap(([, given]) =>
    [...given.keys()].filter((path) => isHelp(declaration, path) || isMember(declaration, path)),
  )
  const wanted = [...textPaths(declaration), ...new Set([...clauses, ...helps])]
  return files.flatMap(([file, given]) => compare(file, wanted, given))
}

const clausePath = /^clauses\/[a-z][a-z0-9-]*\/\d+(\.\d+)*$/

/** Help may be given for any field and any member of an input; in one language, then in the other. */
function isHelp({ entities, actions }: AffairDeclaration, path: string): boolean {
  const [, group, name = '', member = ''] = /^(entities|actions)\/([^/]+)\/help\/([^/]+)$/.exec(path) ?? []
  if (group === 'entities') return Object.hasOwn(entities[name]?.fields ?? {}, member)
  const { on, creates, fill = [], input = {} } = actions[name] ?? {}
  const own = on ?? creates ?? ''
  return group === 'actions' && (on === member || Object.hasOwn(input, member) || (own !== '' && fill.includes(member)))
}

/** Members of records are words, too, but may stand under their own names. */
function isMember(declaration: AffairDeclaration, path: string): boolean {
  const [, name = ''] = /^words\/([^/]+)$/.exec(path) ?? []
  return name !== '' && kindsOf(declaration).some((kind) => membersOfKind(kind).includes(name))
}

function compare(file: string, wanted: readonly string[], given: ReadonlyMap<string, unknown>): readonly Fault[] {
  const missing = wanted.filter((path) => !given.has(path))
  const faults: Fault[] = missing.map((path) => ({
    code: 'text-missing',
    path: `${file}: ${path}`,
    message: 'has no text',
  }))
  for (const [path, text] of given) {
    const at = `${file}: ${path}`
    if (!wanted.includes(path)) {
      const meant = nearest(path, missing)
      faults.push({
        code: 'text-unused',
        path: at,
        message: 'is no part of the declaration',
        ...(meant === undefined ? {} : { meant }),
      })
    } else if (typeof text !== 'string' || text.trim() === '' || !isPlainText(text, 600))
      faults.push({ code: 'text-missing', path: at, message: 'is a line of at most 600 bytes' })
  }
  return faults
}

function textPaths(declaration: AffairDeclaration): readonly string[] {
  const paths = ['name']
  for (const [name, entity] of Object.entries(declaration.entities))
    paths.push(...entityPaths(`entities/${name}`, entity))
  for (const [name, action] of Object.entries(declaration.actions))
    paths.push(...actionPaths(`actions/${name}`, action))
  for (const role of rolesOf(declaration)) paths.push(`roles/${role}`)
  for (const param of Object.keys(declaration.params)) paths.push(`params/${param}`)
  for (const [event, fields] of Object.entries(declaration.events))
    paths.push(`events/${event}/name`, ...under(`events/${event}/fields`, fields))
  for (const word of wordsOf(declaration)) paths.push(`words/${word}`)
  return paths
}

function entityPaths(path: string, entity: EntityDeclaration): readonly string[] {
  return [
    `${path}/name`,
    ...under(`${path}/fields`, entity.fields),
    ...entity.status.map((status) => `${path}/status/${status}`),
    ...under(`${path}/tallies`, entity.tallies ?? {}),
    ...under(`${path}/invariants`, entity.invariants ?? {}),
  ]
}

function actionPaths(path: string, action: ActionDeclaration): readonly string[] {
  const parties = Object.entries(action.signers ?? {}).filter(([, rule]) => !('officer' in rule || 'confirms' in rule))
  return [
    `${path}/name`,
    ...under(`${path}/input`, action.input ?? {}),
    ...under(`${path}/refuse`, action.refuse ?? {}),
    ...(action.handler === true ? [`${path}/computes`] : []),
    ...Object.entries(action.unseals ?? {}).flatMap(([name, fields]) => [
      `${path}/unseals/${name}/name`,
      ...under(`${path}/unseals/${name}/fields`, fields),
    ]),
    ...parties.map(([name]) => `${path}/signers/${name}`),
  ]
}

function rolesOf(declaration: AffairDeclaration): readonly string[] {
  const rules = Object.values(declaration.actions).flatMap((action) => Object.values(action.signers ?? {}))
  return [...new Set(rules.flatMap((rule) => ('officer' in rule ? [rule.officer] : [])))]
}

function wordsOf(declaration: AffairDeclaration): readonly string[] {
  return [...new Set(kindsOf(declaration).flatMap(wordsOfKind))]
}

function kindsOf(declaration: AffairDeclaration): readonly Kind[] {
  const fields: readonly Fields[] = [
    declaration.params,
    ...Object.values(declaration.events),
    ...Object.values(declaration.entities).map((entity) => entity.fields),
    ...Object.values(declaration.actions).flatMap(({ input = {}, unseals = {} }) => [input, ...Object.values(unseals)]),
  ]
  return fields.flatMap((kinds) => Object.values(kinds))
}

function membersOfKind(kind: Kind): readonly string[] {
  if (kind.kind === 'option' || kind.kind === 'list') return membersOfKind(kind.of)
  if (kind.kind !== 'record') return []
  return Object.entries(kind.fields).flatMap(([name, field]) => [name, ...membersOfKind(field)])
}

function wordsOfKind(kind: Kind): readonly string[] {
  if (kind.kind === 'oneOf') return kind.values
  if (kind.kind === 'option' || kind.kind === 'list') return wordsOfKind(kind.of)
  return kind.kind === 'record' ? Object.values(kind.fields).flatMap(wordsOfKind) : []
}

function under(path: string, members: object): readonly string[] {
  return Object.keys(members).map((name) => `${path}/${name}`)
}

function leaves(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]])
  return new Map(
    Object.entries(value).flatMap(([name, member]) => [...leaves(member, path === '' ? name : `${path}/${name}`)]),
  )
}
