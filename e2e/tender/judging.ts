import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { writes } from './bidding.ts'
import { type Cast, row, stepIs } from './cast.ts'
import { bidders } from './house.ts'
import { takesStep } from './preparing.ts'

const way = `/workspace/procurement/${row}`
const scoring = '/workspace/procurement/scoring'
const byWay = (step: string, action: string) => `#step-${step} a[href*="/act/procurement/${action}"]`

/** An act on the procedure, once its page has it as the next. */
async function acts(cast: Cast, name: string, step: string, action: string): Promise<void> {
  const page = await cast.at(name, way)
  await cast.shows(page, way, byWay(step, action))
  await cast.act(page, byWay(step, action))
}

/** One of three trustees has vanished: the shares of two open what is still sealed. */
export async function trusteesOpen(cast: Cast): Promise<void> {
  for (const name of ['audit', 'justice']) {
    const page = await cast.at(name, '/workspace/trustee')
    await page.click(`a[href*="/workspace/trustee/"][href$="/${name}"]`)
    await stepIs(page, 'give')
    await page.click('[data-act=give]')
    await page.click('[data-act=key]')
    await cast.opensSecrets(page)
    await cast.entered(page, 'trustee')
  }
  const page = cast.page('justice')
  await takesStep(cast, page, 'open')
  await stepIs(page, 'allOpen')
  await cast.seen(page, 'trustee-opened')
}

/** The offers are examined, five experts judge under seal, and the formula ranks. */
export async function evaluate(cast: Cast): Promise<void> {
  await acts(cast, 'center', 'finishOpening', 'finishOpening')
  await acts(cast, 'center', 'draw', 'draw')
  await qualifies(cast)
  const seats = await cast.people.rows('seat', (rows) => rows.length === 10)
  const experts = seats
    .filter(({ fields }) => Number(fields.order) <= 5)
    .map(({ fields }) => (fields.organ as { readonly id: string }).id)
  for (const [at, expert] of experts.entries()) await scores(cast, expert, at)
  for (const expert of experts) await reveals(cast, expert)
  await acts(cast, 'center', 'assess', 'assess')
}

async function qualifies(cast: Cast): Promise<void> {
  const page = cast.page('center')
  const link = '[aria-labelledby=examine] a[href*="/act/procurement/qualify"]'
  for (const left of [3, 2, 1]) {
    await cast.shows(page, way, link, left)
    if (left === 3) await cast.seen(page, 'way-examine')
    await cast.act(page, link)
  }
  await cast.shows(page, way, link, 0)
}

/** Points survive the tab, and only their digest goes in. */
async function scores(cast: Cast, expert: string, at: number): Promise<void> {
  const page = await cast.at(expert, scoring)
  await page.waitForSelector('gongshi-scoring #act-keys')
  if (at === 0) await slips(page)
  for (const bid of bidders.keys())
    for (const criterion of [0, 1])
      await page.fill(`[name=points-${bid}-${criterion}]`, `${70 + at + bid * 5 + criterion}`)
  if (at === 0) {
    await cast.seen(page, 'scoring')
    await page.reload()
    await page.waitForSelector('.scoring-said:not(:empty)')
    assert.equal(await page.inputValue('[name=points-2-1]'), '81')
    await page.waitForSelector('#act-keys')
  }
  await page.click('gongshi-scoring button[type=submit]')
  await page.waitForSelector('[data-entered]')
  if (at === 0) await findsSheetAgain(cast, page)
}

async function slips(page: Page): Promise<void> {
  const told = page.locator('gongshi-scoring .field-error:visible')
  for (const points of ['101', '59']) {
    await page.fill('[name=points-0-0]', points)
    await told.filter({ hasText: points === '101' ? '100' : '60' }).waitFor()
  }
}

/** A browser that has lost everything gets its sheet back from the file, and from no other. */
async function findsSheetAgain(cast: Cast, page: Page): Promise<void> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-save]')])
  const path = cast.people.at('sheet.json')
  await download.saveAs(path)
  await page.evaluate(() => localStorage.clear())
  await cast.shows(page, scoring, '[data-lost]')
  const input = 'gongshi-scoring input[type=file]:not(#act-key-file)'
  const spoilt = readFileSync(path, 'utf8').replace('"points": 70', '"points": 99')
  await page.setInputFiles(input, { name: 's.json', mimeType: 'application/json', buffer: Buffer.from(spoilt) })
  await page.waitForSelector('.scoring-said .field-error')
  await page.setInputFiles(input, path)
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=points-0-0]')?.value === '70')
  await cast.seen(page, 'scoring-given')
}

async function reveals(cast: Cast, expert: string): Promise<void> {
  const page = cast.page(expert)
  await cast.shows(page, scoring, 'gongshi-scoring button[type=submit]:not([disabled])')
  await page.waitForSelector('#act-keys')
  await page.click('gongshi-scoring button[type=submit]')
  await page.waitForSelector('[data-entered]')
}

/** The buyer proposes the first; anybody computes it again. */
export async function proposes(cast: Cast): Promise<void> {
  const page = await cast.at('works', way)
  await cast.shows(page, way, byWay('propose', 'propose'))
  await cast.seen(page, 'way-ranked')
  await cast.act(page, byWay('propose', 'propose'))
  await cast.seen(page, 'receipt-proposed')
}

/** What public data raises is a question to the buyer, which the supervisor sees first. */
export async function supervises(cast: Cast): Promise<void> {
  const page = await cast.at('inspectorate', '/workspace/procurement/questions')
  await cast.seen(page, 'questions')
}

/** Both parties sign the same contract, and the agent ends the procedure. */
export async function signsContract(cast: Cast): Promise<void> {
  const page = await cast.at('works', way)
  const [award] = await cast.people.rows('award', ([found]) => found?.status === 'standing')
  const supplier = (award!.fields.supplier as { readonly id: string }).id
  await cast.shows(page, way, byWay('contract', 'sign'))
  await cast.seen(page, 'way-standing')
  await cast.actOfTwo(page, byWay('contract', 'sign'), supplier, () =>
    writes(page, 'contract', 'Contract: repair of roads (sample)\nAs tendered and as offered.'),
  )
  await acts(cast, 'center', 'complete', 'complete')
  await cast.people.rows('procedure', ([found]) => found?.status === 'completed')
}

/** A stranger's own browser computes the award again. */
export async function recomputes(cast: Cast): Promise<void> {
  const page = await cast.visitor()
  await cast.shows(page, `/procurement/${row}`, 'a[href$="/lots/1/recompute"]')
  await cast.seen(page, 'procedure-completed')
  await page.click('a[href$="/lots/1/recompute"]')
  await page.click('gongshi-award button')
  await page.waitForSelector('[data-result]')
  assert.equal(await page.getAttribute('[data-result]', 'data-result'), 'passed')
  assert.equal(await page.locator('[data-step][data-agrees=true]').count(), 8)
  await cast.seen(page, 'award-recomputed')
}
