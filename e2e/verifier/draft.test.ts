import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { encodeInput } from '@gongshi/affair-kit'
import { affairTexts, disclosure, installedAffairs } from '@gongshi/affairs'
import { minorUnitDigits } from '@gongshi/ocds'
import {
  createDraft,
  type Draft,
  declineDraft,
  encodeCbor,
  encodeDraft,
  generateSecret,
  secretSigner,
  sha256,
  signDraft,
  utf8,
} from '@gongshi/protocol'
import { declaredActs, draftLink, draftWords } from '@gongshi/sdk'
import type { Page } from 'playwright-core'
import { assertAccessible, assertNoSidewaysScroll } from '../portal/audit.ts'
import { inBrowser } from '../portal/browser.ts'
import { open, savedVerifier } from './verifierPage.ts'

const signerOf = (word: string) => secretSigner('ed25519', generateSecret('ed25519', sha256(utf8(word))))
const [clerk, head] = [signerOf('clerk'), signerOf('head')]
const notAfter = Date.now() + 3_600_000
const wordsOf = (draft: Draft, language: 'zh' | 'en') =>
  draftWords(draft, language, declaredActs(installedAffairs, affairTexts), minorUnitDigits)

function draftOf(identifier: string, amount: bigint, change: Partial<Parameters<typeof createDraft>[0]> = {}): Draft {
  const input = encodeInput(disclosure, 'importRelease', {
    ocid: 'ocds-city-1',
    release: identifier,
    date: Date.UTC(2026, 0, 2),
    tags: ['award'],
    amounts: [{ use: 'award', amount: { currency: 'CNY', minor: amount } }],
    organ: { scheme: 'x-city', id: 'gov' },
    content: sha256(utf8(identifier)),
  })
  const fields = {
    chainId: 'city',
    notAfter,
    affair: 'disclosure',
    version: disclosure.version,
    action: 'importRelease',
  }
  return createDraft({ ...fields, salt: sha256(input), input, signers: [clerk.key.id, head.key.id], ...change })
}

let folder: string
let url: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshi-draft-'))
  url = await savedVerifier(folder)
})
after(() => rm(folder, { recursive: true, force: true }))

type Shown = { readonly heading: string; readonly lines: string[][]; readonly code: string | null }

async function shownBy(page: Page): Promise<Shown> {
  await page.waitForSelector('#verdict-head')
  return page.evaluate(() => ({
    heading: document.querySelector('#verdict-head')?.textContent ?? '',
    lines: [...document.querySelectorAll('#draft > div')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    ),
    code: document.querySelector('#failure-code')?.textContent ?? null,
  }))
}

/** What the one-file verifier, opened from disk, says of a draft's file. */
async function inVerifier(draft: Uint8Array, use: (page: Page, shown: Shown) => Promise<void>, width = 1280) {
  await inBrowser({ width, scheme: 'light' }, async (context) => {
    const { page, problems } = await open(context, `${url}#en`)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const buffer = Buffer.from(draft)
    await page.setInputFiles('#evidence', { name: 'act.gsdraft', mimeType: 'application/octet-stream', buffer })
    await use(page, await shownBy(page))
    assert.deepEqual([problems, asked], [[], []])
  })
}

