import { attributes, breadcrumbs, factList, fill, type Html, hash, html, renderFrame, tag, timeOf } from '@gongshi/ui'
import type { BlockData, PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'
import { entryTable } from './entryTable.ts'

/** One block: what its header says, who signed it, and its entries. */
export function renderBlock(data: BlockData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const title = fill(text.blockTitle, { height: data.height })
  const path = paths.block(data.height)
  const crumbs = [
    { label: text.ledgerTitle, href: at(lang, paths.ledger) },
    { label: title, href: at(lang, path) },
  ]
  const facts = [
    { name: text.time, value: timeOf(data.time, lang, site.timeZone) },
    { name: text.blockHash, value: hash(data.hash) },
    { name: text.appHashOf, value: hash(data.appHash) },
    { name: text.dataHash, value: hash(data.dataHash) },
    { name: text.proposer, value: hash(data.proposer) },
    {
      name: text.votes,
      value: data.votes.map(
        ({ address, forBlock }) =>
          html`<p>${forBlock ? tag(text.voteFor, 'success') : tag(text.voteAbsent)} <span class="hash">${address}</span></p>`,
      ),
    },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1>
<div class="section">${factList(facts, 'sided')}</div>
<section class="section">${entriesOf(data, context)}</section>${neighbours(data, context)}`
  return renderFrame({ lang, site, title, path, section: 'ledger', body })
}

function entriesOf({ entries, total }: BlockData, context: PageContext): Html {
  const text = pageTexts[context.lang]
  if (total === 0) return html`<p class="prose">${text.noEntries}</p>`
  const note = fill(text.blockShown, { shown: entries.length, total })
  return html`${entryTable(text.blockEntriesTitle, entries, context, 'inBlock')}${entries.length < total ? html`<p class="small soft">${note}</p>` : null}`
}

function neighbours({ height, latest }: BlockData, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  const way = (rel: 'prev' | 'next', to: number, label: string) =>
    to < 1 || to > latest
      ? null
      : html`<a class="ds-link" ${attributes({ rel })} href="${at(lang, paths.block(to))}">${label}</a>`
  return html`<nav class="pager" aria-label="${text.pages}">${way('prev', height - 1, text.previousBlock)}${way('next', height + 1, text.nextBlock)}</nav>`
}
