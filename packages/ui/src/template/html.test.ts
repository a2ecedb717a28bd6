import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { TemplateError } from './errors.ts'
import { attributes, fillParts, html, trusted } from './html.ts'
import { safeUrl } from './safeUrl.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<script>',
    '" onload="x',
    "' onx='",
    '</p><b>',
    '&lt;',
    'javascript:alert(1)',
    '`x`',
    '<!--',
    ']]>',
    '\u2028',
  ),
)
const decode = (text: string): string =>
  text.replace(
    /&(lt|gt|quot|#39|amp);/g,
    (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name]!,
  )

describe('text and attributes', () => {
  test('a value in text adds no tag and reads back as it was', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const out = html`<p>${value}</p>`.toString()
        const inner = out.slice(3, -4)
        assert.ok(!/[<>]/.test(inner))
        assert.equal(decode(inner), value)
      }),
    )
  })

  test('a value in a quoted attribute cannot leave it, in either quote', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        assert.equal(decode(html`<p title="${value}">x</p>`.toString().slice(10, -7)), value)
        assert.ok(!html`<p title='${value}'>x</p>`.toString().slice(10, -7).includes("'"))
      }),
    )
  })

  test('nested templates are kept, lists are joined, absent values leave nothing', () => {
    assert.equal(
      html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}${null}${false}${undefined}</ul>`.toString(),
      '<ul><li>1</li><li>2</li></ul>',
    )
    assert.equal(html`<i>${trusted('<b>1</b>')}</i>`.toString(), '<i><b>1</b></i>')
  })

  test('an object that only claims to be escaped is refused', () => {
    const forged = JSON.parse('{"isEscaped":true}') as string
    assert.throws(() => html`<p>${forged}</p>`, TemplateError)
    assert.throws(() => html`<p title="${html`<b>1</b>`}">x</p>`, TemplateError)
  })

  test('attributes() escapes, omits and checks names', () => {
    assert.equal(
      html`<a ${attributes({ href: 'javascript:x', hidden: true, title: '"', id: null })}>x</a>`.toString(),
      '<a  href="#unsafe-link" hidden title="&quot;">x</a>',
    )
    assert.throws(() => html`<a ${attributes({ onclick: 'x' })}>x</a>`, TemplateError)
    assert.throws(() => html`<a ${attributes({ 'a b': 'x' })}>x</a>`, TemplateError)
  })
})

describe('places that take no value', () => {
  const refused: [string, () => unknown][] = [
    ['unquoted attribute', () => html`<a href=${'x'}>x</a>`],
    ['event handler', () => html`<a onclick="${'x'}">x</a>`],
    ['event handler in capitals', () => html`<a ONCLICK="${'x'}">x</a>`],
    ['style', () => html`<a style="${'x'}">x</a>`],
    ['srcdoc', () => html`<i srcdoc="${'x'}">x</i>`],
    ['srcset', () => html`<img srcset="${'x'}">`],
    ['script', () => html`<script>${'x'}</script>`],
    ['script source', () => html`<script src="${'x'}"></script>`],
    ['style sheet', () => html`<style>${'x'}</style>`],
    ['iframe', () => html`<iframe src="${'x'}"></iframe>`],
    ['tag name', () => html`<${'x'}>`],
    ['inside a tag name', () => html`<a${'x'}>x</a>`],
    ['attribute name', () => html`<a ${'x'}="1">x</a>`],
    ['inside an attribute name', () => html`<a da${'x'}="1">x</a>`],
    ['comment', () => html`<!-- ${'x'} -->`],
    ['meta content', () => html`<meta content="${'x'}">`],
    ['end tag', () => html`<a></${'x'}>`],
    ['unclosed tag', () => html`<a title="${'x'}"`],
  ]
  for (const [name, build] of refused) test(name, () => assert.throws(build, TemplateError))

  test('text after a closed script is text again', () => {
    assert.equal(
      html`<script src="/a.js"></script><p>${'<'}</p>`.toString(),
      '<script src="/a.js"></script><p>&lt;</p>',
    )
  })
})

describe('URLs', () => {
  test('two adjacent values cannot make a scheme between them', () => {
    assert.equal(html`<a href="${'java'}${'script:alert(1)'}">x</a>`.toString(), '<a href="#unsafe-link">x</a>')
    assert.equal(html`<a href="java${'script:alert(1)'}">x</a>`.toString(), '<a href="#unsafe-link">x</a>')
    assert.equal(
      html`<a href="${'/'}${'/evil.example'}" id="${'y'}">x</a>`.toString(),
      '<a href="#unsafe-link" id="y">x</a>',
    )
    assert.equal(html`<a href="/zh/${'a'}/${'b'}?c">${'d'}</a>`.toString(), '<a href="/zh/a/b?c">d</a>')
  })

  test('schemes other than http, https and mailto lead nowhere, whatever a browser would repair', () => {
    const bad = [
      'javascript:x',
      ' javascript:x',
      'java\nscript:x',
      'JaVaScRiPt:x',
      '\u0000javascript:x',
      'data:text/html,x',
      'vbscript:x',
      '//x',
      '/\\x',
      '\\\\x',
      '&#106;avascript:x',
      'blob:x',
      '/\t/x',
    ]
    for (const url of bad) assert.equal(safeUrl(url), '#unsafe-link', JSON.stringify(url))
    for (const url of ['/a', '?a=b:c', '#a', 'a/b', './a', '../a', 'https://x/y', 'http://x', 'mailto:a@b', '/a:b'])
      assert.equal(safeUrl(url), url)
  })

  test('whatever the parts, the attribute is harmless as the URL standard reads it', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (a, b, c) => {
        const out = html`<a href="${a}${b}${c}">x</a>`.toString()
        const href = decode(out.slice(9, out.indexOf('">x</a>')))
        if (!URL.canParse(href, 'https://site.example/')) return
        const read = new URL(href, 'https://site.example/')
        assert.ok(['https:', 'http:', 'mailto:'].includes(read.protocol), href)
        if (!/^(https?|mailto):/i.test(href)) assert.equal(read.host, 'site.example', href)
      }),
      { numRuns: 500 },
    )
  })
})

test('markup in the places of a text, and nothing of the text taken as markup', () => {
  const filled = html`<p>${fillParts('<b>{one} and {two}, {one}; {three}', { one: html`<i>1</i>`, two: '<2>' })}</p>`
  assert.equal(filled.toString(), '<p>&lt;b&gt;<i>1</i> and &lt;2&gt;, <i>1</i>; {three}</p>')
})
