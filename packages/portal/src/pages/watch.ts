import { attributes, breadcrumbs, codeBlock, html, renderFrame } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'
import { watchPageTexts } from '../texts/watch.ts'

/** The reader's own browser watches the ledger: it keeps what it saw, and compares. */
export function renderWatch({ lang, site }: PageContext): string {
  const text = watchPageTexts[lang]
  const crumbs = [
    { label: pageTexts[lang].ledgerTitle, href: at(lang, paths.ledger) },
    { label: text.title, href: at(lang, paths.watch) },
  ]
  const settings = attributes({
    'data-trust': '/api/v1/trust',
    'data-waiting': text.waiting,
    'data-failed': text.failed,
  })
  const command = 'npx gongshi monitor URL --trust trust.json --dir watched --replay'
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p>
<section class="section"><gongshi-watch ${settings}><p>${text.noScript} <a class="ds-link" href="/log/checkpoint">${text.checkpoint}</a></p></gongshi-watch></section>
<section class="section stack"><h2 class="subtitle">${text.moreTitle}</h2><p class="prose">${text.more}</p>${codeBlock(text.command, command)}</section>`
  const frame = { title: text.title, description: text.lead, path: paths.watch, section: 'ledger', body } as const
  return renderFrame({ lang, site, ...frame, islands: ['watch'] })
}
