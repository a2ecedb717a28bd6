/** Writes docs/cli.md from the commands: `node scripts/cli.ts`. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cliDocument } from './cliDocument.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
writeFileSync(join(root, 'docs/cli.md'), await cliDocument())
