import { type Html, html } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'

/** Straight to an entry, a block or a transaction: a plain form, no script. */
export function findForm({ lang }: PageContext): Html {
  const text = pageTexts[lang]
  return html`<form class="find" action="${at(lang, paths.find)}" method="get" role="search"><label for="find">${text.findLabel}</label>
<span class="find-row"><input class="ds-input" id="find" name="q" type="search" required maxlength="80" autocomplete="off" spellcheck="false" aria-describedby="find-hint"><button class="ds-button" type="submit">${text.find}</button></span>
<span class="small soft" id="find-hint">${text.findHint}</span></form>`
}
