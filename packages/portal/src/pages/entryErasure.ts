import { factList, type Html, html, tag, timeOf } from '@gongshi/ui'
import type { EntryData, PageContext } from '../data.ts'
import { pageTexts } from '../texts/pages.ts'

/** For an entry that orders something to be destroyed: which members have done so, and which are still to say so. */
export function entryErasure({ erasure, index }: EntryData, { lang, site }: PageContext): Html | null {
  if (erasure === undefined) return null
  const text = pageTexts[lang]
  const given = erasure.given.map(({ origin, at, keeps }) => ({
    name: origin,
    value: html`<p>${tag(text.erasureDone, 'success')} ${timeOf(at, lang, site.timeZone)}</p>${
      keeps === 'blocks' ? html`<p class="small">${text.erasureBlocks}</p>` : null
    }`,
  }))
  const waiting = erasure.waiting.map((origin) => ({ name: origin, value: tag(text.erasureWaiting, 'warning') }))
  return html`<section class="section" aria-labelledby="destroyed"><h2 class="subtitle section-head" id="destroyed">${text.erasureTitle}</h2>
<p class="prose">${text.erasureLead}</p>
${factList([...given, ...waiting], 'sided')}
<p class="small"><a class="ds-link" href="/api/v1/erasures/${index}">${text.erasureRaw}</a></p></section>`
}
