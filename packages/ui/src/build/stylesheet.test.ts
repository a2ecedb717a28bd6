import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { buildStylesheet, stylesheetBudgetBytes } from './stylesheet.ts'

for (const name of ['public', 'verifier'] as const) {
  test(`the ${name} style sheet keeps its budget, loads nothing and has dark, print and forced-colour rules`, async () => {
    const css = await buildStylesheet(name)
    assert.ok(gzipSync(css, { level: 9 }).length <= stylesheetBudgetBytes)
    assert.ok(!/@import|url\((?!"?data:image\/svg)/.test(css), 'nothing else is loaded')
    for (const rule of ['light-dark(', '@media print', 'forced-colors']) assert.ok(css.includes(rule), rule)
    assert.equal(await buildStylesheet(name), css)
  })
}
