import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The folder of real public data that some tests use: `GONGSHI_SHARED_DATA`, or `../shared/data` beside the
 * repository. It is no part of the project; tests skip with `missingSharedData` where it is absent.
 */
export function findSharedData(...path: string[]): string | undefined {
  const root = process.env.GONGSHI_SHARED_DATA ?? join(import.meta.dirname, '../../../../shared/data')
  const file = join(root, ...path)
  return existsSync(file) ? file : undefined
}

export const missingSharedData = 'the real data is not here; set GONGSHI_SHARED_DATA to its folder'
