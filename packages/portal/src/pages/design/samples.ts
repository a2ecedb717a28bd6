import {
  accessionStamp,
  alert,
  barChart,
  buttonLink,
  chartFigure,
  codeBlock,
  dateField,
  dateOf,
  dialog,
  diff,
  emptyState,
  errorSummary,
  evidenceBadge,
  factList,
  fileDrop,
  foldedHash,
  formatMoney,
  formatNumber,
  type Html,
  html,
  type Lang,
  maskedValue,
  noticeList,
  progress,
  standingBadge,
  syntheticBadge,
  table,
  tabs,
  taskList,
  textField,
  timeline,
} from '@gongshi/ui'
import { designTexts } from '../../texts/design.ts'
import { designRows } from './sampleTable.ts'

const day = Date.UTC(2026, 4, 18)
const commitment = '9f2c41d07be83a65c1f04e2297ad5b3860cd18fe742b09a3551c6ef0d48a7b21'

export function sampleHeadings(lang: Lang): Html {
  const text = designTexts[lang]
  return html`<p class="lede">${text.headingLede}</p><p class="title">${text.headingTitle}</p><p class="subtitle">${text.headingSubtitle}</p><p class="prose">${text.headingProse}</p>`
}

export function sampleColours(lang: Lang): Html {
  const text = designTexts[lang]
  const swatch = (name: string, label: string): Html => html`<li class="${name}">${label}</li>`
  return html`<ul class="swatches small">${swatch('ink', text.colourInk)}${swatch('cinnabar', text.colourCinnabar)}${swatch('indigo', text.colourIndigo)}${swatch('pine', text.colourPine)}${swatch('amber', text.colourAmber)}${swatch('alarm', text.colourAlarm)}</ul>`
}

export function sampleNotices(lang: Lang): Html {
  const text = designTexts[lang]
  return html`${alert('info', text.noticeInfo, text.noticeInfoBody, 3)}${alert('success', text.noticeSuccess, text.noticeSuccessBody, 3)}${alert('warning', text.noticeWarning, text.noticeWarningBody, 3)}${alert('danger', text.noticeDanger, text.noticeDangerBody, 3)}`
}

export function sampleButtons(lang: Lang): Html {
  const text = designTexts[lang]
  return html`<p class="actions">${buttonLink('#buttons', text.buttonPrimary, { primary: true })}${buttonLink('#buttons', text.buttonSecondary)}</p>`
}

export function sampleTasks(lang: Lang): Html {
  const text = designTexts[lang]
  return taskList([
    { title: text.task1, href: '#tasks', state: text.taskDone, tone: 'success' },
    { title: text.task2, href: '#tasks', state: text.taskOpen, tone: 'info' },
    { title: text.task3, href: null, state: text.taskLater, tone: 'neutral' },
  ])
}

export function sampleFacts(lang: Lang, timeZone: string): Html {
  const text = designTexts[lang]
  const facts = [
    { name: text.factOrgan, value: text.factOrganValue },
    { name: text.factDate, value: dateOf(day, lang, timeZone) },
    { name: text.factMoney, value: formatMoney({ currency: 'CNY', minor: 1_280_000_00n, digits: 2 }, lang) },
    { name: text.factHash, value: foldedHash(commitment) },
    { name: text.factPerson, value: maskedValue(lang) },
  ]
  return factList(facts, 'sided')
}

export function sampleForm(lang: Lang): Html {
  const text = designTexts[lang]
  const errors = [
    { for: 'number', message: text.formNumberError },
    { for: 'date-day', message: text.formDateError },
  ]
  const number = { id: 'number', label: text.formNumber, hint: text.formNumberHint, error: text.formNumberError }
  const date = { id: 'date', label: text.formDate, hint: text.formDateHint, error: text.formDateError }
  const year = { part: 'year', label: text.formYear, value: '2026' } as const
  const month = { part: 'month', label: text.formMonth, value: '5' } as const
  const dayPart = { part: 'day', label: text.formDay, value: '32' } as const
  const parts = lang === 'zh' ? [year, month, dayPart] : [dayPart, month, year]
  const file = { id: 'file', label: text.formFile, hint: text.formFileHint, error: null }
  return html`${errorSummary(text.formErrors, errors)}<form class="act-form" action="#forms" method="get">${textField(number, '91330100MA2AX7Q3', { maxlength: 18 })}${dateField(date, parts)}${fileDrop(file, '.gse')}</form>`
}

