import { attributes, html, renderFrame } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { paths } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'

/** Where officers read what they sign, and sign it with a key of their own device. */
export function renderSign({ lang, site }: PageContext): string {
  const text = pageTexts[lang]
  const body = html`<h1 class="title">${text.signTitle}</h1><p class="prose lead">${text.signLead}</p>
<p class="prose small">${text.signTwice} <a class="ds-link" href="/verify#${lang}">${text.openVerifier}</a></p>
<section class="panel stack section"><gongshi-sign ${attributes({ 'data-failed': text.checkFailed })}><p class="small soft">${text.signNoScript}</p></gongshi-sign></section>`
  return renderFrame({ lang, site, title: text.signTitle, path: paths.sign, islands: ['sign'], body })
}
