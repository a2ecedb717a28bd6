import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { participation } from '@gongshi/affairs'
import { generateSecret, secretSigner, signCertificate, utf8 } from '@gongshi/protocol'
import { actOf, createClient, createWallet, submit, uploadContent } from '@gongshi/sdk'
import { admissionRequest, admitPerson, comment, placeIn } from '@gongshi/sdk/person'
import { waitFor } from '../../packages/node/test/acts.ts'
import { chainId, officers, organ, type Sample, startSample } from '../../packages/node/test/sampleNode.ts'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'

const secretOf = (word: string) => new Uint8Array(createHmac('sha256', 'a city of the test').update(word).digest())
const desk = secretSigner('es256', generateSecret('es256', secretOf('desk')))
const wallet = createWallet(officers.clerk)
const matter = [[organ.scheme, organ.id], 'QS-2026-9'] as const
let node: Sample

before(async () => {
  node = await startSample()
  const client = createClient({ url: node.url })
  const draft = await uploadContent(client, officers.clerk, [
    { path: 'title/zh', bytes: utf8('关于梧桐路改造方案征求意见的公告') },
    { path: 'title/en', bytes: utf8('Plane Tree Road: what is meant to be done') },
    { path: 'paragraph/1/zh', bytes: utf8('拟将梧桐路两侧人行道各拓宽一米，保留现有行道树。') },
    { path: 'paragraph/1/en', bytes: utf8('Both pavements are to be a metre wider; the trees stay.') },
    { path: '@synthetic', bytes: utf8('made up') },
  ])
  const division = { scheme: 'x-sample', code: '990100', date: '2026-01-01' }
  const input = { organ, number: matter[1], division, draft, clause: 'major-decisions/14', days: 5 }
  await submit(client, wallet, actOf(participation, 'open'), input as never)
  for (const [name, words] of [
    ['a', '请先修好路灯，再拓宽人行道。\n晚上太暗。'],
    ['b', 'The trees give shade: keep each of them.'],
    ['c', 'Buy cheap paving stones here.'],
  ] as const) {
    const place = placeIn(secretOf(name), chainId, matter)
    const times = { notBefore: Date.now() - 60_000, notAfter: Date.now() + 3_600_000 }
    const certified = { chainId, scope: place.scope, keyId: place.signer.key.id, level: 3, ...times }
    const issued = { certificate: await signCertificate(desk, certified), issuer: desk.key }
    await admitPerson(client, wallet, matter, admissionRequest(place), issued)
    await comment(client, place, words)
    if (name !== 'c') continue
    const withheld = { comment: [matter, place.author], clause: 'cybersecurity/12', ground: 'advertising' }
    await submit(client, wallet, actOf(participation, 'withhold'), withheld as never)
  }
  await waitFor('the comments', async () => {
    const answer = await fetch(`${node.url}/api/v1/affairs/participation/views/comment?filter[status]=withheld`)
    return ((await answer.json()) as { readonly rows: readonly unknown[] }).rows.length === 1
  })
})
after(() => node.end())

const widths = [1280, 390] as const

describe('pages of consultations', () => {
  for (const lang of ['zh', 'en'] as const)
    for (const width of widths)
      test(`${lang}, ${width} px: the list leads to the draft, what was said, a tombstone, and the check`, async () => {
        await inBrowser({ width, scheme: 'light' }, async (context) => {
          const page = await context.newPage()
          await page.goto(`${node.url}/${lang}/consultations`)
          await looked(`consultations-${lang}-${width}`)
          await page.click('table a')
          await page.waitForURL(/\/consultations\/[\w-]+$/)
          await looked(`consultation-${lang}-${width}`)
          const text = (await page.textContent('main')) ?? ''
          assert.match(text, lang === 'zh' ? /拟将梧桐路/ : /Both pavements/)
          assert.match(text, /请先修好路灯/)
          assert.match(text, lang === 'zh' ? /不予展示：广告/ : /withheld: advertising/)
          assert.doesNotMatch(text, /paving stones/)
          await page.click('gongshi-check button')
          await page.locator('gongshi-check [role=status] *').first().waitFor()

          async function looked(name: string): Promise<void> {
            await assertAccessible(page, name)
            await assertNoSidewaysScroll(page, name)
            const folder = process.env.GONGSHI_SHOTS
            if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
          }
        })
      })

  test('hostile addresses are refused, and what is not there is not found', async () => {
    for (const path of ['AAAA', '%00', 'x'.repeat(300), 'gA'])
      assert.ok([400, 404].includes((await fetch(`${node.url}/zh/consultations/${path}`)).status), path)
    const list = `${node.url}/zh/consultations`
    const [first] = /\/zh\/consultations\/[\w-]+/.exec(await (await fetch(list)).text()) ?? []
    for (const page of [list, `${node.url}${first}`])
      for (const cursor of ['', 'AAAA', 'x'.repeat(300)])
        assert.equal((await fetch(`${page}?cursor=${cursor}`)).status, 400, `${page} ${cursor}`)
  })
})
