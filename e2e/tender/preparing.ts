import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type Cast, fill, fillTime, number, row, stepIs } from './cast.ts'
import { bidders, experts, trustees } from './house.ts'

const dayMs = 86_400_000
const way = `/workspace/procurement/${row}`
const finding = (page: Page, code: string) => page.locator(`[data-findings] [data-code="${code}"]`)

/** The buyer composes, the agent prepares, the desk publishes its key, the trustees make theirs, and the notice goes out. */
export async function prepares(cast: Cast): Promise<void> {
  const buyer = await cast.at('works', '/workspace/procurement')
  await composes(cast, buyer)
  const agent = await cast.at('center', way)
  await goesOn(cast, agent)
  await deskIssues(cast)
  await makesKey(cast, agent)
  await publishes(cast, agent)
}

/** From a template; what the ledger would refuse is told while typing, with its clause. */
async function composes(cast: Cast, page: Page): Promise<void> {
  await page.click('a[href$="/workspace/procurement/new"]')
  await page.click('[data-template=works]')
  assert.equal(await page.inputValue('[name="buyer.id"]'), 'works', 'filled in from the office')
  await fill(page, 'number', number)
  await fill(page, 'agency.scheme', 'x-sample')
  await fill(page, 'agency.id', 'center')
  await fill(page, 'criteria[0].weight', '7000')
  await finding(page, 'publish.unweighted')
    .filter({ hasText: /110 ?%/ })
    .waitFor()
  await finding(page, 'addCriterion.weightless').waitFor()
  await fill(page, 'criteria[0].weight', '6000')
  await finding(page, 'publish.unweighted').waitFor({ state: 'detached' })
  await fillTime(page, 'askUntil', cast.now() + 3 * dayMs)
  await fillTime(page, 'bidUntil', cast.now() + 4 * dayMs)
  await finding(page, 'publish.short')
    .filter({ hasText: /第三十五条|art\. 35/ })
    .waitFor()
  await fillTime(page, 'bidUntil', cast.now() + 21 * dayMs)
  await finding(page, 'publish.short').waitFor({ state: 'detached' })
  await fill(page, 'experts', '4')
  await finding(page, 'plan.even').waitFor()
  await fill(page, 'experts', '5')
  const officers = await cast.people.officerNumbers()
  for (const expert of experts) await adds(page, 'candidates', { '': JSON.stringify(officers.get(expert)) })
  await fill(page, 'desk.scheme', 'x-sample')
  await fill(page, 'desk.id', 'desk')
  await fill(page, 'threshold', '2')
  for (const id of ['works', ...trustees.slice(1)]) {
    await adds(page, 'trustees', { '.scheme': 'x-sample', '.id': id })
    await finding(page, 'convene.few').waitFor({ state: id === 'archive' ? 'detached' : 'visible' })
  }
  await finding(page, 'convene.party').waitFor()
  await cast.seen(page, 'compose-findings')
  await fill(page, 'trustees[0].id', 'audit')
  await finding(page, 'convene.party').waitFor({ state: 'detached' })
  await staysKept(cast, page)
  await page.click('form.composer button[type=submit]')
  await page.waitForSelector('#compose-acts')
  assert.equal(await page.locator('#compose-acts > li').count(), 1, 'the plan alone is the buyer’s')
  await cast.seen(page, 'compose-review')
  await page.click('#compose-sign-all')
  await page.waitForSelector('#compose-way')
  await cast.shows(page, way, '#step-lots')
  await cast.seen(page, 'way-planned')
}

/** An item more in a list of the form, filled in. */
async function adds(page: Page, list: string, values: { readonly [part: string]: string }): Promise<void> {
  const items = page.locator(`[data-list="${list}"] > [data-items] > *`)
  const at = await items.count()
  await page.click(`[data-list="${list}"] > p > [data-add]`)
  for (const [part, value] of Object.entries(values)) await fill(page, `${list}[${at}]${part}`, value)
}

/** Closed by mistake, and nothing is lost; saved for the agent. */
async function staysKept(cast: Cast, page: Page): Promise<void> {
  await page.reload()
  await page.waitForSelector('#compose-said:not(:empty)')
  assert.equal(await page.inputValue('[name="trustees[2].id"]'), 'archive')
  await finding(page, 'convene.party').waitFor({ state: 'detached' })
  await cast.saves(page, '#compose-save', cast.people.at('tender.json'))
}

/** The agent goes on with the buyer's file: what stands on the ledger is not sent again. */
async function goesOn(cast: Cast, page: Page): Promise<void> {
  await page.click('a[href*="/procurement/new?procedure="]')
  await page.waitForSelector('#act-keys')
  const wrong = { name: 'wrong.json', mimeType: 'application/json', buffer: Buffer.from('{"lots":1}') }
  await page.setInputFiles('#compose-file', wrong)
  await page.waitForSelector('#compose-said:not(:empty)')
  await page.setInputFiles('#compose-file', cast.people.at('tender.json'))
  await page.waitForSelector('[name="criteria[2].weight"]')
  await page.click('form.composer button[type=submit]')
  await page.waitForSelector('#compose-acts')
  const acts = await page
    .locator('#compose-acts > li')
    .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-act')))
  const criteria = Array.from({ length: 3 }, () => 'addCriterion')
  const nominations = experts.map(() => 'nominate')
  assert.deepEqual(acts, ['addLot', ...criteria, ...nominations, 'entrust', 'convene'])
  await page.click('#compose-sign-all')
  await page.waitForSelector('#compose-way')
}

