import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { TenderInTest } from '../../packages/cli/test/tenderInTest.ts'

type Seen = (page: Page, name: string) => Promise<void>
type Until = (what: string, entity: string, status: string) => Promise<unknown>
type Walk = {
  readonly url: string
  readonly tender: TenderInTest
  readonly seen: Seen
  readonly until: Until
  /** As which somebody signs in with a passkey of a browser of their own. */
  readonly as: (office: 'supervision' | 'buyer', use: (page: Page) => Promise<void>) => Promise<void>
}

/** A supervisor asks what the data raises, the buyer answers one question and lets the time of another pass, both are settled. */
export async function asksAndSettles(walk: Walk): Promise<void> {
  const { url, tender, seen, until } = walk
  const desk = `${url}/en/workspace/procurement/questions`
  await walk.as('supervision', async (page) => {
    assert.equal(await page.locator('.workspace-nav a[href$="/workspace/trustee"]').count(), 0, 'no trustee')
    await page.goto(desk)
    const short = page.locator('article:has(h3:has-text("A short time to bid"))')
    assert.match((await short.textContent())!, /= 0 d < 1 d.*Threshold set under .*art\. 35/s)
    await raise(page, desk, 'A short time to bid', 'Why was an hour enough?')
    await raise(page, desk, 'A single bid', 'Why did nobody else bid?')
    await page.goto(desk)
    await page.waitForSelector('#asked-1')
    await seen(page, 'questions-raised')
    await page.goto(`${url}/en/procurement/${tender.row}`)
    assert.equal(await page.locator('#flags').count(), 0, 'nothing public before an answer')
  })
  await walk.as('buyer', async (page) => {
    await page.goto(`${url}/en/workspace/procurement/${tender.row}`)
    assert.match((await page.textContent('[aria-labelledby=asked]'))!, /Why was an hour enough\?/)
    await seen(page, 'questions-buyer')
    await act(page, page.locator('article:has-text("an hour") a.ds-button'), { answer: 'The road was closed.' })
    await until('the answer', 'flag', 'answered')
  })
  // One working day, which a weekend makes longer; no clock of a node jumps by a day.
  for (let at = 0; at < 5; at++) {
    tender.letPass(20 * 3_600_000)
    await tender.act('buyer', 'plan', { ...tender.plan, number: `T-later-${at}` })
  }
  await until('the end of the time to answer', 'flag', 'unanswered')
  await walk.as('supervision', async (page) => {
    for (const [words, finding] of [
      ['an hour', 'satisfied'],
      ['nobody else', 'passedOn'],
    ] as const) {
      await page.goto(desk)
      await act(page, page.locator(`article:has-text("${words}") a.ds-button`), {
        finding,
        reasons: 'As the file shows.',
      })
    }
    await page.goto(`${url}/en/procurement/${tender.row}`)
    const shown = (await page.textContent('section:has(> #flags)'))!.replaceAll('\n', ' ')
    assert.match(shown, /an hour enough\?.*The road was closed\..*satisfied.*As the file shows\./)
    assert.match(shown, /nobody else bid\?.*No answer came in time\..*passed on/)
    await seen(page, 'questions-settled')
  })
}

async function raise(page: Page, desk: string, name: string, words: string): Promise<void> {
  await page.goto(desk)
  const panel = page.locator(`article:has(h3:has-text("${name}"))`).filter({ hasText: 'Ask the buyer' })
  await act(page, panel.locator('a.ds-button'), { question: words })
}

/** Fills in a form of an act, signs and sends it. */
async function act(page: Page, link: ReturnType<Page['locator']>, fields: { readonly [name: string]: string }) {
  await link.click()
  await page.waitForSelector('#act-keys')
  for (const [name, value] of Object.entries(fields)) {
    const written = page.locator(`[id="w-${name}"]`)
    if ((await written.count()) > 0) await written.fill(value)
    else await page.selectOption(`[name="${name}"]`, value)
  }
  await page.click('button[type=submit]')
  await page.waitForSelector('#act-trial:has-text("would be carried out")')
  await page.click('[data-act=signSend]')
  await page.waitForURL(/\/receipts\/\d+$/)
}
