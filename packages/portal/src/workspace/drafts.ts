import { attributes, type Html, html, renderFrame } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { help } from './help.ts'
import { shortcuts } from './shell.ts'
import { workspaceTexts } from './texts.ts'

/** What this browser keeps: forms begun, and drafts that came to be signed. Open to all, for a session may be over and a citizen has none. */
export function renderDrafts(context: PageContext): string {
  const { lang, site } = context
  const text = workspaceTexts[lang]
  const section = (id: string, title: string, content: Html) =>
    html`<section class="section stack" aria-labelledby="${id}"><h2 class="subtitle section-head" id="${id}">${title}</h2>${content}</section>`
  const body = html`<h1 class="title">${text.draftsHere}</h1><p class="prose lead">${text.draftsHereLead}</p>${help('drafts', context)}
${section('forms', text.forms, keptForms(context))}${section('to-sign', text.drafts, keptDrafts(context))}${shortcuts(lang)}`
  return renderFrame({ lang, site, title: text.draftsHere, path: paths.drafts, islands: ['drafts', 'workspace'], body })
}

/** Forms half filled, in the island `drafts`. */
export function keptForms({ lang, site }: PageContext): Html {
  const text = workspaceTexts[lang]
  const data = attributes({ 'data-chain': site.chainId, 'data-failed': text.formsFailed })
  return html`<gongshi-forms ${data}><p class="small soft">${text.formsNoScript}</p></gongshi-forms>`
}

/** Drafts for the reader to sign, in the island `drafts`. */
export function keptDrafts({ lang }: PageContext): Html {
  const text = workspaceTexts[lang]
  return html`<p class="small soft">${text.draftsLead}</p><gongshi-drafts ${attributes({ 'data-failed': text.draftsFailed })}><p><a class="ds-link" href="${at(lang, paths.sign)}">${text.signPage}</a></p></gongshi-drafts>`
}
