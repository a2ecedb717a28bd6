/**
 * The media type that a reader likes best of those on offer (RFC 9110 §12.5.1), the first of equals; null when it takes
 * none of them. Without a header it takes any; so it does when nothing in the header can be read.
 */
export function preferredType(header: string | undefined, offered: readonly string[]): string | null {
  if (header === undefined || header === '*/*') return offered[0] ?? null
  const ranges = header.split(',').flatMap(parseRange)
  if (ranges.length === 0) return offered[0] ?? null
  let best: { readonly type: string; readonly quality: number } | null = null
  for (const type of offered) {
    const quality = qualityOf(type, ranges)
    if (quality > (best?.quality ?? 0)) best = { type, quality }
  }
  return best?.type ?? null
}

type Range = { readonly range: string; readonly quality: number }

/** Other parameters than the quality are passed over: no type here has a second form. */
function parseRange(text: string): Range[] {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  if (!/^[^\s/]+\/[^\s/]+$/.test(range)) return []
  const given = parameters.find((each) => each.startsWith('q='))?.slice(2)
  const quality = given === undefined ? 1 : Number(given)
  return quality >= 0 && quality <= 1 ? [{ range, quality }] : []
}

/** Of the most specific range that matches. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const wanted of [type, `${type.split('/', 1)[0]}/*`, '*/*']) {
    const found = ranges.filter(({ range }) => range === wanted)
    if (found.length > 0) return Math.max(...found.map(({ quality }) => quality))
  }
  return 0
}