/** The desk makes its key in its own browser and publishes it before the notice. */
async function deskIssues(cast: Cast): Promise<void> {
  const page = await cast.at('desk', '/workspace/trustee')
  await cast.shows(page, '/workspace/trustee', `a[href$="/workspace/admission/${row}"]`)
  await page.click(`a[href$="/workspace/admission/${row}"]`)
  await cast.trustsByPrint(page)
  await stepIs(page, 'issue')
  await cast.seen(page, 'admission-issue')
  await page.click('[data-act=issue]')
  await page.click('[data-act=key]')
  await cast.newSecrets(page)
  await cast.entered(page, 'desk')
  await stepIs(page, 'sign')
}

async function makesKey(cast: Cast, agent: Page): Promise<void> {
  const pages = new Map<string, Page>()
  for (const name of trustees) {
    const page = await cast.at(name, '/workspace/trustee')
    pages.set(name, page)
    await page.click(`a[href*="/workspace/trustee/"][href$="/${name}"]`)
    await cast.trustsByPrint(page)
    await stepIs(page, 'enrol')
    await page.click('[data-act=enrol]')
    if (name === 'archive') await cast.opensKey(page, name)
    else await page.click('[data-act=key]')
    await cast.newSecrets(page)
    await cast.entered(page, 'trustee')
  }
  const [audit, justice, archive] = trustees.map((name) => pages.get(name)!)
  await cast.seen(audit!, 'trustee-enrolled')
  await cast.shows(agent, way, '#step-begin a[href*="/act/procurement/begin"]')
  await cast.act(agent, '#step-begin a[href*="/act/procurement/begin"]', (page) => fill(page, 'threshold', '2'))
  await takesStep(cast, audit!, 'contribute')
  await takesStep(cast, justice!, 'contribute')
  await goesOnByHand(cast, archive!)
  await closesAndJudges(cast, justice!)
  await takesStep(cast, audit!, 'judge')
  await cast.shows(agent, way, '#step-makeKey a[href*="/act/procurement/makeKey"]')
  await cast.act(agent, '#step-makeKey a[href*="/act/procurement/makeKey"]')
}

/** The third goes on by the command line, with what its browser has kept. */
async function goesOnByHand(cast: Cast, page: Page): Promise<void> {
  const { people, ledger } = cast
  await cast.saves(page, '#secrets-saved', join(ledger.keys, (await page.getAttribute('#secrets-saved', 'download'))!))
  for (const step of ['contribute', 'judge'])
    await people.good('trustee', step, row, '--key', 'archive', '--trust', people.at('trust.json'))
}

/** Whoever closes the page loses nothing. */
async function closesAndJudges(cast: Cast, page: Page): Promise<void> {
  await page.reload()
  await page.click('[data-act=judge]')
  await page.click('[data-act=key]')
  await page.fill('#passphrase', 'not it, this one')
  await page.click('[data-act=open]')
  await page.waitForSelector('#unlock-failure:has-text("key-file-passphrase-wrong")')
  await cast.opensSecrets(page)
  await cast.entered(page, 'trustee')
}

/** What is the next step at a trustee's page, done. */
export async function takesStep(cast: Cast, page: Page, step: string): Promise<void> {
  await page.click('[data-act=again]')
  await stepIs(page, step)
  await page.click(`[data-act=${step}]`)
  await cast.entered(page, 'trustee')
}

/** A trustee keeps a second copy of what was handed in, and says so on the ledger; again, there is nothing to fetch. */
export async function keepsCopies(cast: Cast): Promise<void> {
  const page = cast.page('justice')
  await page.click('[data-act=again]')
  for (const outcome of ['held', 'already']) {
    await page.click('#copies [data-act=keep]')
    await page
      .locator(`#copied > [data-outcome=${outcome}]`)
      .nth(bidders.length - 1)
      .waitFor()
    await page.waitForSelector(`[data-copied="${bidders.length}/${bidders.length}"]`)
  }
  await cast.seen(page, 'trustee-copies')
  await cast.people.rows('holding', (rows) => rows.length === bidders.length)
}

/** The notice is signed by the agent here, and by a purchaser who did not plan on the page Sign. */
async function publishes(cast: Cast, page: Page): Promise<void> {
  await cast.shows(page, way, '#step-publish a')
  await cast.seen(page, 'way-keyed')
  await page.goto(cast.url(`/workspace/procurement/new?procedure=${row}`))
  await page.waitForSelector('#f-act-signer-1')
  await fillTime(page, 'askUntil', cast.now() + 3 * dayMs)
  await fillTime(page, 'bidUntil', cast.now() + 20.5 * dayMs)
  await page.fill('#f-act-signer-1', await cast.keyId('deputy'))
  await page.click('form.composer button[type=submit]')
  await page.waitForSelector('#compose-review [role=status] > *')
  await cast.seen(page, 'compose-publish')
  await page.click('#compose-publish')
  await cast.signs('deputy', await page.inputValue('#draft-link'))
  await cast.shows(page, `/procurement/${row}`, '.sheet .document')
  await cast.seen(page, 'procedure-published')
}
