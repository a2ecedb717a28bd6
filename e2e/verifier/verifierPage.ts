import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildVerifier } from '@gongshi/portal/build'
import type { Lang } from '@gongshi/ui'
import type { BrowserContext, Page } from 'playwright-core'
import { inBrowser } from '../portal/browser.ts'
import type { Look } from '../portal/looks.ts'

/** Writes the verifier to a folder and answers its file: URL. */
export async function savedVerifier(folder: string): Promise<string> {
  const path = join(folder, 'gongshi-verify.html')
  await writeFile(path, (await buildVerifier()).html)
  return pathToFileURL(path).href
}

export type Opened = { readonly page: Page; readonly problems: string[] }

/** Opens a page and gathers whatever its console complains of, refused policies included. */
export async function open(context: BrowserContext, url: string): Promise<Opened> {
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  await page.goto(url)
  return { page, problems }
}

/** Runs one check in a fresh profile on the file from disk, and hands the page over, whose console must stay silent. */
export async function inSaved(
  url: string,
  look: Look,
  use: (page: Page) => Promise<void>,
  lang: Lang = 'en',
): Promise<void> {
  await inBrowser(look, async (context) => {
    const { page, problems } = await open(context, `${url}#${lang}`)
    await use(page)
    assert.deepEqual(problems, [])
  })
}

export const stateOf = (page: Page, step: string): Promise<string | null> =>
  page.getAttribute(`#steps [data-step=${step}]`, 'class')

const file = (name: string, content: Uint8Array | string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
})

/** Chooses the files as a reader does, pins the root if a fingerprint is given, and runs. Answers the verdict's kind. */
export async function verifyIn(
  page: Page,
  chosen: {
    readonly evidence: Uint8Array | string
    readonly trust: string
    readonly fingerprint?: string
    readonly name?: string
  },
): Promise<string> {
  await page.setInputFiles('#evidence', file(chosen.name ?? 'notice.gse', chosen.evidence))
  await page.setInputFiles('#trust', file('trust.json', chosen.trust))
  await page.waitForSelector('#trust-known:not([hidden])')
  if (chosen.fingerprint !== undefined) await page.fill('#pin', chosen.fingerprint)
  await page.click('#run')
  await page.waitForSelector('#verdict-head')
  return (await page.getAttribute('#verdict > div', 'data-verdict')) ?? ''
}
