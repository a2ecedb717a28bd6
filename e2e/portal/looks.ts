import type { Page } from 'playwright-core'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'

export type Look = { readonly width: number; readonly scheme: 'light' | 'dark'; readonly forced?: boolean }

export const desktop: Look = { width: 1280, scheme: 'light' }
export const phone: Look = { width: 390, scheme: 'light' }

const narrowest: Look = { width: 320, scheme: 'light' }
const coloured: readonly (readonly [string, Look])[] = [
  ['desktop, dark', { width: 1280, scheme: 'dark' }],
  ['desktop, forced colours', { width: 1280, scheme: 'dark', forced: true }],
  ['phone, dark', { width: 390, scheme: 'dark' }],
]
/** What colours alone can break. */
export const colourRules = ['color-contrast', 'link-in-text-block']

export const viewportOf = ({ width }: Look) => ({ width, height: width < 600 ? 844 : 900 })

export const mediaOf = ({ scheme, forced }: Look) =>
  ({ colorScheme: scheme, forcedColors: forced === true ? 'active' : 'none', reducedMotion: 'reduce' }) as const

/**
 * Looks at the page that is there in each look, in the desktop's light one last: axe finds nothing, and nothing scrolls sideways
 * down to 320 px. The other looks differ from the light ones by colours, so only the rules of colours are asked there; with
 * GONGSHI_LONG all are asked everywhere.
 * @param turn which one of the coloured looks is looked at, counted round; null for none of them and no phone, undefined for all
 */
export async function assertGoodLooks(page: Page, where: string, turn?: number | null): Promise<void> {
  const all = process.env.GONGSHI_LONG !== undefined
  const isLookedAt = (at: number) => all || turn === undefined || (turn !== null && turn % coloured.length === at)
  for (const [at, [name, look]] of coloured.entries()) {
    if (!isLookedAt(at)) continue
    await lookAs(page, look)
    await assertAccessible(page, `${where} ${name}`, all ? undefined : colourRules)
    await assertNoSidewaysScroll(page, `${where} ${name}`)
  }
  await lookAs(page, phone)
  if (all || turn !== null) await assertAccessible(page, `${where} phone`)
  await assertNoSidewaysScroll(page, `${where} phone`)
  await lookAs(page, narrowest)
  await assertNoSidewaysScroll(page, `${where} 320 px`)
  await lookAs(page, desktop)
  await assertAccessible(page, `${where} desktop`)
  await assertNoSidewaysScroll(page, `${where} desktop`)
}

async function lookAs(page: Page, look: Look): Promise<void> {
  await page.setViewportSize(viewportOf(look))
  await page.emulateMedia(mediaOf(look))
}
