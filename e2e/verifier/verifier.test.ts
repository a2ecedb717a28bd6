import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { buildVerifier, verifierScriptBudgetBytes } from '@gongshi/portal/build'
import { encodeCbor, parseEvidence, parseTrust, toHex, trustFingerprint, utf8 } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import type { Page } from 'playwright-core'
import { inBrowser } from '../portal/browser.ts'
import { assertGoodLooks, desktop, type Look } from '../portal/looks.ts'
import { entryEvidence, expiredTrustJson, flip, stateEvidence, strangeTrustJson, trustJson } from './sampleLedger.ts'
import { inSaved, open, savedVerifier, stateOf, verifyIn } from './verifierPage.ts'

const trust = trustJson()
const fingerprint = toHex(trustFingerprint(parseTrust(trust)))
let folder: string
let url: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshi-verifier-'))
  url = await savedVerifier(folder)
})
after(() => rm(folder, { recursive: true, force: true }))

const inVerifier = (look: Look, use: (page: Page) => Promise<void>, lang?: Lang) => inSaved(url, look, use, lang)

describe('the file', () => {
  test('is built byte for byte the same twice, holds its whole self and keeps the budget', async () => {
    const [first, second] = [await buildVerifier(), await buildVerifier()]
    assert.equal(first.sha256, second.sha256)
    assert.ok(first.scriptGzipBytes <= verifierScriptBudgetBytes, `${first.scriptGzipBytes} bytes of script`)
    assert.ok(!/<(?:script|link|img)[^>]+(?:src|href)="(?!data:)/.test(first.html), 'nothing is loaded from elsewhere')
    assert.ok(!/unsafe-inline|unsafe-eval/.test(first.html))
  })

  test('asks the network for nothing, from disk', async () => {
    const evidence = await entryEvidence()
    await inVerifier(desktop, async (page) => {
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await verifyIn(page, { evidence: evidence.gse, trust, fingerprint })
      assert.deepEqual(asked, [])
    })
  })
})

describe('the verdict', () => {
  test('is green only for a pinned root; the steps, facts and limits stand on the page', async () => {
    const evidence = await entryEvidence()
    await inVerifier(desktop, async (page) => {
      assert.equal(await verifyIn(page, { evidence: evidence.gse, trust, fingerprint }), 'proven')
      const said = (await page.textContent('main')) ?? ''
      for (const one of [
        'entry 4012',
        'yunchuan-demo',
        'Disclosure',
        'publish',
        'one validator signs',
        'too few witnesses',
        '2 disclosed parts',
        '12 路由东湖路改经滨江大道',
      ])
        assert.ok(said.includes(one), one)
      assert.equal(await stateOf(page, 'witnesses'), 'notPart')
      assert.equal(await page.locator('#steps .passed').count(), 11)
    })
  })

  test('is not green for a file whose fingerprint nobody compared', async () => {
    const evidence = await entryEvidence()
    await inVerifier(desktop, async (page) => {
      assert.equal(await verifyIn(page, { evidence: evidence.gse, trust }), 'consistent')
      await page.fill('#pin', fingerprint.slice(0, 31))
      assert.equal(await page.locator('#verdict-head').count(), 0, 'an old verdict does not stand beside new input')
      await page.click('#run')
      assert.equal(await page.getAttribute('#verdict > div', 'data-verdict'), 'consistent')
      await page.check('#compared')
      await page.click('#run')
      assert.equal(await page.getAttribute('#verdict > div', 'data-verdict'), 'proven')
    })
  })

  test('says expired apart from invalid, refused acts as refused, erased bodies as erased', async () => {
    const expired = toHex(trustFingerprint(parseTrust(expiredTrustJson())))
    const [plain, refused, erased, p256] = [
      await entryEvidence(),
      await entryEvidence({ refused: true, members: false }),
      await entryEvidence({ body: 'erased', members: false }),
      await entryEvidence({ suite: 'es256' }),
    ]
    await inVerifier(desktop, async (page) => {
      assert.equal(
        await verifyIn(page, { evidence: plain.gse, trust: expiredTrustJson(), fingerprint: expired }),
        'expired',
      )
    })
    await inVerifier(desktop, async (page) => {
      assert.equal(await verifyIn(page, { evidence: refused.gse, trust, fingerprint }), 'proven')
      assert.match((await page.textContent('#verdict')) ?? '', /refused this act \(not-the-publisher\)/)
      assert.equal(await verifyIn(page, { evidence: erased.gse, trust, fingerprint }), 'proven')
      assert.match((await page.textContent('#verdict')) ?? '', /erased by law, by entry 4025/)
      assert.equal(await verifyIn(page, { evidence: p256.gse, trust, fingerprint }), 'proven')
    })
  })

  test('tells a current value, an old one and an absent one', async () => {
    const [now, old, absent] = [
      await stateEvidence(true, Date.now() - 61_000),
      await stateEvidence(true, Date.now() - 10_000_000),
      await stateEvidence(false, Date.now() - 61_000),
    ]
    await inVerifier(desktop, async (page) => {
      const claim = async (gse: Uint8Array): Promise<string> => {
        assert.equal(await verifyIn(page, { evidence: gse, trust, fingerprint }), 'proven')
        return `${await page.textContent('.claim')} ${await page.textContent('#facts')}`
      }
      assert.match(await claim(now.gse), /^Current as of .*active/s)
      assert.match(await claim(old.gse), /^True at /)
      assert.match(await claim(absent.gse), /there is no such key/)
    })
  })

  test('is the same with the browser’s own cryptography, which a file from disk has, and without', async () => {
    for (const subtle of [true, false])
      for (const suite of ['ed25519', 'es256'] as const) {
        const { gse } = await entryEvidence({ suite })
        const forged = flip(gse, parseEvidence(gse).head.commit.signatures[0]!.signature, 3)
        await inBrowser(desktop, async (context) => {
          if (!subtle) await context.addInitScript("Object.defineProperty(crypto, 'subtle', { value: undefined })")
          const { page, problems } = await open(context, `${url}#en`)
          assert.equal(await page.evaluate(() => crypto.subtle !== undefined), subtle)
          assert.equal(await verifyIn(page, { evidence: gse, trust, fingerprint }), 'proven')
          assert.equal(await verifyIn(page, { evidence: forged, trust, fingerprint }), 'refused')
          assert.equal(await page.textContent('#failure-code'), 'evidence-vote-invalid')
          assert.deepEqual(problems, [])
        })
      }
  })

  test('the readable twin gives the same verdict', async () => {
    const evidence = await entryEvidence()
    await inVerifier(desktop, async (page) => {
      assert.equal(
        await verifyIn(page, { evidence: evidence.json, trust, fingerprint, name: 'notice.gse.json' }),
        'proven',
      )
    })
  })
})

describe('a refused file', () => {
  test('names the step and the code for one flipped byte in each part', async () => {
    const { gse } = await entryEvidence()
    const { head, subject, members } = parseEvidence(gse)
    assert.ok(subject.kind === 'entry' && subject.signed !== null && subject.signed.body.kind === 'present')
    const cases: [string, string, Uint8Array][] = [
      ['file', 'evidence-malformed', gse.subarray(0, gse.length - 1)],
      ['commit', 'evidence-vote-invalid', flip(gse, head.commit.signatures[0]!.signature, 3)],
      ['commit', 'evidence-vote-invalid', flip(gse, head.header.lastResultsHash)],
      ['app', 'evidence-app-mismatch', flip(gse, parseEvidence(gse).app.logRoot)],
      ['inclusion', 'evidence-not-in-log', flip(gse, subject.proof[0]!)],
      ['signatures', 'evidence-signed-mismatch', flip(gse, subject.signed.bytes, subject.signed.bytes.length - 5)],
      ['body', 'evidence-body-mismatch', flip(gse, subject.signed.body.bytes, 10)],
      ['members', 'evidence-member-mismatch', flip(gse, members[1]!.bytes, members[1]!.bytes.length - 1)],
    ]
    await inVerifier(desktop, async (page) => {
      for (const [step, code, evidence] of cases) {
        assert.equal(await verifyIn(page, { evidence, trust, fingerprint }), 'refused', code)
        assert.equal(await page.textContent('#failure-code'), code)
        assert.equal(await stateOf(page, step), 'failed', code)
        assert.match((await page.textContent('#verdict')) ?? '', /What to do next/)
      }
    })
  })

  test('another ledger’s root is refused at its step; junk and wrong files are told apart', async () => {
    const { gse } = await entryEvidence()
    await inVerifier(desktop, async (page) => {
      assert.equal(await verifyIn(page, { evidence: gse, trust: strangeTrustJson() }), 'refused')
      assert.equal(await stateOf(page, 'trust'), 'failed')
      for (const junk of [
        utf8('<script>alert(1)</script>'),
        encodeCbor(['gongshi/evidence/9']),
        new Uint8Array(0),
        new Uint8Array(70_000).fill(0x9f),
      ]) {
        assert.equal(await verifyIn(page, { evidence: junk, trust }), 'refused')
        assert.equal(await stateOf(page, 'file'), 'failed')
      }
      await page.setInputFiles('#evidence', {
        name: 'x.gse.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"a":'),
      })
      await page.waitForFunction(() =>
        document.getElementById('evidence-said')?.textContent?.includes('cannot be read'),
      )
      await page.setInputFiles('#trust', {
        name: 'trust.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"chainId":1,"genesisHash":2}'),
      })
      await page.waitForFunction(() =>
        document.getElementById('trust-said')?.textContent?.includes('not a valid trust root'),
      )
      await page.click('#run')
      assert.match((await page.textContent('#missing')) ?? '', /Choose an evidence file first/)
    })
  })

  test('a mistyped fingerprint is called out and never pins', async () => {
    const { gse } = await entryEvidence()
    const wrong = `${fingerprint.slice(0, 40)}${fingerprint[40] === '0' ? '1' : '0'}${fingerprint.slice(41)}`
    await inVerifier(desktop, async (page) => {
      assert.equal(await verifyIn(page, { evidence: gse, trust, fingerprint: wrong }), 'consistent')
      assert.match((await page.textContent('#pin-said')) ?? '', /Do not use this trust root/)
      assert.equal(await page.getAttribute('#pin', 'aria-invalid'), 'true')
    })
  })
})

