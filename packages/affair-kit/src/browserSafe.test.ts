import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'

test('the entry is browser-safe: no parser, no bundler, nothing of Node', async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  })
  const inputs = Object.keys(metafile.inputs)
  for (const stranger of ['cel-js', 'acorn', 'esbuild', 'magic-string', 'node:'])
    assert.deepEqual(
      inputs.filter((input) => input.includes(stranger)),
      [],
      stranger,
    )
  assert.ok(outputFiles[0]!.contents.length < 210_000, `${outputFiles[0]!.contents.length} bytes`)
})
