import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseTrust, toHex, trustFingerprint } from '@gongshi/protocol'
import { rowKeyText } from '@gongshi/sdk'
import { openKeyFile } from '@gongshi/sdk/node'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { assertAccessible, assertNoSidewaysScroll } from '../portal/audit.ts'
import { startChromium } from '../portal/chromium.ts'
import { makePasskey, officerAt, type Point } from '../portal/officer.ts'
import { organText } from './house.ts'
import type { Ledger } from './ledgers.ts'
import { hirePurchaser, People } from './people.ts'

export type Lang = 'zh' | 'en'
/** The tender that is played. */
export const number = 'CG-2026-1'
export const row = rowKeyText([['x-sample', 'works'], number])
const passphrase = 'for a test'
const mostMs = 120_000
const widths = [1280, 390]

/** Everybody who takes part, each in a browser profile of their own, at pages of one language. */
export class Cast {
  readonly ledger: Ledger
  readonly lang: Lang
  /** By the command line: whatever somebody does away from the pages. */
  readonly people: People
  /** What went wrong in anybody's browser. */
  readonly problems: string[] = []
  readonly #browser: Browser
  readonly #pages = new Map<string, Page>()
  readonly #points = new Map<string, Point>()

  private constructor(ledger: Ledger, lang: Lang, people: People, browser: Browser) {
    this.ledger = ledger
    this.lang = lang
    this.people = people
    this.#browser = browser
  }

  static async at(ledger: Ledger, lang: Lang, folder: string): Promise<Cast> {
    const people = new People(ledger, folder)
    await people.good('trust', ledger.url(), '-o', people.at('trust.json'))
    return new Cast(ledger, lang, people, await startChromium())
  }

  async end(): Promise<void> {
    await this.#browser.close()
  }

  url(path: string): string {
    return `${this.ledger.url()}/${this.lang}${path}`
  }

  key(name: string): string {
    return join(this.ledger.keys, `${name}.key.json`)
  }

  now(): number {
    return Date.now() + this.ledger.aheadMs()
  }

