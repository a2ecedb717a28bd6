import { type Child, type Html, html } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at } from '../links.ts'
import { type HelpText, helpTexts } from './helpTexts.ts'

/** Help beside a page, folded: a few sentences, what the caller adds, and the way to the glossary. */
export function help(page: HelpText, { lang }: Pick<PageContext, 'lang'>, more: Child = null): Html {
  const text = helpTexts[lang]
  const sentences = text[page].split('\n').map((sentence) => html`<p>${sentence}</p>`)
  return html`<details class="fold help no-print"><summary>${text.title}</summary><div class="prose small stack">${sentences}${more}<p><a class="ds-link" href="${at(lang, '/glossary')}">${text.words}</a></p></div></details>`
}
