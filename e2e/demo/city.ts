import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, assertNoSidewaysScroll } from '../portal/audit.ts'
import { inBrowser } from '../portal/browser.ts'
import type { Demo } from './session.ts'

const organsIn = (html: string) =>
  new Set([...html.matchAll(/href="\/en\/organs\/x-demo\/([\w-]+)"/g)].map(([, id]) => id!))
const treeOf = (html: string) =>
  html.slice(html.indexOf('<ul class="tree">'), html.indexOf('</section>', html.indexOf('class="tree"')))

/** What the pages of the demo's city are held to: organs on a day, between two, in the search. */
export function describeCity(demo: () => Demo): void {
  const page = async (path: string) => {
    const answer = await fetch(`${demo().url}${path}`)
    return { status: answer.status, html: await answer.text() }
  }
  test('is another tree on another day', async () => {
    const [then, now] = [await page('/en/organs/on?day=2018-01-01'), await page('/en/organs/on?day=2026-06-01')]
    const [before, after] = [organsIn(treeOf(then.html)), organsIn(treeOf(now.html))]
    assert.ok(before.size >= 30 && after.size >= 30, `${before.size} ${after.size}`)
    assert.ok(before.has('qs-quality') && !after.has('qs-quality') && !before.has('qs-data') && after.has('qs-data'))
    assert.match(treeOf(then.html), /Qingshi Culture Bureau|青石市文化局/)
    for (const kind of ['Administrative', 'Judicial', 'Party', 'Public institution'])
      assert.match(now.html, new RegExp(kind))
    assert.equal(organsIn(treeOf((await page('/en/organs/on?day=1999-01-01')).html)).size, 0)
  })

  test('tells what changed between two days, whichever comes first', async () => {
    const rows = (html: string) => html.slice(html.indexOf('<caption>'))
    const forward = await page('/en/organs/on?day=2018-01-01&compare=2026-06-01')
    const backward = await page('/en/organs/on?day=2026-06-01&compare=2018-01-01')
    assert.equal(rows(forward.html), rows(backward.html))
    for (const what of ['founded', 'ended', 'renamed', 'moved'])
      assert.match(rows(forward.html), new RegExp(`>${what}<`))
    assert.match((await page('/en/organs/on?day=2018-01-01&compare=2018-01-01')).html, /Nothing changed/)
  })

  test('leads from today, and refuses days that are none', async () => {
    const today = await fetch(`${demo().url}/zh/organs`, { redirect: 'manual' })
    assert.match(today.headers.get('location') ?? '', /^\/zh\/organs\/on\?day=\d{4}-\d\d-\d\d$/)
    for (const day of ['x', '2018-1-1', '<script>', '2018-01-01T00:00'])
      assert.equal((await page(`/en/organs/on?day=${encodeURIComponent(day)}`)).status, 400, day)
  })

  test('an organ has its history and those under it', async () => {
    const { html } = await page('/en/organs/x-demo/qs-market')
    assert.match(html, /History/)
    assert.match(html, /Inferior organs/)
    assert.ok(organsIn(html).has('qs-metrology'))
    assert.equal((await page('/en/organs/x-demo/nobody')).status, 404)
  })

  test('its organs and notices are found by their words, in both scripts; nothing by what is no word', async () => {
    const search = async (text: string) => (await page(`/en/search?q=${encodeURIComponent(text)}`)).html
    assert.match(await search('transport bureau'), /Qingshi Transport Bureau/)
    assert.match(await search('交通运输'), /organs\/x-demo\/qs-transport/)
    assert.match(await search('QS-2026-001'), /\/en\/records\/p-/)
    for (const nothing of ['zzzz', '"; DROP TABLE revision', 'zz AND NOT', '%', '<script>alert(1)</script>']) {
      const html = await search(nothing)
      assert.ok(html.includes('Nothing found') || html.includes('Nothing has all of these words.'), nothing)
      assert.ok(!html.includes('<script>alert'))
    }
    assert.equal((await page(`/en/search?q=${'x'.repeat(201)}`)).status, 400)
    assert.equal((await page('/en/search?q=a&cursor=forged')).status, 400)
  })

  test('every new page is accessible at both widths', async () => {
    for (const width of [1280, 390])
      await inBrowser({ width, scheme: 'light' }, async (context) => {
        const tab = await context.newPage()
        for (const path of [
          '/zh/organs/on?day=2026-06-01&compare=2018-01-01',
          '/en/organs/x-demo/qs-market',
          '/zh/search?q=局',
          '/en/entries',
          '/en/blocks/2',
        ]) {
          await tab.goto(`${demo().url}${path}`)
          await assertAccessible(tab, path)
          await assertNoSidewaysScroll(tab, path)
        }
      })
  })
}
