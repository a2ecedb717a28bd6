import { colon, type Lang } from '../lang.ts'
import { html } from '../template/html.ts'
import { frameTexts } from '../texts/frame.ts'
import { renderFrame, type Site } from './frame.ts'
import { buttonLink } from './parts.ts'

export type ErrorPage = {
  readonly status: number
  /** The stable code, as in docs/errors.md and in problem+json. */
  readonly code: string
  readonly what: string
  readonly next: string
  /** The path below the language that was asked for; never echoed into the text. */
  readonly path: string
}

/** An error says what happened, its stable code, and what to do next. */
export function renderErrorPage(error: ErrorPage, lang: Lang, site: Site): string {
  const text = frameTexts[lang]
  const body = html`<article class="prose stack">
<p class="eyebrow figure">${error.status}</p>
<h1 class="title">${error.what}</h1>
<h2 class="subtitle">${text.errorNext}</h2>
<p>${error.next}</p>
<p class="soft small">${text.errorCode}${colon[lang]}<code>${error.code}</code></p>
<p class="actions">${buttonLink(`/${lang}/`, text.errorHome, { primary: true })}</p>
</article>`
  return renderFrame({ lang, site, title: error.what, path: error.path, body })
}
