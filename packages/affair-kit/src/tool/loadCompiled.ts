import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileAffair } from '../check/affair.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import type { Program } from '../program.ts'
import { bundleHash, type HandlerBundle } from './handlerBundle.ts'
import { keptBuild, runBuilder } from './keptBuild.ts'

/** What a version needs beside its declaration: the program of its rules, and its handlers where it has any. */
export type Compiled = { readonly program: Program; readonly bundle?: HandlerBundle }

/**
 * Affairs compiled, in their order: callees stand before callers. Handlers are `<affair>/handlers.ts` beside the module that
 * lists them all, or `.js` where that is one. Kept in `cacheFolder` as long as nothing changes there, or in this package.
 * PERF: to examine the declarations of a node takes a quarter of its start, to read what came of it a hundredth.
 * @param module file URL of that module
 * @throws {KitError} declaration-faults
 */
export async function loadCompiled(
  affairs: readonly AffairDeclaration[],
  module: string,
  cacheFolder: string | null,
): Promise<readonly Compiled[]> {
  const build = {
    make: () => compile(affairs, module),
    sources: { affairs: dirname(fileURLToPath(module)), 'affair-kit': dirname(import.meta.dirname) },
    name: 'affairs',
  }
  const { programs, handlers } = JSON.parse(await keptBuild(build, cacheFolder)) as Kept
  return programs.map((program) => {
    const source = handlers[program.affair]
    return source === undefined ? { program } : { program, bundle: { source, hash: bundleHash(source) } }
  })
}

type Kept = { readonly programs: readonly Program[]; readonly handlers: { readonly [affair: string]: string } }

async function compile(affairs: readonly AffairDeclaration[], module: string): Promise<string> {
  const programs = affairs.map((affair, at) => compileAffair(affair, { imports: affairs.slice(0, at) }))
  const files = affairs
    .filter(({ actions }) => Object.values(actions).some(({ handler }) => handler))
    .map(({ name }) => [name, fileURLToPath(new URL(`${name}/handlers${extname(module)}`, module))] as const)
  const bundled =
    files.length === 0
      ? '{}'
      : await runBuilder(new URL('./bundleProgram.ts', import.meta.url), [JSON.stringify(Object.fromEntries(files))])
  const kept: Kept = { programs, handlers: JSON.parse(bundled) }
  return JSON.stringify(kept)
}
