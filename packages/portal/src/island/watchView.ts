import { colon, fill, formatTime, type Lang } from '@gongshi/ui/browser'
import { element } from '../verifier/dom.ts'
import { failureText } from '../verifier/failureTexts.ts'
import { forgetVisits, type Visit, type Watched } from './watchLog.ts'
import { watchTexts } from './watchTexts.ts'

/** What a visit found, for people. Never green: page and script come from the site that is being watched. */
export function watchElement(watched: Watched, lang: Lang, again: () => void): HTMLElement {
  return element('div', { class: 'stack', 'data-state': watched.state }, verdict(watched, lang), [
    'visits' in watched && [picture(watched.visits, lang), table(watched.visits, lang)],
    watched.state === 'first' && table([watched.now], lang),
    watched.state === 'consistent' && proof(watched.hashes, lang),
    forgetting(lang, again),
  ])
}

function verdict(watched: Watched, lang: Lang): HTMLElement {
  const text = watchTexts[lang]
  const isCalm = watched.state === 'first' || watched.state === 'consistent'
  const said = element(
    'div',
    { class: 'verdict stack', 'data-color': isCalm ? 'info' : 'danger', ...(!isCalm && { role: 'alert' }) },
    element('p', {}, element('strong', {}, heading(watched, lang))),
    element('p', { class: 'small' }, text[`${watched.state}More`]),
  )
  if (watched.state === 'first' && !watched.isKept) said.append(element('p', { class: 'small' }, text.notKept))
  if (!('file' in watched)) return said
  if (watched.state === 'unverified') {
    const { what, next } = failureText(watched.code, lang)
    said.append(element('p', { class: 'small' }, `${what} ${next} `, element('code', {}, watched.code)))
  }
  const name = watched.state === 'forked' ? 'gongshi-fork.json' : 'gongshi-checkpoints.txt'
  const href = URL.createObjectURL(new Blob([watched.file], { type: 'application/octet-stream' }))
  said.append(element('p', {}, element('a', { class: 'ds-link', href, download: name }, text.saveFile)))
  return said
}

function heading(watched: Watched, lang: Lang): string {
  const text = watchTexts[lang]
  if (watched.state === 'first') return fill(text.first, { size: number(watched.now.size, lang) })
  if (watched.state !== 'consistent') return text[watched.state]
  const [last, now] = watched.visits.slice(-2) as [Visit, Visit]
  const values = {
    day: time(last.seen, lang),
    before: number(last.size, lang),
    added: number(now.size - last.size, lang),
  }
  return fill(now.size === last.size ? text.unchanged : text.grown, values)
}

const number = (value: number, lang: Lang): string => value.toLocaleString(lang)
const time = (at: number, lang: Lang): string => formatTime(at, lang, Intl.DateTimeFormat().resolvedOptions().timeZone)

function table(visits: readonly Visit[], lang: Lang): HTMLElement {
  const text = watchTexts[lang]
  const cell = (head: string, part: HTMLElement | string, kind = '') =>
    element('td', { role: 'cell', 'data-head': head, class: kind }, element('div', {}, part))
  const rows = visits
    .toReversed()
    .map(({ seen, size, root }) =>
      element(
        'tr',
        { role: 'row' },
        cell(text.seen, time(seen, lang)),
        cell(text.entries, number(size, lang), 'figure'),
        cell(text.root, element('span', { class: 'hash' }, root)),
      ),
    )
  const heads = [text.seen, text.entries, text.root].map((head) =>
    element('th', { scope: 'col', role: 'columnheader' }, head),
  )
  const made = element(
    'table',
    { class: 'ds-table stacks', role: 'table' },
    element('caption', {}, text.visits),
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, heads)),
    element('tbody', { role: 'rowgroup' }, rows),
  )
  return element('div', { class: 'scroll', role: 'region', 'aria-label': text.visits, tabindex: '0' }, made)
}

const svg = 'http://www.w3.org/2000/svg'
const [wide, bar, gap] = [600, 22, 10]

/** How far the log went at each visit; the table below says the same in figures. */
function picture(visits: readonly Visit[], lang: Lang): HTMLElement {
  const most = Math.max(...visits.map(({ size }) => size), 1)
  const drawn = draw('svg', {
    viewBox: `0 0 ${wide} ${visits.length * (bar + gap)}`,
    width: '100%',
    role: 'img',
    'aria-label': watchTexts[lang].picture,
  })
  for (const [at, { size }] of visits.entries()) {
    const before = Math.min(visits[at - 1]?.size ?? size, size)
    const [y, from, to] = [at * (bar + gap), (wide * before) / most, (wide * size) / most]
    drawn.append(
      draw('rect', { x: '0', y: `${y}`, width: `${from}`, height: `${bar}`, fill: 'currentColor', opacity: '0.35' }),
      draw('rect', { x: `${from}`, y: `${y}`, width: `${to - from}`, height: `${bar}`, fill: 'currentColor' }),
    )
  }
  const caption = element('figcaption', { class: 'small soft' }, watchTexts[lang].picture)
  return element('figure', { class: 'stack' }, drawn, caption)
}

function draw(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(svg, name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  return made
}

function proof(hashes: readonly string[], lang: Lang): HTMLElement {
  const text = watchTexts[lang]
  const listed = hashes.map((hash) => element('li', {}, element('span', { class: 'hash' }, hash)))
  return element(
    'details',
    { class: 'fold' },
    element('summary', {}, fill(text.proof, { count: hashes.length })),
    element('p', { class: 'small' }, `${text.proofMore}${listed.length === 0 ? '' : colon[lang]}`),
    listed.length > 0 && element('ol', { class: 'small' }, listed),
  )
}

function forgetting(lang: Lang, again: () => void): HTMLElement {
  const button = element(
    'button',
    { class: 'ds-button', type: 'button', 'data-variant': 'tertiary' },
    watchTexts[lang].forget,
  )
  button.addEventListener('click', () => {
    forgetVisits()
    again()
  })
  return element('p', {}, button)
}
