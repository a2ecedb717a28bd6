import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { verifyTwoCheckpoints } from '@gongshi/sdk/mirror'
import type { BrowserContext, Page } from 'playwright-core'
import { numberedEntries, writeTiledLog } from '../../packages/sdk/test/tiledLog.ts'
import { publisher, trustRoot } from '../verifier/sampleLedger.ts'
import { open } from '../verifier/verifierPage.ts'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'
import { type ExtraFile, type Preview, startPreview } from './preview.ts'

const folder = mkdtempSync(join(tmpdir(), 'gongshi-watch-'))
const served = new Map<string, ExtraFile>()
let preview: Preview
before(async () => {
  preview = await startPreview(served)
})
after(async () => {
  await preview.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Serves a log of so many entries, and nothing of the one before. */
async function show(count: number, said?: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  await writeTiledLog(folder, numberedEntries(count, said), publisher)
  for (const path of served.keys()) served.delete(path)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const place = join(entry.parentPath, entry.name)
    served.set(`/log${place.slice(folder.length)}`, { type: 'application/octet-stream', bytes: readFileSync(place) })
  }
}

async function visit(context: BrowserContext, lang = 'en'): Promise<{ page: Page; state: string | null }> {
  const { page, problems } = await open(context, `${preview.url}/${lang}/~watch`)
  await page.waitForSelector('gongshi-watch [data-state]')
  assert.deepEqual(problems, [])
  return { page, state: await page.getAttribute('gongshi-watch [data-state]', 'data-state') }
}

const textOf = async (page: Page): Promise<string> => (await page.textContent('gongshi-watch')) ?? ''

async function assertSound(page: Page, what: string): Promise<void> {
  await assertAccessible(page, what)
  await assertNoSidewaysScroll(page, what)
}

describe('watching the ledger', () => {
  test('a first visit, one with nothing new, one with more: the proof is checked here, and shown as picture and table', async () => {
    await inBrowser({ width: 390, scheme: 'light' }, async (context) => {
      await show(300)
      const first = await visit(context)
      assert.deepEqual([first.state, /300 entries/.test(await textOf(first.page))], ['first', true])
      assert.equal((await visit(context, 'zh')).state, 'consistent')
      await show(700)
      const third = await visit(context)
      assert.equal(third.state, 'consistent')
      assert.match(await textOf(third.page), /none of the 300 entries has changed, and 400 were added/)
      assert.equal(await third.page.locator('gongshi-watch tbody tr').count(), 3)
      await assertSound(third.page, 'consistent')
    })
  })

  test('a rewritten history is loud, is kept in mind, and its file convinces anybody; so is a log that shrank', async () => {
    await inBrowser({ width: 1280, scheme: 'dark' }, async (context) => {
      await show(300)
      await visit(context)
      await show(400, 'another')
      for (const lang of ['zh', 'en']) {
        const { page, state } = await visit(context, lang)
        assert.equal(state, 'forked')
        assert.equal(await page.getAttribute('.verdict', 'data-color'), 'danger')
        await assertSound(page, `forked ${lang}`)
        const [download] = await Promise.all([page.waitForEvent('download'), page.click('.verdict a[download]')])
        const proof = readFileSync(await download.path(), 'utf8')
        assert.equal(verifyTwoCheckpoints(proof, trustRoot().logKeys)?.verdict, 'forked')
      }
      await show(299)
      assert.equal((await visit(context)).state, 'shrunk')
      const { page } = await visit(context)
      await page.click('gongshi-watch button')
      await page.waitForSelector('[data-state=first]')
    })
  })

  test('a checkpoint that nobody signed for, and tiles of another log, are refused', async () => {
    await inBrowser({ width: 390, scheme: 'dark' }, async (context) => {
      await show(300)
      await visit(context)
      await show(700)
      for (const [path, file] of served)
        if (path.startsWith('/log/tile/0/')) served.set(path, { ...file, bytes: file.bytes.map((byte) => byte ^ 1) })
      const { page, state } = await visit(context)
      assert.deepEqual([state, /tlog-proof-mismatch/.test(await textOf(page))], ['unverified', true])
      await assertSound(page, 'unverified')
      await writeTiledLog(folder, numberedEntries(5), { ...publisher, sign: async () => new Uint8Array(64) })
      served.set('/log/checkpoint', { type: 'text/plain', bytes: readFileSync(join(folder, 'checkpoint')) })
      assert.equal((await visit(context)).state, 'unverified')
    })
  })
})
