import type { Page } from 'playwright-core'

/** An input of a form, by the path of what it asks for. */
export const inputAt = (page: Page, name: string) => page.locator(`[name="${name}"]`)

/** A notice of an organ in the form of `disclosure` `publish`; its words become a content. */
export async function fillNotice(
  page: Page,
  { scheme, id }: { readonly scheme: string; readonly id: string },
  identifier: string,
): Promise<void> {
  const values = { 'organ.scheme': scheme, 'organ.id': id, identifier, kind: 'notice', issued: '2026-01-02' }
  for (const [name, value] of Object.entries(values)) await inputAt(page, name).fill(value)
  await inputAt(page, 'clause').fill('government-information/20')
  const words = 'Water will be shut off\nOn Monday from nine to eleven.\n\nPlease store some.'
  await page.fill('[data-content=written]', words)
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=content]')!.value.length === 64)
}
