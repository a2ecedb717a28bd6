import { splitFragments } from '@gongshi/protocol'
import { encodeQR } from 'qr'
import { element } from '../verifier/dom.ts'
import { fetchOk } from './readerTrust.ts'

const svg = 'http://www.w3.org/2000/svg'
/** Modules of white around a code (ISO/IEC 18004, 5.3.8). */
const quietZone = 4

/** Prints the page with an entry's evidence behind it, whole, as QR codes that the verifier reads from paper. */
export async function printCodes(evidence: string, title: string, how: string): Promise<void> {
  const response = await fetchOk(evidence, 'application/vnd.gongshi.evidence+cbor')
  const fragments = splitFragments(new Uint8Array(await response.arrayBuffer()))
  const codes = fragments.map((fragment, at) =>
    element(
      'figure',
      {},
      code(fragment),
      element('figcaption', { class: 'small figure' }, `${at + 1} / ${fragments.length}`),
    ),
  )
  const heading = element('h2', { class: 'subtitle' }, title)
  const section = element('section', { class: 'proof-codes' }, heading, element('p', { class: 'small' }, how), codes)
  document.querySelector('main')!.append(section)
  addEventListener('afterprint', () => section.remove(), { once: true })
  print()
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
