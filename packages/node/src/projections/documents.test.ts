import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ContentStore } from '@gongshi/contents'
import { readReleases } from '@gongshi/ocds'
import { utf8 } from '@gongshi/protocol'
import { releasePackage, syntheticReleases } from '@gongshi/testkit'
import { waitFor } from '../../test/acts.ts'
import { NotesCity } from '../../test/notesCity.ts'
import { dump, onEachDatabase, type Projected, project, type TestDatabase } from '../../test/projected.ts'
import type { Location } from './location.ts'
import { wordQuery } from './words.ts'

/** Words that nothing else has; their middle, since an index may leave out how a word begins. */
const canary = 'Zanzibaricanary 龘靐齉爩'
const remains = ['nzibaricanar', '靐齉爩']

const member = (path: string, text: string | Uint8Array) => ({
  path,
  bytes: [typeof text === 'string' ? utf8(text) : text],
})
const paragraphs = (title: string, ...texts: readonly string[]) => [
  member('@synthetic', ''),
  ...texts.map((text, at) => member(`paragraph/${at + 1}/zh`, text)),
  member('title/zh', title),
]

class Surroundings {
  readonly city: NotesCity
  readonly store: ContentStore
  readonly location: Location
  readonly #folder: string
  readonly #follow: { current: Projected | null }
  #projected: Projected

  private constructor(
    city: NotesCity,
    store: ContentStore,
    location: Location,
    folder: string,
    follow: { current: Projected | null },
  ) {
    this.city = city
    this.store = store
    this.location = location
    this.#folder = folder
    this.#follow = follow
    this.#projected = project(city.ledger, location, { contents: store })
    follow.current = this.#projected
  }

  static async open(database: TestDatabase): Promise<Surroundings> {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-documents-'))
    const follow: { current: Projected | null } = { current: null }
    const onChange = (commitment: Uint8Array) => follow.current?.projections.contentChanged(commitment)
    const store = await ContentStore.open({ folder, onChange })
    const city = await NotesCity.open()
    return new Surroundings(city, store, database.place(city.ledger), folder, follow)
  }

  get projected(): Projected {
    return this.#projected
  }

  async put(members: readonly ReturnType<typeof member>[]): Promise<Uint8Array> {
    return (await this.store.put(new Uint8Array(randomBytes(32)), members)).commitment
  }

  async note(number: string, document: Uint8Array): Promise<number> {
    return (await this.city.block([await this.city.write({ number, title: `note ${number}`, document })]))[0]!
  }

  async search(text: string) {
    const { rows } = await this.#projected.projections.search({ words: wordQuery(text), below: null, limit: 50 })
    return rows.map(({ fields, document }) => [fields.number, document?.fragment ?? null])
  }

  /** Waits for these answers: documents follow their rows. */
  async finds(text: string, expected: readonly unknown[]): Promise<void> {
    this.#projected.projections.wake()
    let found: unknown[] = []
    await waitFor(`${JSON.stringify(expected)} for ${text}`, async () => {
      found = await this.search(text)
      return JSON.stringify(found) === JSON.stringify(expected)
    }).catch(() => assert.deepEqual(found, expected, text))
  }

  /** The node was off, and starts again. */
  async restart(meanwhile: () => Promise<unknown> = async () => null): Promise<void> {
    this.#follow.current = null
    await this.#projected.projections.close()
    await meanwhile()
    this.#projected = project(this.city.ledger, this.location, { contents: this.store })
    this.#follow.current = this.#projected
  }

