import { posix } from 'node:path'
import { codeFiles, exportsOf, exportTargets, importsOf, resolveImport } from '../modules.ts'
import { type Fault, isTest, packageOf, type Rule, type Source, type Tree } from '../tree.ts'

/** Packages that strangers build on: what their entry offers need not be used here. */
const libraries = new Set(['protocol', 'affair-kit', 'sdk'])

export const deadFiles: Rule = {
  name: 'no dead files',
  check(tree) {
    const alive = reachable(tree, roots(tree))
    return codeFiles(tree)
      .filter((source) => !isTest(source.path) && !alive.has(source.path))
      .map((source) => ({ path: source.path, message: 'nothing that runs imports it' }))
  },
}

export const deadExports: Rule = {
  name: 'no dead exports',
  check(tree) {
    const used = usedNames(tree)
    return codeFiles(tree)
      .filter((source) => !isTest(source.path) && !isOpenEntry(tree, source.path))
      .flatMap((source) => unusedExports(source, used.get(source.path)))
  },
}

function unusedExports(source: Source, used: ReadonlySet<string> | undefined): Fault[] {
  if (used?.has('*')) return []
  return exportsOf(source)
    .filter(({ name, isType }) => !used?.has(name) && !(isType && mentions(source.text, name) > 1))
    .map(({ name, line }) => ({ path: source.path, line, message: `nobody imports ${name}` }))
}

const mentions = (text: string, name: string): number =>
  text.split(new RegExp(`\\b${name.replace('$', '\\$')}\\b`)).length - 1

function isOpenEntry(tree: Tree, path: string): boolean {
  const room = packageOf(path)
  if (room === undefined) return false
  const entry = Object.values(exportTargets(tree, room)).some((target) => posix.join('packages', room, target) === path)
  return entry && libraries.has(room)
}

/** What starts by itself: package entries, programs, and everything outside packages that a person or CI runs. */
function roots(tree: Tree): string[] {
  const entries = codeFiles(tree).flatMap(({ path }) => {
    const room = packageOf(path)
    if (room === undefined) return [path]
    const targets = Object.values(exportTargets(tree, room)).map((target) => posix.join('packages', room, target))
    return targets.includes(path) || /\/src\/main\.ts$/.test(path) ? [path] : []
  })
  return entries.filter((path) => !isTest(path))
}

function reachable(tree: Tree, from: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const queue = [...from]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const source = tree.find(path)
    if (source === undefined || seen.has(path)) continue
    seen.add(path)
    queue.push(
      ...importsOf(source).flatMap(({ from: specifier }) => resolveImport(tree, source, specifier) ?? []),
      ...namedFiles(tree, source),
    )
  }
  return seen
}

/** Workers and bundler entries are named by a string: './reader.ts' beside the file, in its package or from the root. */
function namedFiles(tree: Tree, source: Source): string[] {
  const room = packageOf(source.path)
  const bases = [
    posix.dirname(source.path),
    '',
    ...(room === undefined ? [] : [`packages/${room}`, `packages/${room}/src`]),
  ]
  return [...source.text.matchAll(/['"`]([\w@./-]+\.(?:ts|mjs))['"`]/g)].flatMap(([, name]) =>
    bases
      .map((base) => posix.join(base, name!))
      .filter((path) => path !== source.path && tree.find(path) !== undefined),
  )
}

/** For each file, the names that other files take from it; '*' when one takes all. */
function usedNames(tree: Tree): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>()
  for (const source of codeFiles(tree))
    for (const { from, names } of importsOf(source)) {
      const target = resolveImport(tree, source, from)
      if (target === undefined) continue
      const taken = used.get(target) ?? new Set<string>()
      for (const name of names === '*' ? ['*'] : names) taken.add(name)
      used.set(target, taken)
    }
  return used
}
