import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { keptBuild } from './keptBuild.ts'

let folder: string
let cache: string
let made = 0
const build = () =>
  keptBuild({ make: async () => `made ${++made}`, sources: { one: join(folder, 'one/src') }, name: 'text' }, cache)

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshi-kept-'))
  cache = join(folder, 'new/cache')
  await mkdir(join(folder, 'one/src/deep'), { recursive: true })
  await writeFile(join(folder, 'one/package.json'), '{}')
  await writeFile(join(folder, 'one/src/deep/source.ts'), '1')
})
after(() => rm(folder, { recursive: true, force: true }))

describe('what is built from sources', () => {
  test('is kept until one of them changes, comes or goes; a test among them is none', async () => {
    assert.deepEqual([await build(), await build()], ['made 1', 'made 1'])
    await writeFile(join(folder, 'one/src/deep/source.ts'), '2 and more')
    assert.deepEqual([await build(), await build()], ['made 2', 'made 2'])
    await utimes(join(folder, 'one/src/deep/source.ts'), new Date(), new Date(0))
    assert.equal(await build(), 'made 3')
    await writeFile(join(folder, 'one/src/another.ts'), '')
    assert.equal(await build(), 'made 4')
    await rm(join(folder, 'one/src/another.ts'))
    assert.equal(await build(), 'made 5')
    await writeFile(join(folder, 'one/src/some.test.ts'), '')
    assert.equal(await build(), 'made 5')
    await writeFile(join(folder, 'one/package.json'), '{ }')
    assert.equal(await build(), 'made 6')
  })

  test('a damaged file is made again', async () => {
    const [name] = await readdir(cache)
    const path = join(cache, name!)
    const whole = await readFile(path, 'utf8')
    const { ino } = await stat(path)
    await build()
    assert.equal((await stat(path)).ino, ino, 'taken as it was')
    for (const damaged of [whole.slice(0, -1), whole.replace('made', 'mode'), '', `0${whole}`]) {
      await writeFile(path, damaged)
      assert.equal(await build(), `made ${made}`)
    }
    assert.equal(made, 10)
  })

  test('a folder that cannot be written, or none, gives the same', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    const sources = { one: join(folder, 'one/src') }
    for (const cacheFolder of [null, join(file, 'below')])
      assert.equal(await keptBuild({ make: async () => 'made', sources, name: 'text' }, cacheFolder), 'made')
  })
})
