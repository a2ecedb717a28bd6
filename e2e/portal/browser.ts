import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

export type Look = { readonly width: number; readonly scheme: 'light' | 'dark'; readonly forced?: boolean }

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Runs `use` in a fresh Chromium with a profile of its own, and removes both. */
export async function inBrowser<Result>(
  look: Look,
  use: (context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const profile = await mkdtemp(join(tmpdir(), 'gongshi-e2e-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args,
    viewport: { width: look.width, height: look.width < 600 ? 844 : 900 },
    colorScheme: look.scheme,
    forcedColors: look.forced === true ? 'active' : 'none',
    reducedMotion: 'reduce',
  })
  try {
    return await use(context)
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 3 })
  }
}
