import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { buildVerifier, partBudgetBytes } from '@gongshi/portal/build'
import { parseTrust, splitFragments, toHex, trustFingerprint } from '@gongshi/protocol'
import type { Page } from 'playwright-core'
import { encodeQR } from 'qr'
import { inProfile, startChromium } from '../portal/chromium.ts'
import { assertGoodLooks, desktop, type Look } from '../portal/looks.ts'
import { filmOf, pictureOf } from './pictures.ts'
import { entryEvidence, trustJson } from './sampleLedger.ts'
import { open, savedVerifier } from './verifierPage.ts'

const trust = trustJson()
const fingerprint = toHex(trustFingerprint(parseTrust(trust)))
const phone: Look = { width: 390, scheme: 'light' }
let folder: string
let url: string
let codes: readonly string[]

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshi-codes-'))
  url = await savedVerifier(folder)
  codes = splitFragments((await entryEvidence()).gse)
})
after(() => rm(folder, { recursive: true, force: true }))

/** The page from disk with the network unplugged, before a camera that shows `film`, or one that is refused. */
async function beforeCamera(
  look: Look,
  camera: 'refused' | { readonly film: readonly string[] },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const film = join(folder, 'film.y4m')
  if (camera !== 'refused') writeFileSync(film, filmOf(camera.film.map(modules)))
  const browser = await startChromium([
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
    camera === 'refused' ? '--deny-permission-prompts' : '--use-fake-ui-for-media-stream',
  ])
  try {
    await inProfile(browser, look, async (context) => {
      const { page, problems } = await open(context, `${url}#en`)
      await context.setOffline(true)
      await use(page)
      // Frames whose shape the library does not take from the camera it draws first; Chromium has a hint on its speed for that.
      assert.deepEqual(
        problems.filter((text) => !text.includes('willReadFrequently')),
        [],
      )
    })
  } finally {
    await browser.close()
  }
}

const modules = (text: string): boolean[][] => encodeQR(text, 'raw', { ecc: 'medium', border: 4 })

async function verified(page: Page): Promise<string | null> {
  await page.setInputFiles('#trust', { name: 'trust.json', mimeType: 'application/json', buffer: Buffer.from(trust) })
  await page.waitForSelector('#trust-known:not([hidden])')
  await page.fill('#pin', fingerprint)
  await page.click('#run')
  await page.waitForSelector('#verdict-head')
  return page.getAttribute('#verdict > div', 'data-verdict')
}

describe('evidence from QR codes, without a network', () => {
  test('a camera sees them one after the other, and the evidence is proven', async () => {
    assert.ok(codes.length >= 3, 'several codes')
    await beforeCamera(phone, { film: codes }, async (page) => {
      await page.click('#codes-scan')
      await page.click('#codes button:has-text("Use the camera")')
      await page.getByText('evidence.gse').waitFor({ timeout: 60_000 })
      assert.equal(await page.locator('#codes video').count(), 0, 'the camera is off')
      assert.equal(await verified(page), 'proven')
    })
  })

  test('pictures of several codes and of one, the rest asked for by number; other codes and no codes are told', async () => {
    await beforeCamera(phone, 'refused', async (page) => {
      await page.click('#codes-scan')
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Read from QR codes')
      await page.click('#codes button:has-text("Use the camera")')
      await page.getByText(/camera was not allowed|No camera can be used/).waitFor()
      const choose = (name: string, ...shown: readonly string[]) =>
        page.setInputFiles('#pictures', {
          name,
          mimeType: 'image/png',
          buffer: Buffer.from(pictureOf(shown.map(modules))),
        })
      await choose('empty.png')
      await page.getByText('No code was found in empty.png').waitFor()
      await choose('address.png', 'https://ledger.example/entries/12')
      await page.getByText('It says: https://ledger.example/entries/12').waitFor()
      await choose('first.png', ...codes.slice(0, -1))
      await page
        .getByText(`${codes.length - 1} of ${codes.length} codes read; still missing: ${codes.length}.`)
        .waitFor()
      await assertGoodLooks(page, 'codes')
      await choose('foreign.png', splitFragments(new Uint8Array(20))[0]!)
      await page.getByText('This code belongs to other evidence').waitFor()
      await choose('last.png', codes.at(-1)!)
      await page.getByText('evidence.gse').waitFor()
      assert.equal(await verified(page), 'proven')
    })
  })

  test('its script is within its budget, and is not run before it is asked for', async () => {
    const { partGzipBytes } = await buildVerifier()
    for (const part of ['codes', 'drafts', 'mlDsa44'] as const)
      assert.ok(partGzipBytes[part] <= partBudgetBytes[part], `${part}: ${partGzipBytes[part]} bytes of script`)
    await beforeCamera(desktop, 'refused', async (page) => {
      assert.equal(await page.evaluate(() => globalThis.gongshiCodes), undefined)
    })
  })
})