describe('using it', () => {
  test('a root is remembered, says since when, and can be forgotten', async () => {
    const { gse } = await entryEvidence()
    await inVerifier(desktop, async (page) => {
      await page.setInputFiles('#trust', {
        name: 'trust.json',
        mimeType: 'application/json',
        buffer: Buffer.from(trust),
      })
      await page.waitForSelector('#trust-known:not([hidden])')
      await page.fill('#pin', fingerprint)
      await page.setInputFiles('#evidence', {
        name: 'a.gse',
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(gse),
      })
      await page.check('#remember')
      await page.click('#run')
      await page.waitForSelector('#verdict-head')
      await page.reload()
      await page.setInputFiles('#evidence', {
        name: 'a.gse',
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(gse),
      })
      await page.click('#remembered .ds-button >> nth=0')
      await page.click('#run')
      assert.equal(await page.getAttribute('#verdict > div', 'data-verdict'), 'proven')
      assert.match((await page.textContent('#steps [data-step=root]')) ?? '', /has remembered it since/)
      await page.click('#remembered .ds-button >> nth=1')
      assert.equal(await page.locator('#remembered .ds-button').count(), 0)
    })
  })

  test('by keyboard alone, with the result announced and focused', async () => {
    const { gse } = await entryEvidence()
    await inVerifier(desktop, async (page) => {
      await page.setInputFiles('#evidence', {
        name: 'a.gse',
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(gse),
      })
      await page.setInputFiles('#trust', {
        name: 'trust.json',
        mimeType: 'application/json',
        buffer: Buffer.from(trust),
      })
      await page.waitForSelector('#trust-known:not([hidden])')
      await page.focus('#language')
      const reached: (string | undefined)[] = []
      for (let at = 0; at < 12; at++) {
        await page.keyboard.press('Tab')
        const id = await page.evaluate(() => document.activeElement?.id)
        reached.push(id)
        if (id === 'pin') await page.keyboard.type(fingerprint)
        if (id === 'run') break
      }
      assert.deepEqual(reached, ['evidence', 'codes-scan', 'trust', 'pin', 'compared', 'remember', 'run'])
      await page.keyboard.press('Enter')
      await page.waitForSelector('#verdict-head')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'verdict-head')
      assert.match((await page.textContent('#live')) ?? '', /Step 13 of 13|Step 12 of 13|Step 11 of 13/)
    })
  })

  test('files dropped together are told apart', async () => {
    const { gse } = await entryEvidence()
    await inVerifier(desktop, async (page) => {
      await page.evaluate(
        ([bytes, root]) => {
          const data = new DataTransfer()
          data.items.add(new File([root as string], 'anything.json'))
          data.items.add(new File([Uint8Array.from(bytes as number[])], 'anything'))
          document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true, bubbles: true }))
        },
        [[...gse], trust] as const,
      )
      await page.waitForFunction(() => document.getElementById('evidence-said')?.textContent !== '')
      await page.click('#run')
      assert.equal(await page.getAttribute('#verdict > div', 'data-verdict'), 'consistent')
    })
  })

  test('the language changes everything on the page, the result included', async () => {
    const { gse } = await entryEvidence()
    await inVerifier(desktop, async (page) => {
      await verifyIn(page, { evidence: gse, trust, fingerprint })
      await page.click('#language')
      assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans')
      assert.equal(await page.textContent('#verdict-head'), '证明成立')
      const chinese = (await page.textContent('body > main')) ?? ''
      assert.ok(!/What|Step by step|not reached|Verify/.test(chinese))
    })
  })
})

describe('looks', () => {
  for (const lang of ['zh', 'en'] as const)
    test(`${lang}: in every look axe finds nothing before, after success and after refusal`, async () => {
      const { gse } = await entryEvidence()
      await inVerifier(
        desktop,
        async (page) => {
          await assertGoodLooks(page, 'empty')
          await verifyIn(page, { evidence: gse, trust, fingerprint })
          await page.evaluate(() => {
            for (const one of document.querySelectorAll('details')) one.open = true
          })
          await assertGoodLooks(page, 'proven')
          await verifyIn(page, { evidence: gse.subarray(1), trust })
          await assertGoodLooks(page, 'refused')
        },
        lang,
      )
    })
})
