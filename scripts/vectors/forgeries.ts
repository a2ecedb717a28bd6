// Writes docs/vectors/forgeries.json and docs/forgeries.md from packages/testkit/forgeries. Deterministic, as core.ts is.
// Run: node scripts/vectors/forgeries.ts
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { forgeryDocument, forgeryVectors } from '../../packages/testkit/forgeries/document.ts'
import { writeVectors } from './vectorFile.ts'

writeVectors('forgeries', {
  about:
    'Ways to deceive a reader, each with the step that catches it and the code. Evidence (base64) is under one of the trust roots (by its place in the list) at a time (UnixMs).',
  sources: ['packages/testkit/forgeries'],
  ...(await forgeryVectors()),
})
writeFileSync(join(import.meta.dirname, '../../docs/forgeries.md'), forgeryDocument())
