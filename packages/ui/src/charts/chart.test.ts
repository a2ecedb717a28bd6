import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '../template/html.ts'
import { barChart, chartFigure, columnChart, spanChart } from './chart.ts'

const names = { id: 'c', title: 'Totals <b>', description: 'What stands there' }

test('bars take their share of the width, part by part, and name themselves to those who cannot see them', () => {
  const chart = String(
    barChart(names, [
      { label: 'One', parts: [30, 50], shown: '80' },
      { label: '名称很长的一家供应商有限责任公司', parts: [10, 10], shown: '20' },
    ]),
  )
  assert.match(chart, /role="img" aria-labelledby="c-title c-desc"[\s\S]*<title id="c-title">Totals &lt;b&gt;<\/title>/)
  assert.match(chart, /series-0" x="0%" y="22" width="37.5%"[\s\S]*series-1" x="37.5%" y="22" width="62.5%"/)
  assert.match(chart, /名称很长的一家供应商有限…</)
})

test('nothing to count, one value and none settled make charts as well', () => {
  for (const chart of [
    barChart(names, [{ label: 'none', parts: [0], shown: '0' }]),
    columnChart(names, [{ label: '1', value: 0, shown: '0' }]),
    spanChart(names, [{ label: 'a', shown: '', from: null, until: null, state: 'ahead' }], 5),
    spanChart(names, [{ label: 'a', shown: '', from: 5, until: 5, state: 'done' }], 5),
  ])
    assert.doesNotMatch(String(chart), /NaN|Infinity/)
})

test('columns stand on one line, the highest full; of many labels some are left out', () => {
  const columns = Array.from({ length: 24 }, (_, at) => ({ label: `m${at}`, value: at, shown: `${at}` }))
  const chart = String(columnChart(names, columns))
  assert.equal(chart.match(/<rect/g)?.length, 24)
  assert.ok(chart.match(/>m\d+</g)!.length <= 7)
  assert.match(chart, /y="20.0" width="[\d.]+%" height="150.0"/)
})

test('a span lies where its time is, with a line where now is', () => {
  const spans = [
    { label: 'asking', shown: '', from: 0, until: 50, state: 'done' },
    { label: 'bidding', shown: '', from: 0, until: 100, state: 'now', points: [0, 40] },
  ] as const
  const chart = String(spanChart(names, spans, 60))
  assert.match(chart, /span done" x="0%" y="22" width="49.5%"[\s\S]*span now" x="0%" y="68" width="99%"/)
  assert.deepEqual(chart.match(/class="now" x1="59.4%"/g)?.length, spans.length)
  assert.match(chart, /class="point" cx="39.6%" cy="75"/)
  assert.doesNotMatch(String(spanChart(names, spans, 900)), /class="now"/)
})

test('a figure has caption, chart and table', () => {
  assert.match(
    String(chartFigure(names, html`<svg></svg>`, html`<table></table>`)),
    /<figure[\s\S]*figcaption[\s\S]*<svg[\s\S]*<table/,
  )
})
