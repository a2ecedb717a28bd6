import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'

const folder = join(import.meta.dirname, '../../fixtures/mistakes')

type Found = { readonly file: string; readonly line: number }

/** Runs tsc over the folder; its exit code says that there are errors, which is what is wanted. */
async function typeErrors(): Promise<readonly Found[]> {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { maxBuffer: 2 ** 24 }, (_error, out) =>
      resolve(out),
    )
  })
  return [...output.matchAll(/([^\s/\\]+\.ts)\((\d+),\d+\): error/g)].map(([, file, line]) => ({
    file: file!,
    line: Number(line),
  }))
}

describe('mistakes that an author makes', async () => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'))
  const errors = await typeErrors()

  test('there are many kinds of them', () => assert.ok(files.length >= 40))

  for (const file of files)
    test(`${file}: one error, on the line where it was made`, async () => {
      const lines = (await readFile(join(folder, file), 'utf8')).split('\n')
      const marked = lines.flatMap((line, at) => (line.endsWith('// ← mistake') ? [at + 1] : []))
      assert.equal(marked.length, 1)
      assert.deepEqual(
        errors.filter((error) => error.file === file).map(({ line }) => line),
        marked,
      )
    })
})
