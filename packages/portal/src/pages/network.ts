import {
  alert,
  breadcrumbs,
  factList,
  fill,
  formatDay,
  formatNumber,
  type Html,
  hash,
  html,
  localSpan,
  localText,
  renderFrame,
  shortHash,
  stackedTable,
  type Tone,
  tag,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type { NetworkData, ValidatorRow } from '../networkData.ts'
import { affairWord } from '../texts/affairWords.ts'
import { paceTexts } from '../texts/pace.ts'
import { pageTexts } from '../texts/pages.ts'
import { entryBadge } from './entryBadge.ts'
import { proposals } from './governance.ts'
import { organLink } from './organs.ts'

/** Who keeps the ledger, whether they are there, and what is about to change. */
export function renderNetwork(data: NetworkData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const crumbs = [
    { label: text.ledgerTitle, href: at(lang, paths.ledger) },
    { label: text.networkTitle, href: at(lang, paths.network) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.networkTitle}</h1><p class="prose lead">${text.networkLead}</p>
${trouble(data, context)}${forks(data, context)}
<div class="section">${factList(facts(data, context), 'sided')}</div>
<p class="section"><a class="ds-link" href="${at(lang, paths.pace)}">${paceTexts[lang].link}</a></p>
<section class="section">${validators(data, context)}</section>
<section class="section">${picture(data, context)}</section>
<section class="section">${misbehaviour(data, context)}</section>
<section class="section">${plans(data, context)}</section>`
  return renderFrame({ lang, site, title: text.networkTitle, path: paths.network, section: 'ledger', body })
}

const tones: { readonly [state in NetworkData['state']]: Tone } = {
  running: 'success',
  catchingUp: 'info',
  waiting: 'warning',
  stopped: 'danger',
}

function facts(data: NetworkData, { lang, site }: PageContext) {
  const text = pageTexts[lang]
  const words = {
    running: text.stateRunning,
    catchingUp: text.stateCatchingUp,
    waiting: text.stateWaiting,
    stopped: text.stateStopped,
  }
  const missing = data.validators.filter(({ isMissing }) => isMissing && knowsWhoIsThere(data))
  const optional = (name: string, value: string | null) => (value === null ? [] : [{ name, value }])
  return [
    { name: text.networkState, value: tag(words[data.state], tones[data.state]) },
    { name: text.height, value: html`<span class="figure">${formatNumber(data.height, lang)}</span>` },
    { name: text.blockTime, value: timeOf(data.time, lang, site.timeZone) },
    ...optional(text.blockEvery, data.blockMs === null ? null : seconds(data.blockMs, lang)),
    ...optional(text.blocksHere, blocksHere(data, lang)),
    ...optional(text.peersInTouch, data.peers === null ? null : formatNumber(data.peers, lang)),
    ...optional(text.clockAhead, data.clockSkewMs === null ? null : seconds(data.clockSkewMs, lang)),
    ...optional(
      text.whoIsMissing,
      missing.length === 0 ? null : missing.map((row) => nameOf(row, lang)).join(lang === 'zh' ? '、' : ', '),
    ),
    ...optional(text.logsCompared, logsCompared(data, lang)),
    { name: text.appHash, value: hash(data.appHash) },
  ]
}

function blocksHere({ earliestHeight }: NetworkData, lang: PageContext['lang']): string | null {
  if (earliestHeight === null || earliestHeight === 0) return null
  const text = pageTexts[lang]
  return earliestHeight === 1 ? text.allBlocks : fill(text.blocksFrom, { height: formatNumber(earliestHeight, lang) })
}

/** Of a single operator there is nobody to compare with. */
function logsCompared({ others }: NetworkData, lang: PageContext['lang']): string | null {
  if (others.length === 0) return null
  const same = others.filter(({ comparison }) => comparison === 'same').length
  return fill(pageTexts[lang].logsSame, { same: formatNumber(same, lang), of: formatNumber(others.length, lang) })
}

/** A node that has stopped shows what it saw last. */
function knowsWhoIsThere({ state }: NetworkData): boolean {
  return state !== 'stopped'
}

function seconds(ms: number, lang: PageContext['lang']): string {
  const tenths = Math.round(ms / 100) || 0 // never -0
  return fill(pageTexts[lang].secondsLong, { seconds: (tenths / 10).toFixed(1) })
}

function trouble({ state, code }: NetworkData, { lang }: PageContext): Html | null {
  const text = pageTexts[lang]
  if (state === 'waiting')
    return html`<div class="section">${alert('warning', text.stateWaiting, text.waitingMore)}</div>`
  if (state !== 'stopped') return null
  const more = fill(text.stoppedMore, { code: code ?? '' })
  return html`<div class="section">${alert('danger', text.stateStopped, more)}</div>`
}

/** Nobody can tell from here which of the two is the ledger. */
function forks({ forks: found }: NetworkData, { lang, site }: PageContext): Html | null {
  const text = pageTexts[lang]
  if (found.length === 0) return null
  const more = found.map(({ origin, size, foundAt }) =>
    fill(text.forkedMore, { origin, size: formatNumber(size, lang), day: formatDay(foundAt, site.timeZone) }),
  )
  return html`<div class="section">${alert('danger', text.forked, more.join(' '))}</div>`
}

/** Its organ's name, and the end of its node's, which is the node's own; its address where the ledger knows neither. */
function nameOf({ organ, origin, address }: ValidatorRow, lang: PageContext['lang']): string {
  const names = [...(organ === null ? [] : [localText(organ.name, lang).text]), ...(origin?.split('/').slice(-1) ?? [])]
  return names.length === 0 ? shortHash(address) : names.join(' · ')
}

function validators(data: NetworkData, context: PageContext): Html {
  const { lang } = context
  const text = pageTexts[lang]
  return stackedTable<ValidatorRow>(
    text.validators,
    [
      { head: text.validator, cell: (row) => department(row, context) },
      {
        head: text.nowThere,
        cell: ({ isMissing }) => {
          if (!knowsWhoIsThere(data)) return text.isUnknown
          return isMissing ? tag(text.isMissing, 'danger') : tag(text.isThere, 'success')
        },
      },
      { head: text.power, cell: ({ power }) => formatNumber(power, lang), figures: true },
      {
        head: fill(text.presence, { blocks: data.to - data.from + 1 }),
        cell: (row) => presence(row, context),
        figures: true,
      },
    ],
    data.validators,
  )
}

function department({ organ, origin, address, isOwn }: ValidatorRow, context: PageContext): Html {
  const text = pageTexts[context.lang]
  const name = organ === null ? text.unknownDepartment : organLink(organ, context)
  return html`<p>${name} ${isOwn ? tag(text.ownNode, 'info') : null}</p><p class="small soft">${
    origin === null ? null : html`<code>${origin}</code> `
  }<span class="hash">${shortHash(address)}</span></p>`
}

function presence({ votes, signed }: ValidatorRow, { lang }: PageContext): string {
  const blocks = [...votes].filter((mark) => mark !== '-').length
  const percent = blocks === 0 ? 0 : Math.floor((100 * signed) / blocks)
  return fill(pageTexts[lang].presenceOf, { signed, blocks, percent })
}

const [cell, gap, label] = [13, 2, 150]

/** The table above says the same in figures. The newest block comes first, since a phone shows the beginning. */
function picture(data: NetworkData, { lang }: PageContext): Html | null {
  const text = pageTexts[lang]
  const columns = data.to - data.from + 1
  if (columns < 1) return null
  const [width, height] = [label + columns * (cell + gap), data.validators.length * (cell + 2 * gap)]
  const rows = data.validators.map((row, at) => {
    const y = at * (cell + 2 * gap)
    const name = nameOf(row, lang)
    const shown = name.length > 20 ? `…${name.slice(-19)}` : name
    return html`<text x="0" y="${y + cell}" font-size="12">${shown}</text>${[...row.votes].reverse().map((mark, block) => square(mark, label + block * (cell + gap), y))}`
  })
  return html`<figure class="stack"><figcaption class="subtitle section-head" id="votes">${fill(text.presenceTitle, { from: data.from, to: data.to })}</figcaption>
<div class="scroll" role="region" aria-labelledby="votes" tabindex="0"><svg role="img" aria-labelledby="votes" aria-describedby="votes-more" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" fill="currentColor">${rows}</svg></div><p class="small soft prose" id="votes-more">${text.presenceDescription}</p></figure>`
}

function square(mark: string, x: number, y: number): Html | null {
  if (mark === 'x') return html`<rect x="${x}" y="${y}" width="${cell}" height="${cell}"></rect>`
  if (mark !== '_') return null
  return html`<path d="M${x + 0.5} ${y + 0.5}h${cell - 1}v${cell - 1}h${1 - cell}zM${x + 2} ${y + cell / 2}h${cell - 4}" fill="none" stroke="currentColor"></path>`
}

function misbehaviour(data: NetworkData, context: PageContext): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  if (data.misbehaviour.length === 0)
    return html`<h2 class="subtitle section-head">${text.misbehaviour}</h2><p class="prose">${text.noMisbehaviour}</p>`
  const words = {
    'double-signing': text.doubleSigning,
    'light-client-attack': text.lightClientAttack,
    unknown: text.otherMisbehaviour,
  }
  const [shown, of] = [data.misbehaviour.length, data.misbehaviourCount]
  return stackedTable<NetworkData['misbehaviour'][number]>(
    of > shown ? fill(text.newestMisbehaviour, { shown, of }) : text.misbehaviour,
    [
      {
        head: text.validator,
        cell: ({ organ, address }) =>
          html`${organ === null ? null : organLink(organ, context)} <span class="hash">${shortHash(address)}</span>`,
      },
      { head: text.misbehaviourKind, cell: ({ kind }) => tag(words[kind], 'danger') },
      { head: text.height, cell: (row) => formatNumber(row.height, lang), figures: true },
      { head: text.time, cell: ({ time }) => timeOf(time, lang, site.timeZone) },
      {
        head: text.entry,
        cell: ({ entry }) => entryBadge(entry, { lang }),
      },
    ],
    data.misbehaviour,
  )
}

function plans(data: NetworkData, context: PageContext): Html {
  const { lang } = context
  const text = pageTexts[lang]
  const heading = html`<h2 class="subtitle section-head">${text.upgradePlans}</h2>`
  if (data.upgrades.length === 0 && data.proposals.length === 0)
    return html`${heading}<p class="prose">${text.noUpgrades}</p>`
  const items = data.upgrades.map(
    ({ affair, version, from }) =>
      html`<li>${localSpan([{ lang, text: affairWord(affair, lang) }], lang)}: ${fill(text.upgradeAt, { version, height: from })}</li>`,
  )
  return html`${heading}${items.length === 0 ? null : html`<ul>${items}</ul>`}${data.proposals.length === 0 ? null : proposals(data.proposals, context)}`
}
