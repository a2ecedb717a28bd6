import assert from 'node:assert/strict'
import { test } from 'node:test'
import decodeQR from 'qr/decode.js'
import type { PageContext } from '../data.ts'
import { qrPanel } from './qrPanel.ts'

const site = {} as PageContext['site'] // no part of a code

/** The picture that a browser draws of the code's one path, four dots a module. */
function pictureOf(svg: string) {
  const modules = Number(/viewBox="0 0 (\d+) /.exec(svg)![1])
  const [scale, width] = [4, modules * 4]
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let row = 0; row < scale; row++) {
      const from = ((Number(y) * scale + row) * width + Number(x) * scale) * 4
      for (let at = from; at < from + Number(length) * scale * 4; at += 4) data.fill(0, at, at + 3)
    }
  return { width, height: width, data }
}

test('a reader of codes gets the page’s address', () => {
  for (const [base, path] of [
    ['https://gongshi.example', '/records/b.abc'],
    ['http://[::1]:7900', `/records/${'k'.repeat(300)}`],
  ] as const)
    for (const lang of ['zh', 'en'] as const) {
      const panel = String(qrPanel(path, { lang, site, base }))
      assert.equal(decodeQR(pictureOf(panel)), `${base}/${lang}${path}`)
      assert.ok(panel.includes(`>${base}/${lang}${path}</p>`))
    }
})

test('without an address there is no code', () => {
  assert.equal(qrPanel('/records/a', { lang: 'zh', site }), null)
})
