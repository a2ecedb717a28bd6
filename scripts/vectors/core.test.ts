import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { coreVectorFiles } from './coreFiles.ts'
import { vectorPath, vectorText } from './vectorFile.ts'

test('docs/vectors are what scripts/vectors/core.ts writes: a change of format shows as a change of vectors', async () => {
  for (const [name, file] of Object.entries(await coreVectorFiles()))
    assert.equal(
      readFileSync(vectorPath(name), 'utf8'),
      vectorText(file),
      `${name}.json: run node scripts/vectors/core.ts`,
    )
})
