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

/** A file by its addresses, and its size where it has one before it is made. */
type DataFile = {
  readonly name: string
  readonly links: readonly { readonly label: string; readonly href: string }[]
  readonly bytes?: number | null
}

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
${files(text.statistics, statisticsOf(context), context)}${data.isProcuring ? files(text.procurement, procurementOf(context), context) : null}
${registers(data, context)}${files(text.follow, followOf(context), context)}${files(text.log, logOf(data, context), context)}
<section class="section" aria-labelledby="licence"><h2 class="subtitle section-head" id="licence">${text.licence}</h2><p class="prose">${text.licenceText}</p></section>`
  const frame = { title: text.title, description: text.lead, path: paths.openData, body } as const
  return renderFrame({ lang, site, section: 'ledger', ...frame })
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
  const links = ({ name, links: of }: DataFile) =>
    of.map(
      ({ label, href }, place) =>
        html`${place === 0 ? null : ' · '}<a class="ds-link" href="${href}" aria-label="${`${name} ${label}`}">${label}</a>`,
    )
  return html`<section class="section">${stackedTable<DataFile>(
    title,
    [
      { head: text.file, cell: ({ name }) => name },
      { head: text.formats, cell: links },
      {
        head: text.size,
        cell: ({ bytes = null }) => (bytes === null ? text.live : formatBytes(bytes, lang)),
      },
    ],
    all,
  )}</section>`
}

function statisticsOf({ lang }: PageContext): DataFile[] {
  const text = openDataTexts[lang]
  return (['days', 'affairs', 'organs'] as const).map((file) => ({
    name: text[file],
    links: (['csv', 'json'] as const).map((ending) => ({
      label: ending.toUpperCase(),
      href: paths.statisticsFile(file, ending),
    })),
  }))
}

function procurementOf({ lang }: PageContext): DataFile[] {
  const text = openDataTexts[lang]
  const counted = (['lots', 'years', 'months', 'bids', 'suppliers', 'buyers'] as const).map((file) => ({
    name: text[file],
    links: [{ label: 'CSV', href: paths.procurementFile(`${file}.csv`) }],
  }))
  const ocds = (file: string, endings: readonly string[]) =>
    endings.map((ending) => ({
      label: ending === 'json' ? 'JSON' : 'JSON Lines',
      href: `/ocds/export/${file}.${ending}`,
    }))
  return [
    {
      name: text.procedures,
      links: [
        { label: 'CSV', href: paths.procurementFile('procedures.csv') },
        { label: 'JSON', href: paths.procurementFile('procedures.json') },
      ],
    },
    ...counted,
    { name: text.ocdsReleases, links: ocds('releases', ['json', 'jsonl']) },
    { name: text.ocdsRecords, links: ocds('records', ['json', 'jsonl']) },
    { name: text.ocdsCompiled, links: ocds('compiled', ['jsonl']) },
    { name: text.ocdsPages, links: [{ label: 'JSON', href: '/ocds/packages' }] },
  ]
}

function registers({ affairs }: OpenData, { lang }: PageContext): Html {
  const text = openDataTexts[lang]
  const items = affairs.map(
    ({ affair, registers: count }) =>
      html`<li><a class="ds-link" href="${at(lang, paths.registers(affair))}">${affairWord(affair, lang)}</a> <span class="soft small">${fill(text.count, { count })}</span></li>`,
  )
  return html`<section class="section" aria-labelledby="registers"><h2 class="subtitle section-head" id="registers">${text.registers}</h2><p class="prose">${text.registersLead}</p><ul class="plain">${items}</ul></section>`
}

function followOf({ lang }: PageContext): DataFile[] {
  const text = openDataTexts[lang]
  return [
    { name: text.notices, links: [{ label: 'Atom', href: at(lang, paths.noticeFeed) }] },
    { name: text.calendar, links: [{ label: 'iCalendar', href: at(lang, paths.calendar) }] },
    { name: text.stream, links: [{ label: 'Server-Sent Events', href: '/api/v1/events' }] },
  ]
}

function logOf({ bytes, verifier, firstTile }: OpenData, { lang }: PageContext): DataFile[] {
  const text = openDataTexts[lang]
  const one = (name: string, label: string, href: string, size: number | null = null): DataFile => ({
    name,
    links: [{ label, href }],
    bytes: size,
  })
  return [
    one(text.checkpoint, 'text', '/log/checkpoint', bytes.checkpoint),
    ...(firstTile === null ? [] : [one(text.tiles, 'tile', firstTile)]),
    one(text.genesis, 'JSON', '/api/v1/genesis', bytes.genesis),
    one(text.trust, 'JSON', '/api/v1/trust', bytes.trust),
    one(text.verifier, 'HTML', '/verify', verifier.bytes),
    one(text.openapi, 'OpenAPI', '/openapi.json'),
  ]
}
