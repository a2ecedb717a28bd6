import {
  alert,
  attributes,
  breadcrumbs,
  type Fact,
  factList,
  fill,
  formatNumber,
  type Html,
  hash,
  html,
  renderFrame,
  stackedTable,
  tag,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type { PastData, PastRevision, PastRow } from '../pastData.ts'
import { actionWord, affairWord, entityWord, statusWord } from '../texts/affairWords.ts'
import { openDataTexts } from '../texts/openData.ts'
import { pageTexts } from '../texts/pages.ts'
import { pastTexts } from '../texts/past.ts'

/** A row of a register as it was after a block: its value, how that is proven, and the evidence to keep. */
export function renderPast(data: PastData, context: PageContext): string {
  const { lang, site } = context
  const text = pastTexts[lang]
  const crumbs = [
    { label: pageTexts[lang].ledgerTitle, href: at(lang, paths.ledger) },
    { label: text.title, href: at(lang, paths.past) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p>
${form(data, context)}${found(data, context)}`
  return renderFrame({
    lang,
    site,
    title: text.title,
    description: text.lead,
    path: paths.past,
    section: 'ledger',
    body,
  })
}

function form({ registers, asked, reached }: PastData, { lang }: PageContext): Html {
  const text = pastTexts[lang]
  const options = registers.map(
    (register) =>
      html`<option value="${register}" ${attributes({ selected: register === asked.register })}>${registerWord(register, lang)}</option>`,
  )
  return html`<form class="days section" action="${at(lang, paths.past)}" method="get">
<p><label for="register">${text.register}</label><select class="ds-input" id="register" name="register" required>${options}</select></p>
<p><label for="key">${text.key}</label><input class="ds-input" id="key" name="key" value="${asked.key}" required maxlength="2048" autocomplete="off" spellcheck="false" aria-describedby="key-hint"><span class="small soft" id="key-hint">${text.keyHint}</span></p>
<p><label for="height">${text.height}</label><input class="ds-input" id="height" name="height" value="${asked.height}" inputmode="numeric" pattern="[0-9]*" maxlength="15" aria-describedby="height-hint"><span class="small soft" id="height-hint">${fill(text.heightHint, { reached })}</span></p>
<p><button class="ds-button" type="submit">${text.show}</button></p></form>`
}

function registerWord(register: string, lang: PageContext['lang']): string {
  const [affair, entity] = register.split('/') as [string, string]
  return `${affairWord(affair, lang)} · ${entityWord(affair, entity, lang)}`
}

function found({ found: row, reached }: PastData, context: PageContext): Html | null {
  const { lang } = context
  const text = pastTexts[lang]
  if (row === null) return null
  if (row === 'ahead') return html`<p class="prose section" role="status">${fill(text.ahead, { reached })}</p>`
  const title = `${registerWord(`${row.affair}/${row.entity}`, lang)} · ${fill(text.atHeight, { height: formatNumber(row.height, lang) })}`
  return html`<section class="section" aria-labelledby="then"><h2 class="subtitle section-head" id="then">${title}</h2>
${row.was === null ? html`<p class="prose">${text.notThere}</p>` : null}${factList(facts(row, context), 'sided')}</section>
${row.was === null ? null : values(row.was, context)}${proof(row, context)}${revisions(row, context)}`
}

function facts({ affair, entity, was, next, root }: PastRow, context: PageContext): Fact[] {
  const { lang } = context
  const text = pastTexts[lang]
  const rootSaid =
    root === null
      ? text.noRoot
      : html`${hash(root.stateRoot)}<br><a class="ds-link small" href="${at(lang, paths.entry(root.entry))}">${fill(text.rootBy, { entry: root.entry })}</a>`
  const ofRow: Fact[] =
    was === null
      ? []
      : [
          { name: text.revision, value: String(was.revision) },
          { name: pageTexts[lang].status, value: tag(statusWord(affair, entity, was.status, lang)) },
          { name: text.setBy, value: came(was, affair, context) },
        ]
  return [
    ...ofRow,
    { name: text.next, value: next === null ? text.stands : came(next, affair, context) },
    { name: text.root, value: rootSaid },
  ]
}

function came({ entry, action, height, time }: PastRevision, affair: string, { lang, site }: PageContext): Html {
  if (entry === null) return html`${pastTexts[lang].genesis}`
  return html`<a class="ds-link" href="${at(lang, paths.entry(entry))}">${String(entry)}</a> ${actionWord(affair, action, lang)} · <a class="ds-link" href="${at(lang, paths.block(height))}">${pageTexts[lang].height} ${String(height)}</a> · ${timeOf(time, lang, site.timeZone)}`
}

function values({ fields }: NonNullable<PastRow['was']>, { lang }: PageContext): Html {
  return html`<section class="section">${stackedTable<(typeof fields)[number]>(
    pastTexts[lang].value,
    [
      { head: openDataTexts[lang].field, cell: ({ name }) => html`<code>${name}</code>` },
      { head: openDataTexts[lang].meaning, cell: ({ title }) => title[lang] },
      { head: pastTexts[lang].value, cell: ({ value }) => html`<code class="hash">${value}</code>` },
    ],
    fields,
  )}</section>`
}

function proof({ evidence, evidenceNow, next }: PastRow, { lang }: PageContext): Html {
  const text = pastTexts[lang]
  const save = (href: string, label: string) => html`<p><a class="ds-link" href="${href}" download>${label}</a></p>`
  return html`<section class="section">${alert(
    'info',
    text.proof,
    html`<p>${text.proofHow}</p>${evidence === null ? html`<p>${text.noFile}</p>` : save(evidence, text.save)}${next === null ? save(evidenceNow, text.saveNow) : null}`,
  )}</section>`
}

function revisions(row: PastRow, context: PageContext): Html | null {
  const { affair, entity, revisions: rows, allRevisions } = row
  if (rows.length === 0) return null
  const { lang } = context
  const text = pastTexts[lang]
  const href = ({ height }: PastRevision) => at(lang, paths.pastRow(`${affair}/${entity}`, row.key, height))
  const table = stackedTable<PastRevision>(
    text.revisions,
    [
      { head: text.revision, cell: ({ revision }) => String(revision), figures: true },
      { head: pageTexts[lang].status, cell: ({ status }) => statusWord(affair, entity, status, lang) },
      {
        head: pageTexts[lang].height,
        cell: (one) => html`<a class="ds-link" href="${href(one)}">${String(one.height)}</a>`,
        figures: true,
      },
      { head: text.setBy, cell: (one) => came(one, affair, context) },
    ],
    rows,
  )
  const shown = fill(text.shown, { all: allRevisions, shown: rows.length })
  return html`<section class="section">${table}<p class="small soft">${shown}</p></section>`
}
