import { chartFigure, fill, formatDay, type Html, html, spanChart, stackedTable, timeOf } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import type { EditionData, ProcedureData, StageData } from '../../procurementData.ts'
import { stageTexts } from '../../texts/procurementStages.ts'
import { section, timeOrNot } from './words.ts'

/** When each stage was or will be, as a picture and as its table. */
export function timeline({ stages, editions, asOf }: ProcedureData, context: PageContext): Html | null {
  if (stages.every(({ from }) => from === null)) return null
  const { lang, site } = context
  const text = stageTexts[lang]
  const day = (time: number | null) => (time === null ? '…' : formatDay(time, site.timeZone))
  const names = { id: 'chart-stages', title: text.title, description: text.how }
  const spans = stages.map(({ name, from, until, state }) => ({
    label: text[name],
    shown: from === null ? text[state] : from === until ? day(from) : `${day(from)} – ${day(until)}`,
    from,
    // What is under way reaches until now, as far as it is known.
    until: until ?? (state === 'now' ? asOf : from),
    state,
    points: name === 'bidding' ? editions.map(({ at }) => at) : [],
  }))
  const table = stackedTable<StageData>(
    text.title,
    [
      { head: text.stage, cell: ({ name }) => text[name] },
      { head: text.from, cell: ({ from }) => timeOrNot(from, context) },
      { head: text.until, cell: ({ until }) => timeOrNot(until, context) },
      { head: text.state, cell: ({ state }) => text[state] },
    ],
    stages,
  )
  const edition = ({ edition: number, at }: EditionData) =>
    html`<li>${fill(text.edition, { number })} ${timeOf(at, lang, site.timeZone)}</li>`
  const list = editions.length === 0 ? null : html`<ul class="plain small">${editions.map(edition)}</ul>`
  return section('stages', text.head, chartFigure(names, spanChart(names, spans, asOf), html`${table}${list}`))
}
