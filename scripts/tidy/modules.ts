import { posix } from 'node:path'
import { syntaxOf, visit } from './syntax.ts'
import { isCode, packageOf, type Source, type Tree } from './tree.ts'

/** An import or re-export: what it names, and from where. `names` is '*' for a whole module. */
export type Import = {
  readonly from: string
  readonly line: number
  readonly names: readonly string[] | '*'
  readonly typeOnly: boolean
}
export type Export = { readonly name: string; readonly line: number; readonly isType: boolean }

// Statements start their line (the formatter sees to it), so that code inside comments and strings does not count.
const fromStatement = /^(import|export)\s+(type\s+)?([\w$*{][^'"`;]*?)\s+from\s+['"]([^'"]+)['"]/gm
const bareImport = /^import\s+['"]([^'"]+)['"]/gm
const typeOfImport = /\btypeof import\(\s*['"]([^'"]+)['"]\s*\)/g
const declaration =
  /^export\s+(?:declare\s+)?(?:abstract\s+)?(async\s+function\*?|function\*?|class|const|let|type|interface)\s+([\w$]+)/gm
const localList = /^export\s+(type\s+)?\{([^}]*)\}(?!\s*from)/gm

const parsedImports = new WeakMap<Source, readonly Import[]>()

export function importsOf(source: Source): readonly Import[] {
  const known = parsedImports.get(source)
  if (known !== undefined) return known
  const text = withoutComments(source.text)
  const found: Import[] = []
  for (const match of text.matchAll(fromStatement)) {
    const clause = match[3]!
    found.push({
      from: match[4]!,
      line: lineAt(text, match.index),
      names: namesIn(clause),
      typeOnly: match[2] !== undefined || everyNameIsType(clause),
    })
  }
  for (const pattern of [bareImport, typeOfImport])
    for (const match of text.matchAll(pattern))
      found.push({ from: match[1]!, line: lineAt(text, match.index), names: '*', typeOnly: pattern === typeOfImport })
  if (text.includes('import(')) found.push(...dynamicImports(source))
  parsedImports.set(source, found)
  return found
}

/** Imports at run time, from the syntax tree: in a string they are only text. */
function dynamicImports(source: Source): Import[] {
  const found: Import[] = []
  visit(syntaxOf(source), (node) => {
    if (node.type !== 'ImportExpression' || node.source.type !== 'Literal') return
    found.push({ from: String(node.source.value), line: node.loc!.start.line, names: '*', typeOnly: false })
  })
  return found
}

export function exportsOf(source: Source): readonly Export[] {
  const text = withoutComments(source.text)
  const found: Export[] = []
  for (const match of text.matchAll(declaration))
    found.push({
      name: match[2]!,
      line: lineAt(text, match.index),
      isType: match[1] === 'type' || match[1] === 'interface',
    })
  for (const match of text.matchAll(localList))
    for (const item of items(match[2]!))
      found.push({
        name: outerName(item),
        line: lineAt(text, match.index),
        isType: match[1] !== undefined || item.startsWith('type '),
      })
  return found
}

/** The file of ours that an import names, relative to the root; undefined for a library or a missing file. */
export function resolveImport(tree: Tree, from: Source, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from.path), specifier)
    return tree.find(path) === undefined ? undefined : path
  }
  const ours = /^@gongshi\/([^/]+)(\/.+)?$/.exec(specifier)
  if (ours === null) return undefined
  const target = exportTargets(tree, ours[1]!)[`.${ours[2] ?? ''}`]
  return target === undefined ? undefined : posix.join('packages', ours[1]!, target)
}

/** The `exports` of one of our packages: subpath to file, conditions flattened to their first file. */
export function exportTargets(tree: Tree, name: string): Record<string, string> {
  const manifest = tree.find(`packages/${name}/package.json`)
  if (manifest === undefined) return {}
  const { exports = {} } = JSON.parse(manifest.text) as { exports?: Record<string, unknown> | string }
  const entries = typeof exports === 'string' ? [['.', exports] as const] : Object.entries(exports)
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      const file = typeof value === 'string' ? value : firstFile(value)
      return file === undefined ? [] : [[key, file]]
    }),
  )
}

function firstFile(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (value === null || typeof value !== 'object') return undefined
  for (const inner of Object.values(value)) {
    const file = firstFile(inner)
    if (file !== undefined) return file
  }
  return undefined
}

/** Which of our packages a file belongs to or an import names. */
export function packageNamed(tree: Tree, from: Source, specifier: string): string | undefined {
  const named = /^@gongshi\/([^/]+)/.exec(specifier)?.[1]
  if (named !== undefined) return named
  if (!specifier.startsWith('.')) return undefined
  return packageOf(resolveImport(tree, from, specifier) ?? posix.join(posix.dirname(from.path), specifier))
}

export const codeFiles = (tree: Tree): readonly Source[] => tree.files.filter((file) => isCode(file.path))

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** Comment lines blanked, lines kept: whole-line comments are all that can hold an import at the start of a line. */
function withoutComments(text: string): string {
  return text
    .replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^[ \t]*\/\/.*$/gm, '')
}

function namesIn(clause: string): readonly string[] | '*' {
  if (clause.includes('*')) return '*'
  const braces = /\{([^}]*)\}/.exec(clause)
  const named = braces === null ? [] : items(braces[1]!).map(innerName)
  return /^[\w$]+/.test(clause) && !clause.startsWith('type ') ? ['default', ...named] : named
}

function everyNameIsType(clause: string): boolean {
  const braces = /^\{([^}]*)\}$/.exec(clause.trim())
  return braces !== null && items(braces[1]!).every((item) => item.startsWith('type '))
}

const items = (list: string): string[] =>
  list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
const innerName = (item: string): string => item.replace(/^type\s+/, '').split(/\s+as\s+/)[0]!
const outerName = (item: string): string =>
  item
    .replace(/^type\s+/, '')
    .split(/\s+as\s+/)
    .at(-1)!
