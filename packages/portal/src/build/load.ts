import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keptBuild, runBuilder } from '@gongshi/affair-kit/kept'
import { type PageAssets, parsePageAssets } from './pageAssets.ts'

export type { PageAssets } from './pageAssets.ts'

/** Whose sources end up in a page, a script or the verifier. */
export const sourcePackages = [
  'portal',
  'ui',
  'protocol',
  'affairs',
  'affair-kit',
  'threshold',
  'sealed',
  'sdk',
  'ocds',
] as const

/**
 * The assets of all pages, from `cacheFolder` where it holds what these very sources give; built otherwise, and kept there.
 *
 * @param cacheFolder null keeps nothing
 */
export async function loadPageAssets(cacheFolder: string | null): Promise<PageAssets> {
  const sources = Object.fromEntries(sourcePackages.map((name) => [name, sourceFolder(name)]))
  const make = () => runBuilder(new URL('./program.ts', import.meta.url))
  return parsePageAssets(await keptBuild({ make, sources, name: 'pages' }, cacheFolder))
}

/** Beside this package, or wherever its dependencies were installed. */
export function sourceFolder(name: (typeof sourcePackages)[number]): string {
  return dirname(fileURLToPath(import.meta.resolve(`@gongshi/${name}`)))
}
