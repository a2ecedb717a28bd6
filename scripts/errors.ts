/** Writes docs/errors.md from the catalogues: `node scripts/errors.ts`. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { errorsDocument } from './errorsDocument.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { text, faults } = await errorsDocument(root)
for (const { path, message } of faults) console.error(`${path}: ${message}`)
writeFileSync(join(root, 'docs/errors.md'), text)
process.exitCode = faults.length === 0 ? 0 : 1
