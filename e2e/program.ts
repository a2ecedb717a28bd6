import { join } from 'node:path'
import { programCommand } from '../scripts/house/program.mjs'

const root = join(import.meta.dirname, '..')

/** What stands behind Node on the command line before `gongshi`'s own arguments: the program as its users run it. */
export const program: readonly string[] = programCommand(root, process.execPath)
