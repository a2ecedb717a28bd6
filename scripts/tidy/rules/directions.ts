import { codeFiles, importsOf, packageNamed, resolveImport } from '../modules.ts'
import { type Fault, isTest, packageOf, type Rule, type Source, type Tree } from '../tree.ts'

const document = 'ARCHITECTURE.md'
const testRooms = ['testkit']

/** Who may import whom stands in ARCHITECTURE.md, for people; this rule reads the same two tables. */
export const directions: Rule = {
  name: 'imports go one way (ARCHITECTURE.md)',
  check(tree) {
    const text = tree.find(document)?.text ?? ''
    const packages = readTable(text, 'package')
    const folders = readTable(text, 'folder')
    if (packages.size === 0) return [{ path: document, message: 'has no import table: | package | may import |' }]
    return codeFiles(tree).flatMap((source) => [
      ...betweenPackages(tree, source, packages),
      ...betweenFolders(tree, source, folders),
    ])
  },
}

/** Rows of the table whose first heading is `heading`: the names in backticks of the first and of the last column. */
function readTable(text: string, heading: string): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, readonly string[]>()
  let inside = false
  for (const line of text.split('\n')) {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    if (cells.length === 0) inside = false
    else if (cells[0] === heading && cells.at(-1)?.startsWith('may import')) inside = true
    else if (inside && !/^:?-+:?$/.test(cells[0]!)) rows.set(backticked(cells[0]!)[0] ?? '', backticked(cells.at(-1)!))
  }
  return rows
}

const backticked = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)

function betweenPackages(tree: Tree, source: Source, table: ReadonlyMap<string, readonly string[]>): Fault[] {
  const room = packageOf(source.path)
  if (room === undefined) return []
  const allowed = table.get(room)
  if (allowed === undefined)
    return [{ path: source.path, message: `package ${room} is not in the import table of ${document}` }]
  const may = new Set([room, ...allowed, ...(isTest(source.path) ? testRooms : [])])
  return importsOf(source).flatMap(({ from, line }) => {
    const target = packageNamed(tree, source, from)
    if (target === undefined || may.has(target)) return []
    return [{ path: source.path, line, message: `${room} may not import ${target}` }]
  })
}

function betweenFolders(tree: Tree, source: Source, table: ReadonlyMap<string, readonly string[]>): Fault[] {
  const folder = folderOf(source.path)
  if (folder === undefined || isTest(source.path)) return []
  const room = packageOf(source.path)!
  if (![...table.keys()].some((key) => key.startsWith(`${room}/`))) return []
  const allowed = table.get(folder)
  if (allowed === undefined)
    return [{ path: source.path, message: `folder ${folder} is not in the folder table of ${document}` }]
  return importsOf(source).flatMap(({ from, line }) => {
    const target = folderOf(resolveImport(tree, source, from) ?? '')
    if (target === undefined || target === folder || packageOf(`packages/${target}/`) !== room) return []
    return allowed.includes(target) ? [] : [{ path: source.path, line, message: `${folder} may not import ${target}` }]
  })
}

/** `packages/ledger/src/execute/run.ts` -> `ledger/execute`; files at the top of `src` belong to no folder. */
function folderOf(path: string): string | undefined {
  const match = /^packages\/([^/]+)\/src\/([^/]+)\/./.exec(path)
  return match === null ? undefined : `${match[1]}/${match[2]}`
}
