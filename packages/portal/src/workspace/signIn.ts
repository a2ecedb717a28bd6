import { attributes, fill, html, renderFrame } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'
import type { SignInData, WorkspacePage } from './data.ts'
import { workspaceTexts } from './texts.ts'

/** The door: a passkey of this browser, or a provider who vouches. */
export function renderSignIn({ next, chainId, providers }: SignInData, { lang, site }: PageContext): string {
  const text = workspaceTexts[lang]
  const more = next === null ? '' : `?next=${encodeURIComponent(next)}`
  const others = providers.map(
    (provider) =>
      html`<p><a class="ds-button" data-variant="secondary" href="${at(lang, paths.signInThrough(provider.name))}${more}">${fill(text.throughProvider, { name: provider[lang] })}</a></p>`,
  )
  const body = html`<h1 class="title">${text.signInTitle}</h1><p class="prose lead">${text.signInLead}</p>
<section class="panel stack section">${island('sign-in', chainId, next, lang)}</section>
${others.length === 0 ? null : html`<section class="section stack"><h2 class="subtitle section-head">${text.otherWays}</h2>${others}</section>`}
<p class="prose small section">${text.signInMore} <a class="ds-link" href="${at(lang, paths.sign)}">${text.signPage}</a></p>`
  return renderFrame({ lang, site, title: text.signInTitle, path: paths.signIn, islands: ['signIn'], body })
}

/** Signed in already: the same key once more, before something that weighs. */
export function stepUpPage(next: string | null, { lang, site }: PageContext): WorkspacePage {
  const text = workspaceTexts[lang]
  const body = html`<p class="prose lead">${text.stepUpLead}</p>
<section class="panel stack section">${island('step-up', site.chainId, next, lang)}</section>`
  return { title: text.stepUpTitle, path: paths.stepUp, islands: ['signIn'], body }
}

function island(purpose: 'sign-in' | 'step-up', chainId: string, next: string | null, lang: PageContext['lang']) {
  const data = attributes({
    'data-purpose': purpose,
    'data-chain': chainId,
    'data-next': next ?? at(lang, paths.workspace),
    'data-failed': pageTexts[lang].checkFailed,
  })
  return html`<gongshi-sign-in ${data}><p class="small soft">${workspaceTexts[lang].signInNoScript}</p></gongshi-sign-in>`
}
