import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AffairDeclaration } from '../declare/declaration.ts'
import { bundleHash, type HandlerBundle } from './handlerBundle.ts'
import { keptBuild } from './keptBuild.ts'

/**
 * The bundles of those affairs that have handlers, by name: of `<affair>/handlers.ts` beside the module that lists them all, or
 * `.js` where that is one. Kept in `cacheFolder` as long as nothing changes there, or in this package.
 * @param module file URL of that module
 */
export async function loadHandlerBundles(
  affairs: readonly AffairDeclaration[],
  module: string,
  cacheFolder: string | null,
): Promise<{ readonly [affair: string]: HandlerBundle }> {
  const files = affairs
    .filter(({ actions }) => Object.values(actions).some(({ handler }) => handler))
    .map(({ name }) => [name, fileURLToPath(new URL(`${name}/handlers${extname(module)}`, module))] as const)
  if (files.length === 0) return {}
  const build = {
    program: new URL('./bundleProgram.ts', import.meta.url),
    args: [JSON.stringify(Object.fromEntries(files))],
    sources: { affairs: dirname(fileURLToPath(module)), 'affair-kit': dirname(import.meta.dirname) },
    fileName: 'handlers.json',
  }
  const sources = JSON.parse(await keptBuild(build, cacheFolder)) as { readonly [affair: string]: string }
  return Object.fromEntries(
    Object.entries(sources).map(([affair, source]) => [affair, { source, hash: bundleHash(source) }]),
  )
}
