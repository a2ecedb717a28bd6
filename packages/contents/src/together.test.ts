import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import { ContentError } from './errors.ts'
import { type Files, nodeFiles, type OpenFile } from './files.ts'
import { OpenFiles } from './openFiles.ts'
import { ContentStore } from './store.ts'

let root: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'contents-'))
})
after(() => rm(root, { recursive: true }))

const refused = (code: string) => (error: unknown) => error instanceof ContentError && error.code === code
const members = ['/tender', '/awards', '@type'].map((path) => ({ path, bytes: [utf8(`text of ${path}`)] }))

describe('members that are looked at together', () => {
  test('those that were chosen, whole; none of a content that is damaged, erased or lacks one of them', async () => {
    const folder = join(root, 'chosen')
    const store = await ContentStore.open({ folder })
    const [one, two] = await Promise.all(
      [1, 2].map(async () => (await store.put(new Uint8Array(randomBytes(32)), members)).commitment),
    )
    const chosen = await store.readChosen(one!, (all) => {
      assert.deepEqual(
        all.map(({ path, size }) => [path, size]),
        members.map(({ path, bytes }) => [path, bytes[0]!.length]),
      )
      return ['/awards', '@type']
    })
    assert.deepEqual(
      chosen.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
      [
        ['/awards', 'text of /awards'],
        ['@type', 'text of @type'],
      ],
    )
    await assert.rejects(
      store.readChosen(one!, () => ['/none']),
      refused('content-member-absent'),
    )
    await store.erase(one!, { entry: 1, clause: 'personal-information/47', at: 1 })
    await assert.rejects(
      store.readChosen(one!, () => ['/awards']),
      refused('content-erased'),
    )
    const pack = join(folder, 'packs', (await readdir(join(folder, 'packs'))).find((name) => name.endsWith('.pack'))!)
    const bytes = await readFile(pack)
    bytes[bytes.lastIndexOf('text of /awards')]! ^= 1
    await writeFile(pack, bytes)
    await assert.rejects(
      store.readChosen(two!, () => ['/awards']),
      refused('content-damaged'),
    )
    await store.close()
  })
})

describe('files that are left open between two reads', () => {
  /** Counts what is open; `fails`: the read of a file with this name. */
  function counting() {
    const counts = { opened: 0, open: 0, fails: '' }
    const files: Pick<Files, 'open'> = {
      async open(path, mode) {
        const file = await nodeFiles.open(path, mode)
        counts.opened++
        counts.open++
        const close = async (): Promise<void> => {
          counts.open--
          await file.close()
        }
        const read = async (into: Uint8Array, at: number): Promise<number> => {
          if (path.endsWith(counts.fails) && counts.fails !== '') throw new Error('cannot be read')
          return file.read(into, at)
        }
        return { ...file, read, close } satisfies OpenFile
      },
    }
    return { counts, files: files as Files }
  }
  const first = (file: OpenFile) => file.read(new Uint8Array(1), 0)

  test('opened once, the oldest closed for the newest, one that failed opened anew, none left open at the end', async () => {
    const paths = Array.from({ length: 20 }, (_, at) => join(root, `file-${at}`))
    for (const path of paths) await writeFile(path, 'x')
    const { counts, files } = counting()
    const open = new OpenFiles(files)
    await Promise.all([0, 0, 0].map((at) => open.use(paths[at]!, first)))
    assert.deepEqual([counts.opened, counts.open], [1, 1])
    for (const path of paths) await open.use(path, first)
    assert.deepEqual([counts.opened, counts.open], [20, 16])
    counts.fails = 'file-19'
    await assert.rejects(open.use(paths[19]!, first), /cannot be read/)
    counts.fails = ''
    assert.equal(await open.use(paths[19]!, first), 1)
    assert.deepEqual([counts.opened, counts.open], [21, 16])
    await assert.rejects(open.use(join(root, 'absent'), first), { code: 'ENOENT' })
    const late = open.use(paths[18]!, async (file) => {
      await open.close()
      return first(file)
    })
    assert.equal(await late, 1, 'one that is used is closed by whoever uses it')
    assert.equal(await open.use(paths[0]!, first), 1)
    assert.equal(counts.open, 0)
  })
})

describe('contents that are looked at in one turn', () => {
  test('are read in one call where they lie one behind the other, and each by itself where that fails', async () => {
    const folder = join(root, 'joint')
    let reads = 0
    let fails = false
    const files: Files = {
      ...nodeFiles,
      async open(path, mode) {
        const file = await nodeFiles.open(path, mode)
        return {
          ...file,
          read: (into, at) => {
            reads++
            if (fails && into.length > 1000) throw new Error('EIO')
            return file.read(into, at)
          },
        }
      },
    }
    const store = await ContentStore.open({ folder, files })
    const put = async () => (await store.put(new Uint8Array(randomBytes(32)), members)).commitment
    const all = await Promise.all(Array.from({ length: 20 }, put))
    const readAll = () => Promise.all(all.map((commitment) => store.readChosen(commitment, () => ['/tender'])))
    for (const [failing, most] of [
      [false, 1],
      [true, 21],
    ] as const) {
      reads = 0
      fails = failing
      for (const { bytes } of (await readAll()).flat()) assert.equal(Buffer.from(bytes).toString(), 'text of /tender')
      assert.equal(reads, most)
    }
    await store.close()
  })
})
