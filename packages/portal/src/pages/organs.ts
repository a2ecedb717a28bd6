import { attributes, fill, formatNumber, type Html, html, localSpan, renderFrame, stackedTable, tag } from '@gongshi/ui'
import type { Organ, OrganChange, OrganNode, OrgansData, PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { wordOf } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'

/** The tree of organs on a day, and what changed until another. */
export function renderOrgans(data: OrgansData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const { day, compared } = data
  const path = `${paths.organsOn}?day=${day}${compared === null ? '' : `&compare=${compared.day}`}`
  const counts = data.byKind.map(
    ({ kind, count }) =>
      html`<li>${kindTag(kind, context)} <span class="figure">${formatNumber(count, lang)}</span></li>`,
  )
  const tree = data.tree.length === 0 ? html`<p class="prose">${text.noOrgans}</p>` : treeOf(data.tree, context)
  const body = html`<h1 class="title">${text.organsTitle}</h1><p class="prose lead">${text.organsLead}</p>
${dayForm(data, context)}
<section class="section" aria-labelledby="tree"><h2 class="subtitle section-head" id="tree">${fill(text.organCount, { day, total: data.total })}</h2>
<ul class="counts">${counts}</ul>${tree}</section>
${compared === null ? null : html`<section class="section">${changes(day, compared, context)}</section>`}`
  return renderFrame({ lang, site, title: text.organsTitle, path, section: 'organs', body })
}

function dayForm({ day, compared }: OrgansData, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  const field = (name: string, label: string, value: string, required: boolean) =>
    html`<p><label for="${name}">${label}</label><input class="ds-input" type="date" id="${name}" name="${name}" value="${value}" ${attributes({ required: required ? '' : null })}></p>`
  return html`<form class="days section" action="${at(lang, paths.organsOn)}" method="get">${field('day', text.onDay, day, true)}${field('compare', text.compareDay, compared?.day ?? '', false)}
<p><button class="ds-button" type="submit">${text.showDay}</button></p></form>`
}

function treeOf(nodes: readonly OrganNode[], context: PageContext, shape: 'tree' | 'branches' = 'tree'): Html {
  return html`<ul class="${shape}">${nodes.map(
    ({ organ, kind, inferiors }) =>
      html`<li><p>${organLink(organ, context)} ${kindTag(kind, context)} <code class="soft small">${organ.id}</code></p>${inferiors.length === 0 ? null : treeOf(inferiors, context, 'branches')}</li>`,
  )}</ul>`
}

function changes(
  day: string,
  { day: other, changes: rows }: NonNullable<OrgansData['compared']>,
  context: PageContext,
): Html {
  const text = pageTexts[context.lang]
  const [from, to] = day < other ? [day, other] : [other, day]
  const title = fill(text.changesTitle, { from, to })
  if (rows.length === 0)
    return html`<h2 class="subtitle section-head">${title}</h2><p class="prose">${text.noChanges}</p>`
  return stackedTable<OrganChange>(
    title,
    [
      { head: text.organName, cell: ({ organ }) => organLink(organ, context) },
      { head: text.change, cell: ({ what }) => tag(text[what], tones[what]) },
      { head: text.before, cell: (row) => side(row, 'before', context) },
      { head: text.after, cell: (row) => side(row, 'after', context) },
    ],
    rows,
  )
}

const tones = { founded: 'success', ended: 'danger', renamed: 'info', moved: 'warning' } as const

function side(row: OrganChange, which: 'before' | 'after', context: PageContext) {
  if (row.what === 'renamed') return localSpan(row[which], context.lang)
  if (row.what !== 'moved') return '—'
  const organ = row[which]
  return organ === null ? pageTexts[context.lang].noSuperior : organLink(organ, context)
}

export function organLink(organ: Organ, { lang }: PageContext): Html {
  return html`<a class="ds-link" href="${at(lang, paths.organ(organ))}">${localSpan(organ.name, lang)}</a>`
}

export function kindTag(kind: string, { lang }: PageContext): Html {
  return tag(wordOf('organisations', kind, lang), kind === 'administrative' ? 'info' : 'neutral')
}
