import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildAssets } from './assets.ts'
import { loadPageAssets, type PageAssets, sourceFolder, sourcePackages } from './load.ts'
import { formatPageAssets } from './pageAssets.ts'
import { buildVerifier } from './verifier.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshi-assets-'))
})
after(() => rm(folder, { recursive: true, force: true }))

/** Without a difference of hundreds of kilobytes to read. */
const assertSame = (one: PageAssets, other: PageAssets): void =>
  assert.ok(formatPageAssets(one) === formatPageAssets(other))

describe('assets of the pages', () => {
  test('are the same bytes by whoever builds them, and kept', async () => {
    const cache = join(folder, 'cache')
    const built = await loadPageAssets(cache)
    assertSame(built, { portal: await buildAssets(), verifier: await buildVerifier() })
    const [name] = await readdir(cache)
    const { ino } = await stat(join(cache, name!))
    assertSame(await loadPageAssets(cache), built)
    assert.equal((await stat(join(cache, name!))).ino, ino, 'taken as it was')
  })

  test('what is kept is named by all that goes into it', async () => {
    const entries = ['../island/check.ts', '../verifier/main.ts', '../../../ui/src/css/public.css']
    const { metafile } = await build({
      entryPoints: entries.map((entry) => fileURLToPath(new URL(entry, import.meta.url))),
      bundle: true,
      platform: 'node', // what only the building reads, too
      format: 'esm',
      write: false,
      outdir: folder,
      metafile: true,
      absWorkingDir: sep,
    })
    const folders = sourcePackages.map((name) => sourceFolder(name) + sep)
    const others = Object.keys(metafile.inputs)
      .map((path) => join(sep, path))
      .filter((path) => !path.includes(`${sep}node_modules${sep}`) && !folders.some((each) => path.startsWith(each)))
    assert.deepEqual(others, [])
    assert.ok(Object.keys(metafile.inputs).length > 100)
  })
})
