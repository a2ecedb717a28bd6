import { type Html, html, stackedTable, timeOf } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { actionWord } from '../texts/affairWords.ts'
import { entryBadge } from './entryBadge.ts'

/** One act in the life of a matter. `at`: Unix milliseconds. */
export type Step = { readonly action: string; readonly entry: number; readonly at: number }

type StepTexts = { readonly [name in 'steps' | 'step' | 'time' | 'entry']: string }

/** What has been done, each with its time and entry. */
export function stepsTable(rows: readonly Step[], affair: string, text: StepTexts, { lang, site }: PageContext): Html {
  return html`<section class="section">${stackedTable<Step>(
    text.steps,
    [
      { head: text.step, cell: ({ action }) => actionWord(affair, action, lang) },
      { head: text.time, cell: ({ at: time }) => timeOf(time, lang, site.timeZone) },
      {
        head: text.entry,
        cell: ({ entry }) => entryBadge(entry, { lang }),
      },
    ],
    rows,
  )}</section>`
}
