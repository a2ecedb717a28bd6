import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributes, html } from '@gongshi/ui'
import fc from 'fast-check'
import { inBrowser } from './browser.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title><script>alert(1)</script>',
    '</textarea><b>',
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    '&#106;avascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    '<!--',
    '-->',
    '<svg onload=alert(1)>',
    '\u2028',
    '//evil.example',
  ),
)

/** What a browser makes of each context: the same value back, and not one element or attribute more. */
test('a browser’s own parser finds every hostile value where the template put it, and nothing besides', async () => {
  const cases = fc.sample(fc.tuple(hostile, hostile, hostile), { numRuns: 1500, seed: 20260503 }).map(([a, b, c]) => ({
    a: a.replace(/\0|\r/g, ''),
    b: b.replace(/\0|\r/g, ''),
    markup:
      html`<div><p title="${a}" data-b='${b}'>${a}${b}</p><a href="${a}${b}" ${attributes({ 'aria-label': c, href: undefined })}>x</a><textarea>${'x'}${c}</textarea></div>`
        .toString()
        .replace(/\0|\r/g, ''),
  }))
  await inBrowser({ width: 800, scheme: 'light' }, async (context) => {
    const page = await context.newPage()
    const found = await page.evaluate((all) => {
      const bad: string[] = []
      for (const { a, b, markup } of all) {
        const parsed = new DOMParser().parseFromString(markup, 'text/html')
        const [p, link] = [parsed.querySelector('p'), parsed.querySelector('a')]
        const shape = [...parsed.body.querySelectorAll('*')].map((one) => one.tagName).join()
        const names = [...parsed.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()).join()
        const protocol = new URL(link?.getAttribute('href') ?? '', 'https://site.example/').protocol
        if (shape !== 'DIV,P,A,TEXTAREA' || names !== 'title,data-b,href,aria-label') bad.push(markup)
        else if (p?.title !== a || p?.dataset.b !== b || p?.textContent !== a + b) bad.push(markup)
        else if (!['https:', 'http:', 'mailto:'].includes(protocol)) bad.push(markup)
      }
      return bad
    }, cases)
    assert.deepEqual(found, [])
  })
})