  async close(): Promise<void> {
    assert.deepEqual([this.#projected.faults, this.#projected.failed], [[], []])
    await this.#projected.projections.close()
    await this.store.close()
    rmSync(this.#folder, { recursive: true })
  }
}

onEachDatabase('documents beside the ledger', (database) => {
  const opened: Surroundings[] = []
  const open = async (): Promise<Surroundings> => {
    const one = await Surroundings.open(database())
    opened.push(one)
    return one
  }
  after(async () => {
    for (const one of opened) await one.close()
  })

  test('are found by title, paragraphs and other text, whichever came first, with a fragment', async () => {
    const here = await open()
    const early = await here.put([
      ...paragraphs('路灯更换公告', '自六月一日起更换路灯。', '工期三十天。'),
      member('note.txt', 'See the annexed lighting plan'),
      member('plan.pdf', Uint8Array.of(0x25, 0x50, 0xff, 0xfe, 0x00)),
    ])
    await here.note('a', early)
    await here.finds('工期', [['a', '工期三十天。']])
    await here.finds('annexed plan', [['a', 'See the annexed lighting plan']])
    await here.finds('更换公告', [['a', '路灯更换公告']])
    await here.finds('note 工期', [['a', '工期三十天。']])
    const recordKey = new Uint8Array(randomBytes(32))
    const late = paragraphs('Market hall', 'The market hall opens in autumn.')
    const { commitment } = await here.store.put(recordKey, late)
    await here.store.discard([commitment])
    await here.note('b', commitment)
    await here.finds('autumn', [])
    await here.store.put(recordKey, late)
    await here.finds('autumn', [['b', 'The market hall opens in autumn.']])
    await here.city.block([await here.city.edit('b', 'another title', 3n)])
    await here.finds('autumn another', [['b', 'The market hall opens in autumn.']])
    await here.store.discard([commitment])
    await here.finds('autumn', [])
    await here.finds('another', [['b', null]])
  })

  test('of a release only what masking leaves is found', async () => {
    const here = await open()
    const { releases, persons } = syntheticReleases(3)
    const bytes = utf8(JSON.stringify(releasePackage(releases)))
    let number = 0
    for await (const read of readReleases([bytes])) {
      assert.ok(read.ok)
      const document = await here.put(read.source.map(({ path, bytes: of }) => member(path, of)))
      await here.note(`r${number++}`, document)
    }
    await waitFor('the releases', async () => (await here.search('Synthetic Bureau')).length === 3)
    for (const person of persons.filter((name) => !name.includes('trader'))) await here.finds(person, [])
  })

  test('that nothing can be made of are found by no words, and hold nothing up', async () => {
    const here = await open()
    await here.note('broken', await here.put([member('@layout', '[[['), member('/a', '{"a":')]))
    await here.note('binary', await here.put([member('paragraph/1/zh', Uint8Array.of(0xff, 0xfe))]))
    await here.note('empty', await here.put([member('title/zh', '')]))
    await here.note('nul', await here.put(paragraphs('a\0b', 'c \ud800 d')))
    const expanding = Array.from({ length: 20_000 }, (_, at) => `ﷺ${at.toString(36)}`).join(' ')
    await here.note('large', await here.put(paragraphs('expanding', expanding, 'x'.repeat(1_000_000))))
    await here.note('good', await here.put(paragraphs('good one', 'and whole')))
    await here.finds('whole', [['good', 'and whole']])
    await here.finds('expanding', [['large', 'expanding']])
    await here.finds('broken', [['broken', null]])
  })

  test('come again after a restart and a rebuild, also what came and went while the node was off', async () => {
    const here = await open()
    const [kept, other] = [
      await here.put(paragraphs('kept', '停水通知')),
      await here.put(paragraphs('other', '停电通知')),
    ]
    await here.note('kept', kept)
    await here.note('other', other)
    await here.finds('通知', [
      ['other', '停电通知'],
      ['kept', '停水通知'],
    ])
    let third = kept
    await here.restart(async () => {
      third = await here.put(paragraphs('third', '停气通知'))
      await here.note('third', third)
    })
    await here.finds('停气 通知', [['third', '停气通知']])
    const before = await dump(here.location)
    const { generation } = here.projected.projections.status().serving!
    await here.projected.projections.rebuild()
    await waitFor(
      'the new generation',
      async () => here.projected.projections.status().serving!.generation > generation,
    )
    assert.equal(await dump(here.location), before)
    await here.finds('通知', [
      ['third', '停气通知'],
      ['other', '停电通知'],
      ['kept', '停水通知'],
    ])
  })

  test('that the ledger orders to be erased are gone with that entry, even while the content is still there', async () => {
    const here = await open()
    const document = await here.put(paragraphs('erase me', canary))
    await here.note('a', document)
    await here.note('b', document)
    await here.finds('zanzibaricanary', [
      ['b', canary],
      ['a', canary],
    ])
    await here.city.orderErasure(document)
    await here.projected.caughtUp()
    assert.deepEqual(await here.search('zanzibaricanary'), [])
    await here.city.block([await here.city.edit('a', 'changed', null)])
    await here.restart()
    await here.finds('changed', [['a', null]])
    await here.note('c', await here.put(paragraphs('last', 'a later one')))
    await here.finds('later', [['c', 'a later one']])
    assert.deepEqual(await here.search('zanzibaricanary'), [])
    await here.store.erase(document, { entry: 3, clause: 'personal-information/47', at: 0 })
  })

  test('that were erased leave no bytes behind', async () => {
    const here = await open()
    const { postgres } = database()
    const { location } = here
    const left = (): string[] => {
      if (location.kind === 'sqlite')
        return readdirSync(location.folder).filter((name) =>
          remains.some((word) => readFileSync(join(location.folder, name)).includes(word)),
        )
      const schema = postgres!.sql(`SELECT nspname FROM pg_namespace WHERE nspname LIKE '${location.prefix}\\_%'`)
      const count = postgres!.sql(
        `SELECT (SELECT count(*) FROM "${schema}".content WHERE text ILIKE '%zanzibaricanary%')
              + (SELECT count(*) FROM "${schema}".document WHERE words @@ '''zanzibaricanary'''::tsquery)
              + (SELECT count(*) FROM pg_stats WHERE schemaname = '${schema}'
                 AND (coalesce(most_common_vals::text, '') || coalesce(most_common_elems::text, '')
                      || coalesce(histogram_bounds::text, '')) ILIKE '%zanzibaricanary%')`,
      )
      return count === '0' ? [] : [count]
    }
    const documents = [await here.put(paragraphs('one', `${canary} 。`)), await here.put(paragraphs('two', canary))]
    await here.note('a', documents[0]!)
    await here.note('b', documents[1]!)
    await waitFor('both', async () => (await here.search('zanzibaricanary')).length === 2)
    assert.notDeepEqual(left(), [])
    await here.city.orderErasure(documents[0]!)
    await here.finds('zanzibaricanary', [['b', canary]])
    // Gone without an order: nobody reads it any more.
    await here.store.discard([documents[1]!])
    await here.finds('zanzibaricanary', [])
    await waitFor('the scrubbing', async () => left().length === 0)
  })
})
