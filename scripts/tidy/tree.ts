import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** One text file of the repository; `path` is relative to its root with forward slashes. */
export type Source = { readonly path: string; readonly text: string }

/** What every rule looks at: the files as they are on disk, read once. */
export type Tree = {
  readonly root: string
  readonly files: readonly Source[]
  readonly find: (path: string) => Source | undefined
}

export type Fault = { readonly path: string; readonly line?: number; readonly message: string }

export type Rule = { readonly name: string; check(tree: Tree): readonly Fault[] | Promise<readonly Fault[]> }

const skipped = new Set(['node_modules', '.git', 'dist', 'gongshi-data', '.tmp'])
const textFile =
  /\.(ts|mts|mjs|js|json|md|sh|go|mod|html|css|svg|yml|yaml|txt|ndjson)$|^\.ci\/run$|(^|\/)\.(npmrc|gitignore|gitattributes)$/

export function readTree(root: string): Tree {
  const paths = walk(root, root).sort()
  const files = paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  const byPath = new Map(files.map((file) => [file.path, file]))
  return { root, files, find: (path) => byPath.get(path) }
}

function walk(root: string, folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.isSymbolicLink()) return []
    const full = join(folder, entry.name)
    if (entry.isDirectory()) return walk(root, full)
    const path = relative(root, full).split(sep).join('/')
    return textFile.test(path) && path !== 'package-lock.json' ? [path] : []
  })
}

export const isCode = (path: string): boolean => /\.(ts|mts|mjs)$/.test(path) && !/\.d\.m?ts$/.test(path)

/** Tests and what only tests load: they may use test libraries and are no reason for production code to live. */
export const isTest = (path: string): boolean =>
  /\.test\.(ts|mjs)$/.test(path) || /^packages\/[^/]+\/(test|fixtures|bench)\//.test(path) || path.startsWith('e2e/')

/** `packages/ledger/src/execute/run.ts` -> `ledger`; undefined outside packages. */
export function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1]
}
