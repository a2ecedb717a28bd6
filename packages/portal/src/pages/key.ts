import {
  breadcrumbs,
  type Fact,
  factList,
  fill,
  type Html,
  hash,
  html,
  renderFrame,
  shortHash,
  stackedTable,
  tag,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import type { KeyData, KeyRevision } from '../keyData.ts'
import { at, paged, paths } from '../links.ts'
import type { OrganKey } from '../organData.ts'
import { actionWord, statusWord } from '../texts/affairWords.ts'
import { keyTexts } from '../texts/keys.ts'
import { pageTexts } from '../texts/pages.ts'
import { pastTexts } from '../texts/past.ts'
import { mandateTable, suiteWord } from '../workspace/mandates.ts'
import { workspaceTexts } from '../workspace/texts.ts'
import { entryTable } from './entryTable.ts'
import { organLink } from './organs.ts'

const affair = 'organisations'

/** A key for auditors: whose it is, what it may do, how it came, and all that it signed. */
export function renderKey(data: KeyData, context: PageContext): string {
  const { lang, site } = context
  const text = keyTexts[lang]
  const path = paths.key(data.keyId)
  const title = `${text.title} ${shortHash(data.keyId)}`
  const crumbs = [
    { label: pageTexts[lang].ledgerTitle, href: at(lang, paths.ledger) },
    { label: title, href: at(lang, path) },
  ]
  const powers =
    data.mandates.length === 0
      ? html`<h2 class="subtitle section-head">${text.mandates}</h2><p class="prose">${text.noMandates}</p>`
      : mandateTable(text.mandates, data.mandates, context)
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1><p class="prose lead">${text.lead}</p>
<div class="section">${factList(facts(data, context), 'sided')}</div>
<section class="section">${powers}</section>
<section class="section">${revisions(data.revisions, context)}</section>
<section class="section">${signed(data, context)}</section>`
  return renderFrame({ lang, site, title, path, section: 'ledger', body })
}

/** An organ's keys and its officers', each leading to its page. */
export function keysOfOrgan(rows: readonly OrganKey[], context: PageContext): Html | null {
  const { lang } = context
  const text = keyTexts[lang]
  if (rows.length === 0) return null
  return html`<section class="section">${stackedTable<OrganKey>(
    text.organKeys,
    [
      {
        head: text.title,
        cell: ({ keyId }) =>
          html`<a class="ds-link" href="${at(lang, paths.key(keyId))}"><code>${shortHash(keyId)}</code></a>`,
      },
      { head: text.whose, cell: ({ isOwn }) => (isOwn ? text.ownKey : text.ofOfficer) },
      { head: workspaceTexts[lang].suite, cell: ({ suite }) => suiteWord(suite, lang) },
      { head: workspaceTexts[lang].state, cell: ({ status }) => tag(statusWord(affair, 'key', status, lang)) },
    ],
    rows,
  )}</section>`
}

/** A key's id that leads to its page. */
export function keyLink(keyId: string, { lang }: Pick<PageContext, 'lang'>): Html {
  return html`<a class="ds-link hash" href="${at(lang, paths.key(keyId))}">${keyId}</a>`
}

function facts(data: KeyData, context: PageContext): Fact[] {
  const { lang, site } = context
  const text = keyTexts[lang]
  const [first] = data.revisions
  const since =
    first === undefined || first.entry === null ? pageTexts[lang].byGenesis : timeOf(first.time, lang, site.timeZone)
  return [
    { name: text.title, value: hash(data.keyId) },
    { name: workspaceTexts[lang].suite, value: suiteWord(data.suite, lang) },
    {
      name: workspaceTexts[lang].state,
      value: html`${tag(data.isActive ? text.signs : text.signsNot, data.isActive ? 'success' : 'danger')} ${statusWord(affair, 'key', data.status, lang)}`,
    },
    { name: workspaceTexts[lang].organ, value: organLink(data.organ, context) },
    {
      name: text.officer,
      value: data.officer === null ? text.ownKey : html`<code>${data.officer}…</code>`,
    },
    { name: pageTexts[lang].from, value: since },
    {
      name: text.evidence,
      value: html`<a class="ds-link" href="${data.evidence}" download>${text.evidenceHow}</a> · <a class="ds-link" href="${at(lang, paths.pastRow('organisations/key', data.row, data.height))}">${pastTexts[lang].link}</a>`,
    },
  ]
}

function revisions(rows: readonly KeyRevision[], { lang, site }: PageContext): Html {
  const text = pageTexts[lang]
  return stackedTable<KeyRevision>(
    keyTexts[lang].revisions,
    [
      {
        head: text.what,
        cell: ({ action, entry }) => (entry === null ? text.byGenesis : actionWord(affair, action, lang)),
      },
      { head: text.outcome, cell: ({ status }) => tag(statusWord(affair, 'key', status, lang)) },
      { head: text.time, cell: ({ time, entry }) => (entry === null ? '—' : timeOf(time, lang, site.timeZone)) },
      {
        head: text.entry,
        cell: ({ entry }) =>
          entry === null ? '—' : html`<a class="ds-link" href="${at(lang, paths.entry(entry))}">${String(entry)}</a>`,
        figures: true,
      },
    ],
    rows,
  )
}

function signed({ keyId, signed: rows, before }: KeyData, context: PageContext): Html {
  const { lang } = context
  const text = keyTexts[lang]
  if (rows.length === 0)
    return html`<h2 class="subtitle section-head">${text.signed}</h2><p class="prose">${text.noSigned}</p>`
  const further =
    before === null
      ? null
      : html`<nav class="pager" aria-label="${pageTexts[lang].pages}"><a class="ds-link" rel="next" href="${at(lang, paged(paths.key(keyId), { before }))}">${fill(workspaceTexts[lang].lookFurther, { index: before })}</a></nav>`
  return html`${entryTable(text.signed, rows, context)}${further}`
}
