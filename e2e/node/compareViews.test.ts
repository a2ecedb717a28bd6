import assert from 'node:assert/strict'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Running } from '@gongshi/node'
import { decodeCbor, toHex, utf8 } from '@gongshi/protocol'
import { act, atRest, commit, publication, put, upload, waitFor } from '../../packages/node/test/acts.ts'
import { noPostgres, PrivatePostgres } from '../../packages/node/test/privatePostgres.ts'
import { foundSample, freshFolder, officers, organ, runSample } from '../../packages/node/test/sampleNode.ts'
import { walkViews } from '../../scripts/compareViews/walkViews.ts'

const limits = { http: { port: 0, requestsPerMinute: 1_000_000 } }
const words = ['停水通知', '水', 'Mill Street', 'mill str', 'closed', '《', 'zanzibar']

type Publication = { readonly organ: unknown; readonly identifier: string }

/** Synthetic notices with documents, most of them later changed, withdrawn or erased. */
async function fill(url: string): Promise<void> {
  const content = async (text: string) => {
    const uploaded = await upload([
      { path: 'title/zh', bytes: utf8(`停水通知 ${text}`) },
      { path: 'paragraph/1/en', bytes: utf8(`Mill Street is closed, ${text}`) },
    ])
    assert.equal((await put(url, uploaded)).status, 201)
    return uploaded.commitment
  }
  for (let at = 0; at < 40; at++) {
    const held = at % 3 === 0 ? { content: await content(at === 3 ? 'Zanzibar' : `part ${at}`) } : {}
    const input = publication({
      kind: ['notice', 'plan', 'budget'][at % 3],
      effective: at % 4 === 0 ? null : `2026-0${1 + (at % 9)}-01`,
      ...held,
    } as never)
    await commit(url, await act('disclosure', 'publish', input, officers.clerk))
    const { identifier } = input as unknown as Publication
    const row = { publication: [[organ.scheme, organ.id], identifier] }
    const clause = 'government-information/6'
    if (at % 5 === 0)
      await commit(
        url,
        await act('disclosure', 'withdraw', { ...row, clause, reason: 'error' } as never, officers.clerk),
      )
    if (at % 7 === 1) {
      const next = { ...row, issued: '2026-02-03', effective: null, expires: null, content: await content('again') }
      await commit(
        url,
        await act('disclosure', 'supersede', { ...next, clause, reason: 'update' } as never, officers.clerk),
      )
    }
  }
  for (let at = 0; at < 12; at++) {
    const [ocid, release] = [`ocds-synthetic-${at % 4}`, `release-${at}`]
    const date = at % 2 === 0 ? null : `2026-03-0${1 + (at % 9)}T08:00:00Z`
    const input = { ocid, release, date: date === null ? null : Date.parse(date), tags: [], amounts: [], organ }
    const whole = { ...input, content: await content(`release ${at}`) }
    await commit(url, await act('disclosure', 'importRelease', whole as never, officers.clerk))
  }
}

/** Has the ledger order that the document with a word be erased. */
async function erase(url: string): Promise<void> {
  const found = (await (await fetch(`${url}/api/v1/search?q=zanzibar`)).json()) as {
    readonly rows: readonly { readonly document: { readonly content: string } }[]
  }
  const content = new Uint8Array(Buffer.from(found.rows[0]!.document.content, 'hex'))
  const fields = { organ, content, entry: null, clause: 'personal-information/47', ground: 'request' }
  const { index } = await commit(url, await act('erasure', 'propose', fields as never, officers.keeper))
  const at = `${url}/api/v1/affairs/erasure/views/erasure?sort=-entry`
  const row = await waitFor('the proposal', async () => {
    const { rows } = (await (await fetch(at)).json()) as { readonly rows: readonly { entry: number; key: string }[] }
    return rows.find(({ entry }) => entry === index)
  })
  const erasure = decodeCbor(new Uint8Array(Buffer.from(row.key, 'base64url')), { maxBytes: 1024, maxDepth: 4 })
  await commit(url, await act('erasure', 'approve', { erasure } as never, officers.keeper2))
  await waitFor('the erasure', async () => {
    const status = await fetch(`${url}/api/v1/contents/${toHex(content)}`)
    return ((await status.json()) as { readonly state: string }).state === 'erased'
  })
}

/** FTS5's own check of its index against the rows, which writes nothing but must be asked as if it did. */
function assertSound(path: string): void {
  const database = new DatabaseSync(path)
  database.exec(`INSERT INTO document (document, rank) VALUES ('integrity-check', 1)`)
  database.close()
}

test('one ledger, walked on SQLite and on PostgreSQL: every answer is the same', { skip: noPostgres }, async (t) => {
  const folder = freshFolder()
  const postgres = PrivatePostgres.start()
  const running: Running[] = []
  t.after(async () => {
    for (const each of running) await each.stop()
    postgres.end()
    rmSync(folder, { recursive: true })
  })
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  await foundSample(first)
  const begun = await runSample(first, [], limits)
  await fill(begun.url)
  await waitFor('the words', async () =>
    (await (await fetch(`${begun.url}/api/v1/search?q=zanzibar`)).text()).includes('"document"'),
  )
  await erase(begun.url)
  await begun.stop()
  cpSync(first, second, { recursive: true })
  running.push(await runSample(first, [], limits))
  running.push(await runSample(second, [], { ...limits, projections: { database: postgres.connection } }))
  for (const { url } of running) {
    await atRest(url)
    await waitFor('the documents', async () => {
      const found = await (
        await fetch(`${url}/api/v1/search?q=${encodeURIComponent('mill street closed')}&limit=200`)
      ).json()
      return (found as { readonly rows: readonly object[] }).rows.filter((row) => 'document' in row).length >= 20
    })
  }
  const [sqlite, postgresql] = running.map(({ url }) => url)
  // Rows come first and documents follow, which no answer tells: a difference that stays is one.
  let walked = await walkViews(sqlite!, postgresql!, words)
  for (let tries = 0; walked.differences.length > 0 && tries < 3; tries++)
    walked = await walkViews(sqlite!, postgresql!, words)
  const { questions, rows, kinds, differences } = walked
  assert.deepEqual(differences, [])
  const copy = join(folder, 'views')
  cpSync(join(first, 'views'), copy, { recursive: true })
  for (const name of readdirSync(copy).filter((each) => each.endsWith('.sqlite'))) assertSound(join(copy, name))
  assert.ok(questions > 1000 && rows > 2000, `${questions} questions, ${rows} rows`)
  assert.deepEqual(Object.keys(kinds).sort(), [
    'affairs',
    'filters',
    'filters of two',
    'histories',
    'lists',
    'refusals',
    'searches',
    'sorts',
    'tables',
  ])
  t.diagnostic(`${questions} questions, ${rows} rows`)
})
