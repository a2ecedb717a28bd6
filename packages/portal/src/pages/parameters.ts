import { fill, type Html, html, localSpan, stackedTable, tag, timeOf } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import type { ParameterData, PlainValue } from '../governanceData.ts'
import { at, paths } from '../links.ts'
import { affairWord, parameterWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { clauseText } from './clause.ts'

type ParameterValue = { readonly of: ParameterData; readonly value: ParameterData['values'][number] | null }

/** Every value of every parameter, each parameter's newest first: what holds, what held, what is to come. */
export function parametersSection(all: readonly ParameterData[], context: PageContext, isOfOne = false): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  const standings = { past: text.valuePast, inForce: text.valueInForce, future: text.valueFuture }
  const shades = { past: 'neutral', inForce: 'success', future: 'info' } as const
  const rows = all.flatMap((of): ParameterValue[] =>
    of.values.length === 0 ? [{ of, value: null }] : of.values.map((value) => ({ of, value })),
  )
  if (rows.length === 0)
    return html`<h2 class="subtitle section-head">${text.parameters}</h2><p class="prose">${text.noParameters}</p>`
  return stackedTable<ParameterValue>(
    text.parameters,
    [
      { head: text.parameter, cell: ({ of }) => (isOfOne ? nameOf(of, context) : nameWithAffair(of, context)) },
      { head: text.value, cell: ({ value }) => (value === null ? text.noValue : plainText(value.value, context)) },
      { head: text.fromWhen, cell: ({ value }) => (value === null ? '—' : timeOf(value.from, lang, site.timeZone)) },
      {
        head: text.standing,
        cell: ({ value }) => (value === null ? '—' : tag(standings[value.standing], shades[value.standing])),
      },
      {
        head: text.setUnder,
        cell: ({ of, value }) => {
          const clause = value?.clause ?? of.clause
          return clause === null ? '—' : clauseText(clause, context)
        },
      },
    ],
    rows,
  )
}

function nameOf({ affair, name, title }: ParameterData, { lang }: PageContext): Html {
  return html`${title.length === 0 ? parameterWord(affair, name, lang) : localSpan(title, lang)}`
}

function nameWithAffair(of: ParameterData, context: PageContext): Html {
  const { affair } = of
  const { lang } = context
  return html`${nameOf(of, context)} <a class="ds-link small" href="${at(lang, paths.affair(affair))}">${affairWord(affair, lang)}</a>`
}

const units = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
] as const

/** A value in words: a duration in the largest unit of which it is several. */
export function plainText(value: PlainValue, { lang, site }: PageContext): Html {
  const text = pageTexts[lang]
  if (value.kind === 'time') return timeOf(value.at, lang, site.timeZone)
  if (value.kind === 'workdays') return html`${fill(text.workingDays, { count: value.days })}`
  if (value.kind === 'text') return html`<code class="whole">${value.text}</code>`
  const [unit, ms] = units.find(([, size]) => value.ms % size === 0 && value.ms > size) ?? units[3]
  return html`${fill(text[unit], { count: value.ms / ms })}`
}