export function sampleTimeline(lang: Lang, timeZone: string): Html {
  const text = designTexts[lang]
  const organ = [{ lang, text: text.factOrganValue }]
  const row = { href: '#timeline', title: [{ lang, text: text.noticeTitle }], organ, kind: text.noticeKind } as const
  return html`${timeline([
    { standing: 'current', head: text.timelineNow, body: html`<p>${text.timelineNowBody}</p>` },
    { standing: 'superseded', head: text.timelineBefore, body: html`<p>${text.timelineBeforeBody}</p>` },
  ])}${accessionStamp(text.timelineNow, '№ 42', '2026-05-18')}${noticeList([{ ...row, at: day, entry: 42, entryHref: '#badge', standing: 'current', synthetic: true }], lang, timeZone)}`
}

export function sampleTags(lang: Lang): Html {
  const standings = ['current', 'superseded', 'withdrawn', 'erased', 'absent'] as const
  return html`<p class="tags">${standings.map((standing) => standingBadge(standing, lang))}${syntheticBadge(lang)}</p>`
}

export function sampleTabs(lang: Lang): Html {
  const text = designTexts[lang]
  const parts = [
    { label: text.tabOne, href: '#tabs', here: true },
    { label: text.tabTwo, href: '#tabs', here: false },
  ]
  return tabs(text.tabs, parts)
}

export function sampleDialog(lang: Lang): Html {
  const text = designTexts[lang]
  const words = { id: 'withdraw', open: text.dialogOpen, close: text.dialogClose }
  return dialog(words, text.dialogTitle, html`<p>${text.dialogBody}</p>`)
}

export function sampleProgress(lang: Lang): Html {
  return progress(
    designTexts[lang].progressLabel,
    640,
    1000,
    `${formatNumber(640, lang)} / ${formatNumber(1000, lang)}`,
  )
}

export function sampleBadges(lang: Lang): Html {
  const text = designTexts[lang]
  return html`<p class="prose">${text.badgeBody}</p><p class="tags">${evidenceBadge(text.badgeUnchecked, '#badge')}${evidenceBadge(text.badgeChecked, '#badge', 'checked')}${evidenceBadge(text.badgeWrong, '#badge', 'wrong')}</p>`
}

export function sampleDiff(lang: Lang): Html {
  const text = designTexts[lang]
  const parts = [
    { kind: 'same', text: text.diffSame1 },
    { kind: 'removed', text: text.diffOld },
    { kind: 'added', text: text.diffNew },
    { kind: 'same', text: text.diffSame2 },
  ] as const
  return diff(parts, { removed: text.diffRemoved, added: text.diffAdded })
}

export function sampleCode(lang: Lang): Html {
  const text = designTexts[lang]
  return codeBlock(text.codeLabel, 'npx gongshi verify notice.gse --trust trust.json')
}

export function sampleChart(lang: Lang): Html {
  const text = designTexts[lang]
  const names = { id: 'sample-chart', title: text.tableCaption, description: text.chartDescription }
  const rows = designRows({ order: '-count' }, lang)
  const bars = rows.map(([label, count]) => ({ label, parts: [count], shown: formatNumber(count, lang) }))
  const columns = [
    { head: text.tableDistrict, cell: ([name]: readonly [string, number]) => name },
    { head: text.tableCount, cell: ([, count]: readonly [string, number]) => formatNumber(count, lang), figures: true },
  ]
  return chartFigure(names, barChart(names, bars), table(text.chartDescription, columns, rows))
}

export function sampleEmpty(lang: Lang): Html {
  const text = designTexts[lang]
  const error = html`<p>${text.errorNext}</p><p class="soft small"><code>route-unknown</code></p>`
  return html`${emptyState(text.emptyTitle, html`<p>${text.emptyBody}</p>`)}${alert('danger', text.errorWhat, error, 3)}`
}
