import { type Html, html } from '@gongshi/ui'
import type { ListPlace } from '../consultationData.ts'
import type { PageContext } from '../data.ts'
import { at } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'

/** Links to the beginning and to what follows; a page can only be gone on from, as everywhere that rows are listed. */
export function pager(
  { isFirst, next }: ListPlace,
  path: string,
  words: { readonly first: string; readonly further: string },
  { lang }: PageContext,
): Html | null {
  if (isFirst && next === null) return null
  const first = isFirst ? null : html`<a class="ds-link" rel="prev" href="${at(lang, path)}">${words.first}</a>`
  const more =
    next === null
      ? null
      : html`<a class="ds-link" rel="next" href="${at(lang, path)}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}">${words.further}</a>`
  return html`<nav class="pager" aria-label="${pageTexts[lang].pages}">${first}${more}</nav>`
}
