import {
  breadcrumbs,
  fill,
  fillParts,
  formatBytes,
  formatNumber,
  type Html,
  html,
  renderFrame,
  stackedTable,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type { OpenData, Register, RegisterField, RegistersData } from '../openData.ts'
import { affairWord } from '../texts/affairWords.ts'
import { kindWords, openDataTexts } from '../texts/openData.ts'
import { pageTexts } from '../texts/pages.ts'
import { type DataFile, followFilesOf, logFilesOf, procurementFilesOf, statisticsFilesOf } from './openDataFiles.ts'

/** Everything that can be taken along, each at an address that stays. */
export function renderOpenData(data: OpenData, context: PageContext): string {
  const { lang, site } = context
  const text = openDataTexts[lang]
  const crumbs = [
    { label: pageTexts[lang].ledgerTitle, href: at(lang, paths.ledger) },
    { label: text.title, href: at(lang, paths.openData) },
  ]
  const { entries, height, time } = data.asOf
  const asOf = fillParts(text.asOf, {
    height: formatNumber(height, lang),
    time: timeOf(time, lang, site.timeZone),
    entries: formatNumber(entries, lang),
  })
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p>
<p class="small soft">${asOf}</p>
${files(text.statistics, statisticsFilesOf(), context)}${data.isProcuring ? files(text.procurement, procurementFilesOf(), context) : null}
${registers(data, context)}${files(text.follow, followFilesOf(lang), context)}${files(text.log, logFilesOf(data), context)}
<section class="section" aria-labelledby="licence"><h2 class="subtitle section-head" id="licence">${text.licence}</h2>${licence(data, context)}<p class="prose">${text.licenceText}</p></section>
<p class="small"><a class="ds-link" href="${paths.catalogue}" type="application/ld+json">${text.catalogue}</a></p>`
  const frame = { title: text.title, description: text.lead, path: paths.openData, body } as const
  return renderFrame({ lang, site, section: 'ledger', ...frame })
}

function licence({ licence: given }: OpenData, { lang }: PageContext): Html {
  const text = openDataTexts[lang]
  if (given === null) return html`<p class="prose">${text.noLicence}</p>`
  return html`<p class="prose">${text.underLicence} <a class="ds-link" rel="license" href="${given.url}">${given[lang]}</a></p>`
}

/** The registers of an affair, field by field. */
export function renderRegisters({ affair, registers: all }: RegistersData, context: PageContext): string {
  const { lang, site } = context
  const text = openDataTexts[lang]
  const path = paths.registers(affair)
  const title = fill(text.registersOf, { affair: affairWord(affair, lang) })
  const crumbs = [
    { label: text.title, href: at(lang, paths.openData) },
    { label: affairWord(affair, lang), href: at(lang, path) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1><p class="prose lead">${text.registersOfLead}</p>
<p class="small"><a class="ds-link" href="${at(lang, paths.affair(affair))}">${affairWord(affair, lang)}</a> · <a class="ds-link" href="/api/v1/affairs/${encodeURIComponent(affair)}">${text.machine}</a></p>
${all.map((register) => registerTable(affair, register, context))}`
  return renderFrame({ lang, site, title, path, section: 'ledger', body })
}

function registerTable(affair: string, { view, title, fields }: Register, { lang }: PageContext): Html {
  const text = openDataTexts[lang]
  const address = `/api/v1/affairs/${encodeURIComponent(affair)}/views/${encodeURIComponent(view)}`
  const kindOf = ({ kind, isOptional }: RegisterField) =>
    html`${kindWords[kind]?.[lang] ?? kind}${isOptional ? html` <span class="soft small">${text.optional}</span>` : null}`
  return html`<section class="section stack" id="${view}">${stackedTable<RegisterField>(
    title[lang],
    [
      { head: text.field, cell: ({ name }) => html`<code>${name}</code>` },
      { head: text.meaning, cell: (field) => (field.name === 'status' ? pageTexts[lang].status : field.title[lang]) },
      { head: text.kind, cell: kindOf },
      { head: text.filters, cell: ({ filters }) => (filters ? text.yes : '—') },
    ],
    fields,
  )}<p class="small">${text.take} <a class="ds-link" href="${address}?format=csv&limit=200">${title[lang]} CSV</a> · <a class="ds-link" href="${address}?limit=200">${title[lang]} JSON</a></p></section>`
}

function files(title: string, all: readonly DataFile[], { lang }: PageContext): Html {
  const text = openDataTexts[lang]
  const links = ({ id, links: of }: DataFile) =>
    of.map(
      ({ label, href }, place) =>
        html`${place === 0 ? null : ' · '}<a class="ds-link" href="${href}" aria-label="${`${text[id]} ${label}`}">${label}</a>`,
    )
  return html`<section class="section">${stackedTable<DataFile>(
    title,
    [
      { head: text.file, cell: ({ id }) => text[id] },
      { head: text.formats, cell: links },
      {
        head: text.size,
        cell: ({ bytes }) => (bytes === null ? text.live : formatBytes(bytes, lang)),
      },
    ],
    all,
  )}</section>`
}

function registers({ affairs }: OpenData, { lang }: PageContext): Html {
  const text = openDataTexts[lang]
  const items = affairs.map(
    ({ affair, registers: count }) =>
      html`<li><a class="ds-link" href="${at(lang, paths.registers(affair))}">${affairWord(affair, lang)}</a> <span class="soft small">${fill(text.count, { count })}</span></li>`,
  )
  return html`<section class="section" aria-labelledby="registers"><h2 class="subtitle section-head" id="registers">${text.registers}</h2><p class="prose">${text.registersLead}</p><ul class="plain">${items}</ul></section>`
}