  /** Somebody with a browser of their own, which is as far ahead as the ledger. */
  async #profile(): Promise<BrowserContext> {
    const reducedMotion = 'reduce'
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion })
    context.setDefaultTimeout(mostMs)
    context.on('console', (message) => {
      const { url } = message.location()
      // A page that is asked for before the views have its row.
      const isEarly = message.text().includes('404') && url.endsWith(row)
      // A page of the workspace follows what is new while the house turns its clock, when sessions end and the node is away.
      const isFollowing = ['/api/v1/workspace/notifications', '/api/v1/events'].some((path) => url.endsWith(path))
      if (message.type() === 'error' && !isEarly && !isFollowing) this.problems.push(`${message.text()} ${url}`)
    })
    context.on('weberror', (error) => this.problems.push(String(error.error())))
    await context.clock.setSystemTime(this.now())
    return context
  }

  async visitor(): Promise<Page> {
    return (await this.#profile()).newPage()
  }

  /** Officers with a passkey each, which their administrators register; it signs once its notice has passed. */
  async officers(names: readonly string[]): Promise<void> {
    const makes = async (name: string) => {
      const { page, problems } = await officerAt(await this.#profile(), this.url('/sign'))
      assert.deepEqual(problems, [])
      this.#pages.set(name, page)
      this.#points.set(name, await makePasskey(page))
    }
    await Promise.all(names.map(makes))
  }

  point(name: string): Point {
    return this.#points.get(name)!
  }

  /** The key id under which somebody signs at the pages. */
  async keyId(name: string): Promise<string> {
    const passkey = this.#points.get(name)
    if (passkey !== undefined) return passkey.keyId
    return toHex((await openKeyFile(readFileSync(this.key(name), 'utf8'), null)).key.id)
  }

  page(name: string): Page {
    return this.#pages.get(name)!
  }

  /** The page of an officer who is signed in, at a path of the workspace. */
  async at(name: string, path: string): Promise<Page> {
    const page = this.page(name)
    await page.goto(this.url(path))
    if ((await page.locator('gongshi-sign-in').count()) === 0) return page
    await page.click('gongshi-sign-in button')
    await page.waitForURL((url) => url.pathname === `/${this.lang}${path}`)
    return page
  }

  /** The ledger's days pass, and everybody's. */
  async letPass(days: number): Promise<void> {
    await this.ledger.letPass(days)
    for (const context of this.#browser.contexts()) await context.clock.setSystemTime(this.now())
  }

  /** Waits for what a view will have: the page is loaded again until it shows it, or shows so many of it. */
  async shows(page: Page, path: string, selector: string, count?: number): Promise<void> {
    for (const until = Date.now() + mostMs; Date.now() < until; ) {
      await page.goto(this.url(path))
      if (await this.#isShown(page, selector, count)) return
      await page.waitForTimeout(200)
    }
    assert.fail(`${path} never showed ${selector}: ${await page.textContent('main')}`)
  }

  async #isShown(page: Page, selector: string, count: number | undefined): Promise<boolean> {
    if (count !== undefined) return (await page.locator(selector).count()) === count
    const place = page.locator(selector).first()
    return place.waitFor({ state: 'attached', timeout: 3_000 }).then(
      () => true,
      () => false,
    )
  }

  /** An important page: axe, nothing sideways, and for whoever wants to look pictures where `GONGSHI_PICTURES` says. */
  async seen(page: Page, name: string): Promise<void> {
    const folder = process.env.GONGSHI_PICTURES || undefined
    await assertAccessible(page, name)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await assertNoSidewaysScroll(page, `${name} at ${width} px`)
      if (folder !== undefined)
        await page.screenshot({ path: `${folder}/${name}-${this.lang}-${width}.png`, fullPage: true })
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  }

  /** An act of one signer by the form that a page links to, from the check to its receipt. */
  async act(page: Page, link: string, fill: (page: Page) => Promise<void> = async () => {}): Promise<void> {
    await this.#checked(page, link, fill)
    await page.click('[data-act=signSend]')
    await page.waitForURL(/\/receipts\/\d+$/).catch(async (cause: Error) => {
      throw new Error(`${link}: ${await page.textContent('gongshi-act')}`, { cause })
    })
  }

  /** An act of two: the first signs in the form and passes the draft on, the other signs it on the page Sign and submits. */
  async actOfTwo(
    page: Page,
    link: string,
    other: string,
    fill: (page: Page) => Promise<void> = async () => {},
  ): Promise<void> {
    await this.#checked(page, link, async () => {
      await fill(page)
      await page.fill('#f-act-signer-1', await this.keyId(other))
    })
    await page.click('[data-act=signPass]')
    await this.signs(other, await page.inputValue('#draft-link'))
  }

  async #checked(page: Page, link: string, fill: (page: Page) => Promise<void>): Promise<void> {
    await page.click(link)
    await page.waitForSelector('#act-keys')
    await fill(page)
    await page.click('gongshi-act form button[type=submit]')
    await page.waitForSelector('#act-trial > *')
  }

  /** With the own passkey, or with a key file. */
  async signs(name: string, draft: string): Promise<void> {
    const hasPasskey = this.#pages.has(name)
    const page = hasPasskey ? this.page(name) : await this.visitor()
    await page.goto('about:blank')
    await page.goto(draft)
    await page.waitForSelector('#draft')
    if (!hasPasskey) await this.opensKey(page, name)
    await page.click('gongshi-sign [data-act=sign]')
    await page.click('gongshi-sign [data-act=submit]')
    await page.waitForSelector('#sign-said a[href*="/entries/"]')
    assert.doesNotMatch((await page.textContent('#sign-said'))!, /\(|（/, 'refused')
  }

  async opensKey(page: Page, name: string): Promise<void> {
    await page.setInputFiles('#act-key-file', this.key(name))
    await page.click('#act-key-open')
  }

  /** The root is compared with a print from elsewhere; another one is refused. */
  async trustsByPrint(page: Page): Promise<void> {
    const print = toHex(trustFingerprint(parseTrust(readFileSync(this.people.at('trust.json'), 'utf8'))))
    await page.fill('#trust-print', 'ab'.repeat(16))
    await page.click('[data-act=trust]')
    await page.waitForSelector('#e-trust-print:not([hidden])')
    await page.fill('#trust-print', print.slice(0, 32))
    await page.click('[data-act=trust]')
    await page.waitForSelector('#trust-ground')
  }

  async trustsByFile(page: Page): Promise<void> {
    await page.setInputFiles('#trust-file', this.people.at('trust.json'))
    await page.click('[data-act=trust]')
  }

  async newSecrets(page: Page): Promise<void> {
    await page.fill('#passphrase', passphrase)
    await page.fill('#passphrase-again', passphrase)
    await page.click('[data-act=begin]')
  }

  async opensSecrets(page: Page): Promise<void> {
    await page.fill('#passphrase', passphrase)
    await page.click('[data-act=open]')
  }

  async saves(page: Page, link: string, name?: string): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(link)])
    const kept = name ?? this.people.at(download.suggestedFilename())
    await download.saveAs(kept)
    return kept
  }

  /** That an island has said that an act is entered. */
  async entered(page: Page, island: 'bid' | 'trustee' | 'desk'): Promise<void> {
    await page.waitForSelector(`#${island}-said [data-color=success] a[href*="/entries/"]`).catch(async (cause) => {
      throw new Error(`not entered: ${await page.textContent(`#${island}-said`)}; ${this.problems.join('; ')}`, {
        cause,
      })
    })
  }
}

/** The step at which an island stands. */
export const stepIs = (page: Page, step: string) => page.waitForSelector(`#step[data-step="${step}"]`)
export const fill = (page: Page, name: string, value: string) => page.fill(`[name="${name}"]`, value)

/** A day and a time of day in the ledger's zone. */
export async function fillTime(page: Page, name: string, ms: number): Promise<void> {
  const local = new Date(ms + 480 * 60_000).toISOString()
  await fill(page, `${name}.day`, local.slice(0, 10))
  await fill(page, `${name}.clock`, local.slice(11, 19))
}

/** Passkeys for all who sign in; the second purchaser is taken on, for who plans does not publish. */
export async function takeOn(cast: Cast, officers: readonly string[]): Promise<void> {
  const { people } = cast
  await cast.officers([...officers, 'deputy'])
  await hirePurchaser(people, cast.point('deputy'))
  const numbers = await people.officerNumbers()
  const announces = (name: string) =>
    people.actOf('organisations', 'announceKey', { ...cast.point(name), officer: numbers.get(name)! }, name)
  await Promise.all(officers.map(announces))
}

export { organText }
