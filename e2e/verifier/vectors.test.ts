import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fromBase64, parseEvidence, parseTrust, toHex, trustFingerprint } from '@gongshi/protocol'
import { assertGoodLooks, desktop } from '../portal/looks.ts'
import { inSaved, savedVerifier, stateOf, verifyIn } from './verifierPage.ts'

type Case = { readonly name: string; readonly trust: number; readonly evidence?: string; readonly entries?: string }
const vectors = JSON.parse(readFileSync(new URL('../../docs/vectors/evidence.json', import.meta.url), 'utf8')) as {
  readonly good: readonly Case[]
  readonly joint: readonly Case[]
  readonly trust: readonly { readonly trust: object }[]
}
let folder: string
let url: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshi-verifier-'))
  url = await savedVerifier(folder)
})
after(() => rm(folder, { recursive: true, force: true }))

/** A case with the trust root under which it is judged there, and its fingerprint. */
function filesOf(kind: 'good' | 'joint', name: string): { evidence: Uint8Array; trust: string; fingerprint: string } {
  const { evidence, entries, trust: at } = vectors[kind].find((one) => one.name === name)!
  const trust = JSON.stringify(vectors.trust[at]!.trust)
  return {
    evidence: fromBase64((evidence ?? entries)!),
    trust,
    fingerprint: toHex(trustFingerprint(parseTrust(trust))),
  }
}

describe('a witness that signs by ML-DSA-44', () => {
  test('is checked in the page, by the part of the file that nobody else runs, and asks no network', async () => {
    await inSaved(url, desktop, async (page) => {
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      const scripts = () => page.locator('head > script:not([type])').count()
      const before = await scripts()
      const file = filesOf('good', 'cosigned by ML-DSA-44')
      assert.equal(await verifyIn(page, file), 'proven')
      assert.equal(await stateOf(page, 'witnesses'), 'passed')
      assert.equal(await scripts(), before + 1)
      assert.deepEqual(asked, [])
      const { checkpoint } = parseEvidence(file.evidence)
      const line = checkpoint!.trimEnd().split('\n').at(-1)!
      const spoilt = Buffer.from(file.evidence)
      const at = spoilt.indexOf(line) + Buffer.byteLength(line) - 9
      spoilt[at] = spoilt[at] === 65 ? 66 : 65 // another digit of its base64
      assert.equal(await verifyIn(page, { ...file, evidence: spoilt }), 'refused')
      assert.equal(await stateOf(page, 'witnesses'), 'failed')
    })
  })
})

describe('several entries in one file', () => {
  for (const lang of ['zh', 'en'] as const)
    test(`are proven one by one, each with its facts, and bounded by witnesses (${lang})`, async () => {
      const file = filesOf('joint', 'an earlier checkpoint bounds the entries behind the first one, too')
      const look = { ...desktop, width: 390 } as const
      await inSaved(
        url,
        look,
        async (page) => {
          assert.equal(await verifyIn(page, file), 'proven')
          const said = (await page.textContent('#verdict')) ?? ''
          assert.ok(said.includes({ zh: '文件里的 2 条记录', en: '2 entries in this file' }[lang]), said)
          for (const index of [5, 6])
            assert.ok(said.includes({ zh: `第 ${index} 条`, en: `entry ${index}` }[lang]), String(index))
          // Once: it holds of both.
          assert.equal(said.split({ zh: '还没有它', en: 'was without it' }[lang]).length, 2, said)
          const each = page.locator('#facts > details')
          assert.equal(await each.count(), 2)
          await each.last().locator(':scope > summary').click()
          await each.last().locator('dl').first().waitFor()
          const pictures = process.env.GONGSHI_PICTURES
          if (pictures) await page.screenshot({ path: `${pictures}/joint-${lang}-390.png`, fullPage: true })
          await assertGoodLooks(page, `joint evidence, ${lang}`)
        },
        lang,
      )
    })

  test('fall together: one at another place refuses the file, and what held before it is said', async () => {
    await inSaved(url, desktop, async (page) => {
      const file = filesOf('joint', 'an entry at another index behind one that holds')
      assert.equal(await verifyIn(page, file), 'refused')
      assert.equal(await page.textContent('#failure-code'), 'evidence-not-in-log')
      assert.match((await page.textContent('#verdict')) ?? '', /Entries before it in the file that hold: 1/)
      assert.equal(await page.locator('#facts > *').count(), 0)
    })
  })
})
