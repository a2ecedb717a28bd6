import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

/** More stops than any page of ours has. */
const mostStops = 150

/** Presses Tab until the focus is on what `selector` names; each stop on the way shows where it is. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press('Tab')
    const { is, where, isSeen } = await page.evaluate((wanted) => {
      const at = document.activeElement!
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at)
      const hasRing = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
      // The calendar's button inside a date is the browser's own, and so is its ring.
      const isSeen = at === document.body || !at.matches(':focus') || hasRing
      return { is: at.matches(wanted), where: at.outerHTML.slice(0, 120), isSeen }
    }, selector)
    assert.ok(isSeen, `no visible focus: ${where}`)
    if (is) return
  }
  assert.fail(`Tab never gets to ${selector}`)
}

/** To it by Tab, then Enter. */
export async function press(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector)
  await page.keyboard.press('Enter')
}

/** To it by Tab, then what is typed. */
export async function type(page: Page, selector: string, words: string): Promise<void> {
  await tabTo(page, selector)
  await page.keyboard.type(words)
}

/** Shortcuts: their list, that they keep out of what is typed, and that they can be turned off. */
export async function walkShortcuts(page: Page): Promise<void> {
  const isOpen = () => page.evaluate(() => document.querySelector('dialog#shortcuts')?.matches('[open]') === true)
  await page.waitForSelector('gongshi-keys button')
  await page.keyboard.press('?')
  assert.ok(await isOpen())
  await tabTo(page, '#shortcuts input[type=checkbox]')
  await page.keyboard.press('Space')
  await page.keyboard.press('Escape')
  assert.ok(!(await isOpen()))
  await page.keyboard.press('?')
  assert.ok(!(await isOpen()), 'turned off')
  await press(page, 'gongshi-keys > button')
  assert.ok(await isOpen(), 'the way to turn them on again needs no shortcut')
  await tabTo(page, '#shortcuts input[type=checkbox]')
  await page.keyboard.press('Space')
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  await page.waitForURL(/\/search#q$/)
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'q')
}
