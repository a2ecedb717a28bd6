import { type Html, html } from '@gongshi/ui'
import { encodeQR } from 'qr'
import type { PageContext } from '../data.ts'
import { at } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'

/** Modules of white around the code (ISO/IEC 18004, 5.3.8). */
const quietZone = 4

/** The page's own address as a code that a telephone opens; on paper it is how a reader gets back to the record. */
export function qrPanel(path: string, { lang, base }: PageContext): Html | null {
  if (base === undefined) return null
  const text = pageTexts[lang]
  const address = `${base}${at(lang, path)}`
  return html`<section class="panel stack" aria-labelledby="qr"><h2 class="subtitle" id="qr">${text.qrTitle}</h2>
${qrCode(address, text.qrLabel)}
<p class="small soft qr-address">${address}</p></section>`
}

/** Dark on light whatever the page's colours are: many readers take nothing else. PERF: a run of dark modules is one step of one path. */
function qrCode(content: string, label: string): Html {
  const rows = encodeQR(content, 'raw', { ecc: 'medium', border: quietZone })
  const runs = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => {
      if (!isDark || row[x - 1]) return []
      const end = row.indexOf(false, x)
      return [`M${x} ${y}h${end - x}v1h-${end - x}z`]
    }),
  )
  const size = rows.length
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${runs.join('')}" fill="#000"/></svg>`
}
