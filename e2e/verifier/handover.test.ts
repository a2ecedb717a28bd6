import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parseTrust, toHex, trustFingerprint } from '@gongshi/protocol'
import { inBrowser } from '../portal/browser.ts'
import { desktop } from '../portal/looks.ts'
import { open, savedVerifier, verifyIn } from './verifierPage.ts'

/**
 * Recorded while one operator's ledger went over to a consortium of two (GONGSHI_RECORD, packages/node/src/beginning/handOver.test.ts):
 * evidence of an entry from before, and of one from after, whose path leads over the move; the trust root is the one of the beginning.
 */
const read = (name: string) => readFileSync(new URL(`./handover/${name}`, import.meta.url))
/** Within the trusting period of that root. */
const then = new Date('2026-11-23T00:30:00Z')

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'gongshi-verifier-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

test('evidence from before and after the move to a consortium verifies in the browser, from the old trust root', async () => {
  const trust = read('trust.json').toString('utf8')
  const fingerprint = toHex(trustFingerprint(parseTrust(trust)))
  const url = await savedVerifier(folder)
  await inBrowser(desktop, async (context) => {
    await context.clock.setFixedTime(then)
    const { page, problems } = await open(context, `${url}#en`)
    for (const [name, said] of [
      ['before.gse', 'one validator signs'],
      ['after.gse', 'sample-city'],
    ] as const) {
      assert.equal(await verifyIn(page, { evidence: read(name), trust, fingerprint, name }), 'proven', name)
      const text = (await page.textContent('main')) ?? ''
      assert.ok(text.includes(said), `${name}: ${text.slice(0, 2000)}`)
    }
    const forged = Uint8Array.from(read('after.gse'))
    forged[forged.length >> 1]! ^= 1
    assert.notEqual(await verifyIn(page, { evidence: forged, trust, fingerprint, name: 'forged.gse' }), 'proven')
    assert.deepEqual(problems, [])
  })
})
