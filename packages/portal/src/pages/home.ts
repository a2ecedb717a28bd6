import {
  accessionStamp,
  breadcrumbs,
  buttonLink,
  factList,
  fill,
  foldedHash,
  formatBytes,
  formatDay,
  formatNumber,
  type Html,
  html,
  renderFrame,
  timeOf,
} from '@gongshi/ui'
import type { ChainState, HomeData, PageContext, VerifierFile } from '../data.ts'
import { at, pagePath, paths } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'
import { calendarLink } from './calendar.ts'
import { feedLink } from './feed.ts'
import { noticePage } from './noticeRows.ts'

/** The front page: the latest notices, what this ledger is, its state, and how to check it alone. */
export function renderHome(data: HomeData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  if (data.newer !== null) return renderEarlier(data, context)
  const body = html`<div class="hero"><div class="stack">
<h1 class="lede">${text.pledge}</h1>
<p class="prose">${text.pledgeMore}</p>
<p class="actions">${buttonLink(`/verify#${lang}`, text.checkFile, { primary: true })}${buttonLink(at(lang, paths.ledger), text.readLedger)}</p>
</div>${accessionStamp(text.entered, `№ ${formatNumber(data.chain.entries, lang)}`, formatDay(data.chain.time, site.timeZone))}</div>
<div class="columns section">
<section aria-labelledby="latest"><h2 class="subtitle section-head" id="latest">${text.latest}</h2>
${noticePage(data, paths.home, context)}${feedLink(paths.noticeFeed, context)}${calendarLink(paths.calendar, context)}</section>
<aside class="stack">${chainPanel(data.chain, context)}${limits(data.chain, context)}</aside>
</div>
${howTo(data.verifier, context)}`
  return renderFrame({
    lang,
    site,
    title: text.latest,
    description: text.pledge,
    path: paths.home,
    section: 'home',
    feed: paths.noticeFeed,
    body,
  })
}

/** Further down the list there is only the list. */
function renderEarlier(data: HomeData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const path = pagePath(paths.home, data)
  const crumbs = [
    { label: text.latest, href: at(lang, paths.home) },
    { label: text.older, href: at(lang, path) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.older}</h1>
<div class="columns section"><section aria-label="${text.older}">${noticePage(data, paths.home, context)}</section>
<aside class="stack">${chainPanel(data.chain, context)}</aside></div>`
  return renderFrame({ lang, site, title: text.older, path, section: 'home', body })
}

function chainPanel(chain: ChainState, { lang, site }: PageContext): Html {
  const text = pageTexts[lang]
  const facts = [
    { name: text.height, value: html`<span class="figure">${formatNumber(chain.height, lang)}</span>` },
    { name: text.blockTime, value: timeOf(chain.time, lang, site.timeZone) },
    { name: text.entries, value: html`<span class="figure">${formatNumber(chain.entries, lang)}</span>` },
    { name: text.appHash, value: foldedHash(chain.appHash) },
    {
      name: text.checkpoint,
      value:
        chain.checkpoint === null
          ? text.noCheckpoint
          : html`<a class="ds-link" href="/log/checkpoint">${fill(text.checkpointSize, { size: chain.checkpoint.size })}</a>`,
    },
  ]
  return html`<section class="panel specialist" aria-labelledby="chain"><h2 class="subtitle" id="chain">${text.chainState}</h2>${factList(facts)}</section>`
}

/** What the ledger cannot promise stands beside what it does, not in a footnote. */
export function limits(chain: ChainState, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  const what = chain.engine === 'solo' ? text.limitsSolo : fill(text.limitsConsortium, { validators: chain.validators })
  return html`<section class="panel quiet" aria-labelledby="limits"><h2 class="subtitle" id="limits">${text.limitsTitle}</h2><p class="small prose">${what}</p></section>`
}

function howTo(verifier: VerifierFile, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  const download = fill(text.downloadVerifier, { size: formatBytes(verifier.bytes, lang) })
  return html`<section class="section" aria-labelledby="how"><h2 class="subtitle section-head" id="how">${text.howTitle}</h2>
<ol class="steps">
<li><h3>${text.how1Title}</h3><p>${text.how1}</p></li>
<li><h3>${text.how2Title}</h3><p>${text.how2}</p><p class="hash">${verifier.sha256}</p><p><a class="ds-link" href="/verify" download="gongshi-verify.html">${download}</a></p></li>
<li><h3>${text.how3Title}</h3><p>${text.how3}</p></li>
</ol></section>`
}