describe('a draft in the one-file verifier', () => {
  test('has the words and the id that the command line has, in both languages, and who has signed', async () => {
    const draft = await signDraft(draftOf('2026-1', 123_456_700n), clerk, notAfter)
    await inVerifier(encodeDraft(draft), async (page, shown) => {
      const words = wordsOf(draft, 'en')
      assert.equal(shown.heading, words.heading)
      assert.deepEqual(shown.lines.slice(0, words.lines.length), words.lines)
      assert.ok(shown.lines.flat().includes('CNY 1,234,567.00'))
      assert.ok(shown.lines.flat().includes(words.id))
      assert.match(shown.lines.at(-2)![1]!, /signed$/)
      assert.match(shown.lines.at(-1)![1]!, /not yet$/)
      await assertAccessible(page, 'a draft')
      await page.click('#language')
      const chinese = await shownBy(page)
      assert.equal(chinese.heading, wordsOf(draft, 'zh').heading)
      assert.ok(chinese.lines.flat().includes(words.id), 'the id has no language')
    })
  })

  test('comes as a link, too, and fits a phone; a refusal stands there with its reason', async () => {
    const draft = await declineDraft(draftOf('2026-1', 1n), head, '金额与预算不符。', notAfter)
    await inBrowser({ width: 390, scheme: 'dark' }, async (context) => {
      const { page, problems } = await open(context, draftLink(url, draft))
      const { heading, lines } = await shownBy(page)
      assert.match(heading, /^You sign: |^您签署：/)
      assert.match(lines.at(-1)![1]!, /金额与预算不符。$/)
      await assertNoSidewaysScroll(page, 'a draft')
      assert.deepEqual(problems, [])
    })
  })

  test('that is expired, changed or cannot be explained is not to be signed, and says why', async () => {
    const late = draftOf('2026-1', 1n, { notAfter: Date.now() - 1000 })
    await inVerifier(encodeDraft(late), async (page) => {
      assert.match((await page.textContent('#verdict')) ?? '', /can no longer be signed/)
    })
    const signed = encodeDraft(await signDraft(draftOf('2026-1', 1n), clerk, notAfter))
    const cases: [Uint8Array, string][] = [
      [signed.with(signed.length - 5, signed.at(-5)! ^ 1), 'draft-signature-invalid'],
      [signed.subarray(0, -1), 'draft-malformed'],
      [encodeDraft(draftOf('2026-1', 1n, { version: 99 })), 'client-action-unknown'],
      [encodeDraft(draftOf('2026-1', 1n, { affair: 'constructor' })), 'client-action-unknown'],
      [encodeDraft(draftOf('2026-1', 1n, { action: 'constructor' })), 'client-action-unknown'],
      [encodeDraft(draftOf('2026-1', 1n, { input: encodeCbor(['hidden']) })), 'value-kind'],
    ]
    for (const [bytes, code] of cases)
      await inVerifier(bytes, async (_page, shown) =>
        assert.deepEqual([shown.heading, shown.code], ['Do not sign', code]),
      )
  })
})

describe('a lying page', () => {
  test('that shows one act and asks for a signature under another is found out by the verifier’s words', async () => {
    const [honest, hidden] = [draftOf('2026-1', 100_000n), draftOf('2026-1', 100_000_000n)]
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page: liar } = await open(context, 'about:blank')
      const { heading, lines, id } = wordsOf(honest, 'en')
      const said = lines.map(([label, value]) => `<div><dt>${label}</dt><dd>${value}</dd></div>`).join('')
      // Words and id of the small award; the link beside them holds the large one.
      await liar.setContent(
        `<h1 id="verdict-head">${heading}</h1><dl id="draft">${said}<div><dt>Id</dt><dd>${id}</dd></div></dl><a href="${draftLink(url, hidden)}">sign</a>`,
      )
      const claimed = await shownBy(liar)
      const link = (await liar.getAttribute('a', 'href'))!

      const { page: verifier } = await open(context, link)
      if ((await verifier.getAttribute('html', 'lang'))?.startsWith('zh')) await verifier.click('#language')
      const real = await shownBy(verifier)
      assert.equal(real.heading, claimed.heading)
      const [paid, told] = [real, claimed].map((shown) => shown.lines.find(([, value]) => value!.startsWith('CNY'))![1])
      assert.deepEqual([paid, told], ['CNY 1,000,000.00', 'CNY 1,000.00'])
      const idOf = ({ lines: all }: Shown) => all.find(([label]) => label === 'Id')![1]
      assert.notEqual(idOf(real), idOf(claimed))
    })
    // Nor does a signature that was got for the one fit the other.
    const signed = await signDraft(hidden, clerk, notAfter)
    const moved = encodeDraft({ ...honest, marks: signed.marks })
    await inVerifier(moved, async (_page, shown) => assert.equal(shown.code, 'draft-signature-invalid'))
  })
})
