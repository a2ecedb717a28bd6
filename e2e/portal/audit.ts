import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

/**
 * No violation of WCAG 2.2 AA or of axe's best practices, in the look that the page has now.
 * @param rules every one of them, or those named
 */
export async function assertAccessible(page: Page, where: string, rules: readonly string[] = tags): Promise<void> {
  assert.deepEqual(await violationsOf(page, rules), [], where)
}

/** What axe finds in the look that the page has now: a rule, and the first places where it is broken. */
export async function violationsOf(page: Page, rules: readonly string[] = tags): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${axe}; null`)
  const options = JSON.stringify({ runOnly: rules, resultTypes: ['violations'] })
  return page.evaluate(
    `axe.run(document, ${options}).then((result) => result.violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join(' | ')))`,
  )
}

export async function assertNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const)
  assert.ok(wide <= seen, `${where}: ${wide} px wide in a window of ${seen}`)
}
