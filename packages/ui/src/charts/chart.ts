import { scaleBand, scaleLinear } from 'd3-scale'
import { attributes, type Child, type Html, html } from '../template/html.ts'

/** What every chart is called by; `id` is its own on the page. */
export type ChartNames = { readonly id: string; readonly title: string; readonly description: string }

/** One bar: `parts` lie one behind the other, each of its series; `shown` is the exact value in words. */
export type Bar = { readonly label: string; readonly parts: readonly number[]; readonly shown: string }

/** From `from` to `until` in Unix milliseconds; null: not settled. */
export type Span = {
  readonly label: string
  readonly shown: string
  readonly from: number | null
  readonly until: number | null
  readonly state: 'done' | 'now' | 'ahead' | 'never'
  /** Moments within it. */
  readonly points?: readonly number[]
}

const rowHeight = 46
const barHeight = 14
const columnsHeight = 170
const labelHeight = 26
/** Wide letters count as two. */
const mostLetters = 24
/** On a telephone. */
const mostLabels = 7
const mostLongLabels = 4
const seriesColours = 5
const wide = /[\u2e80-\uffef]/

/**
 * Bars under each other, in SVG whose bars take their share of the width while words keep their size: readable from 320 px
 * on, without script. No colour says anything alone: series have their numbers in the bars.
 */
export function barChart(names: ChartNames, bars: readonly Bar[]): Html {
  const scale = scaleLinear([0, Math.max(1e-9, ...bars.map(({ parts }) => sum(parts)))], [0, 100])
  const rows = bars.map(({ label, parts, shown }, at) => {
    const top = at * rowHeight
    const isStacked = parts.length > 1
    let begin = 0
    const rects = parts.map((part, series) => {
      const [x, width] = [scale(begin), scale(part)]
      begin += part
      const number = isStacked && width > 5 ? text(x + width / 2, top + 33, 'middle', series + 1, 'inside') : null
      return html`<rect class="${`bar series-${series % seriesColours}`}" x="${percent(x)}" y="${top + 22}" width="${percent(width)}" height="${barHeight}"/>${number}`
    })
    return html`${text(0, top + 15, 'start', shortened(label))}${text(100, top + 15, 'end', shown)}${rects}`
  })
  return svg(names, bars.length * rowHeight, rows)
}

/** Columns side by side, for what has an order: months, numbers of bids. */
export function columnChart(
  names: ChartNames,
  columns: readonly { readonly label: string; readonly value: number; readonly shown: string }[],
): Html {
  const across = scaleBand(
    columns.map((_, at) => String(at)),
    [0, 100],
  ).padding(0.2)
  const up = scaleLinear([0, Math.max(1e-9, ...columns.map(({ value }) => value))], [columnsHeight, 20])
  const isLong = columns.some(({ label }) => label.length > 4)
  const step = Math.ceil(columns.length / (isLong ? mostLongLabels : mostLabels))
  const parts = columns.map(({ label, value, shown }, at) => {
    const x = across(String(at))!
    const middle = x + across.bandwidth() / 2
    const isLabelled = at % step === 0
    return html`<rect class="bar series-0" x="${percent(x)}" y="${up(value).toFixed(1)}" width="${percent(across.bandwidth())}" height="${(columnsHeight - up(value)).toFixed(1)}"/>${columns.length > mostLabels ? null : text(middle, up(value) - 6, 'middle', shown)}${isLabelled ? text(middle, columnsHeight + 18, 'middle', label) : null}`
  })
  const base = html`<line class="axis" x1="0" x2="100%" y1="${columnsHeight}" y2="${columnsHeight}"/>`
  return svg(names, columnsHeight + labelHeight, [parts, base])
}

/** Spans of time under each other on one axis; what is not settled stands in words only. */
export function spanChart(names: ChartNames, spans: readonly Span[], now: number | null): Html {
  const times = spans.flatMap(({ from, until, points = [] }) =>
    [from, until, ...points].filter((time) => time !== null),
  )
  const scale = scaleLinear([Math.min(...times), Math.max(...times)], [0, 99])
  const isInside = now !== null && times.length > 0 && now <= Math.max(...times) && now >= Math.min(...times)
  const rows = spans.map(({ label, shown, from, until, state, points = [] }, at) => {
    const top = at * rowHeight
    const width = from === null || until === null ? 0 : scale(until) - scale(from)
    const bar =
      from === null
        ? html`<line class="axis ahead" x1="0" x2="100%" y1="${top + 29}" y2="${top + 29}"/>`
        : html`<line class="axis" x1="0" x2="100%" y1="${top + 29}" y2="${top + 29}"/><rect class="${`bar span ${state}`}" x="${percent(scale(from))}" y="${top + 22}" width="${percent(Math.max(1, width))}" height="${barHeight}"/>`
    const dots = points.map((time) => html`<circle class="point" cx="${percent(scale(time))}" cy="${top + 29}" r="5"/>`)
    // Beside the bars alone: a line through all would cross the words.
    const line = isInside
      ? html`<line class="now" x1="${percent(scale(now))}" x2="${percent(scale(now))}" y1="${top + 19}" y2="${top + 39}"/>`
      : null
    return html`${text(0, top + 15, 'start', label)}${text(100, top + 15, 'end', shown)}${bar}${dots}${line}`
  })
  return svg(names, spans.length * rowHeight, rows)
}

/** A chart with what it is made of: its words, its table, and the way to take it along. */
export function chartFigure(
  { title, description }: ChartNames,
  chart: Html,
  table: Html,
  download: Child = null,
): Html {
  return html`<figure class="chart-figure stack"><figcaption><strong>${title}</strong><br><span class="small soft">${description}</span></figcaption>${chart}${table}${download === null ? null : html`<p class="small">${download}</p>`}</figure>`
}

function svg({ id, title, description }: ChartNames, height: number, content: Child): Html {
  return html`<svg class="chart" role="img" aria-labelledby="${`${id}-title ${id}-desc`}" width="100%" height="${height}"><title id="${`${id}-title`}">${title}</title><desc id="${`${id}-desc`}">${description}</desc>${content}</svg>`
}

function text(
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  words: Child,
  kind: string | null = null,
): Html {
  return html`<text x="${percent(x)}" y="${Math.round(y)}" text-anchor="${anchor}" ${attributes({ class: kind })}>${words}</text>`
}

function percent(value: number): string {
  return `${Number(value.toFixed(2))}%`
}

function sum(parts: readonly number[]): number {
  return parts.reduce((total, part) => total + part, 0)
}

function shortened(label: string): string {
  let room = mostLetters
  const letters = [...label]
  const end = letters.findIndex((letter) => {
    room -= wide.test(letter) ? 2 : 1
    return room < 0
  })
  return end === -1 ? label : `${letters.slice(0, end).join('')}…`
}
