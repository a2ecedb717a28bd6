import { splitFragments } from '@gongshi/protocol'
import { encodeQR } from 'qr'
import { element } from '../verifier/dom.ts'
import { fetchOk } from './readerTrust.ts'
import type { IslandText } from './texts.ts'

const svg = 'http://www.w3.org/2000/svg'
/** Modules of white around a code (ISO/IEC 18004, 5.3.8). */
const quietZone = 4
/** For how long each code is shown: a phone reads several pictures in it. */
const shownMs = 800

/** Prints the page with an entry's evidence behind it, whole, as QR codes that the verifier reads from paper. */
export async function printCodes(evidence: string, title: string, how: string): Promise<void> {
  const figures = await codeFigures(evidence)
  const heading = element('h2', { class: 'subtitle' }, title)
  const section = element('section', { class: 'proof-codes' }, heading, element('p', { class: 'small' }, how), figures)
  document.querySelector('main')!.append(section)
  addEventListener('afterprint', () => section.remove(), { once: true })
  print()
}

/**
 * The same codes one after the other, for another device's camera: by themselves, unless the reader wants no motion, and by
 * buttons. They stop once they are no longer on the page.
 */
export async function playedCodes(evidence: string, text: Readonly<Record<IslandText, string>>): Promise<HTMLElement> {
  const figures = await codeFigures(evidence)
  const stage = element('div', { class: 'played-codes' }, figures[0])
  let at = 0
  let timer: ReturnType<typeof setInterval> | null = null
  const turn = (by: number): void => {
    at = (at + by + figures.length) % figures.length
    stage.replaceChildren(figures[at]!)
  }
  const run = (isRunning: boolean): void => {
    if (timer !== null) clearInterval(timer)
    timer = isRunning ? setInterval(() => (stage.isConnected ? turn(1) : run(false)), shownMs) : null
    toggle.textContent = isRunning ? text.codesPause : text.codesPlay
  }
  const button = (label: string, act: () => void): HTMLButtonElement => {
    const made = element('button', { class: 'ds-button', type: 'button', 'data-variant': 'secondary' }, label)
    made.addEventListener('click', act)
    return made
  }
  const step = (by: number) => (): void => {
    run(false)
    turn(by)
  }
  const toggle = button(text.codesPlay, () => run(timer === null))
  const buttons = [button(text.codesPrevious, step(-1)), toggle, button(text.codesNext, step(1))]
  run(figures.length > 1 && !matchMedia('(prefers-reduced-motion: reduce)').matches)
  return element(
    'section',
    { class: 'stack' },
    element('p', { class: 'small' }, text.codesHow),
    stage,
    figures.length > 1 && element('p', { class: 'actions' }, buttons),
  )
}

async function codeFigures(evidence: string): Promise<readonly HTMLElement[]> {
  const response = await fetchOk(evidence, 'application/vnd.gongshi.evidence+cbor')
  const fragments = splitFragments(new Uint8Array(await response.arrayBuffer()))
  return fragments.map((fragment, at) =>
    element(
      'figure',
      {},
      code(fragment),
      element('figcaption', { class: 'small figure' }, `${at + 1} / ${fragments.length}`),
    ),
  )
}

/** PERF: a run of dark modules is one step of one path. */
function code(content: string): SVGElement {
  const rows = encodeQR(content, 'raw', { ecc: 'medium', border: quietZone })
  const runs = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => {
      if (!isDark || row[x - 1]) return []
      const end = row.indexOf(false, x)
      return [`M${x} ${y}h${end - x}v1h-${end - x}z`]
    }),
  )
  const drawn = document.createElementNS(svg, 'svg')
  drawn.setAttribute('viewBox', `0 0 ${rows.length} ${rows.length}`)
  drawn.setAttribute('shape-rendering', 'crispEdges')
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', runs.join(''))
  drawn.append(path)
  return drawn
}
