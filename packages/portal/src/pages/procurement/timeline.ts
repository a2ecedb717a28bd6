import { chartFigure, formatDay, type Html, spanChart, stackedTable } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import type { ProcedureData, StageData } from '../../procurementData.ts'
import { stageTexts } from '../../texts/procurementStages.ts'
import { section, timeOrNot } from './words.ts'

/** When each stage was or will be, as a picture and as its table. */
export function timeline({ stages, asOf }: ProcedureData, context: PageContext): Html | null {
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
  return section('stages', text.head, chartFigure(names, spanChart(names, spans, asOf), table))
}
