import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { codeFiles, importsOf } from '../modules.ts'
import { type Fault, isTest, packageOf, type Rule, type Tree } from '../tree.ts'

const free = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'Zlib',
  'MPL-2.0',
  'Python-2.0',
  'OFL-1.1', // fonts: free to embed and to pass on, not to sell by themselves
])

/** Whose package.json says none although a licence lies beside it, as read there. */
const unsaid: Readonly<Record<string, string>> = { 'node_modules/png-js': 'MIT' }

type Locked = { version?: string; license?: string; dev?: boolean; devOptional?: boolean; link?: boolean }

/** Everything that is installed without `--include=dev` ships; its licence must let anyone use, change and pass it on. */
export const licences: Rule = {
  name: 'shipped libraries are free to pass on, none is GPL',
  check(tree) {
    const file = join(tree.root, 'package-lock.json')
    const locked = (JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> }).packages
    return Object.entries(locked)
      .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.dev && !entry.devOptional && !entry.link)
      .filter(([path, entry]) => !isFree(entry.license ?? unsaid[path] ?? installedLicence(tree.root, path)))
      .map(([path, entry]) => ({ path, message: `licence ${entry.license ?? 'unknown'} is not on the list` }))
  },
}

function installedLicence(root: string, path: string): string {
  const file = join(root, path, 'package.json')
  if (!existsSync(file)) return 'unknown'
  const { license } = JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown }
  return typeof license === 'string' ? license : 'unknown'
}

/** SPDX: of alternatives one must do, of a conjunction all. */
function isFree(expression: string): boolean {
  return expression
    .replace(/[()]/g, ' ')
    .split(/\bOR\b/)
    .some((choice) => choice.split(/\bAND\b/).every((licence) => free.has(licence.trim())))
}

/** A library that a package uses stands in its own package.json: hoisting must not hide a missing line. */
export const declared: Rule = {
  name: 'every imported library is declared by its package',
  check: (tree) =>
    codeFiles(tree)
      .filter((source) => packageOf(source.path) !== undefined)
      .flatMap((source): Fault[] => {
        const known = declaredBy(tree, packageOf(source.path)!, isTest(source.path))
        return importsOf(source).flatMap(({ from, line }) => {
          const name = libraryName(from)
          return name === undefined || known.has(name)
            ? []
            : [{ path: source.path, line, message: `${name} is not in its package.json` }]
        })
      }),
}

function libraryName(specifier: string): string | undefined {
  if (specifier.startsWith('.') || isBuiltin(specifier)) return undefined
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function declaredBy(tree: Tree, room: string, test: boolean): ReadonlySet<string> {
  const own = manifest(tree, `packages/${room}/package.json`)
  const root = test ? manifest(tree, 'package.json') : {}
  return new Set([
    `@gongshi/${room}`,
    ...(test ? ['@gongshi/testkit'] : []),
    ...Object.values({ ...own, ...prefixed(root) }).flatMap((group) => Object.keys(group ?? {})),
  ])
}

type Manifest = Partial<
  Record<'dependencies' | 'devDependencies' | 'peerDependencies' | 'optionalDependencies', Record<string, string>>
>

function manifest(tree: Tree, path: string): Manifest {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = JSON.parse(
    tree.find(path)?.text ?? '{}',
  ) as Manifest
  return {
    ...(dependencies && { dependencies }),
    ...(devDependencies && { devDependencies }),
    ...(peerDependencies && { peerDependencies }),
    ...(optionalDependencies && { optionalDependencies }),
  }
}

const prefixed = (group: Manifest): Record<string, Record<string, string>> =>
  Object.fromEntries(Object.entries(group).map(([key, value]) => [`root ${key}`, value]))
