/** What the audit found of one page in one language. Times in milliseconds, sizes in bytes as they went over the wire. */
export type Audited = {
  readonly page: string
  readonly lang: string
  readonly violations: readonly string[]
  readonly looks: number
  readonly htmlBytes: number
  readonly scriptBytes: number
  readonly foreign: number
  readonly largestPaint: number
  readonly blocking: number
  readonly shift: number
}

/** Scores of Lighthouse's four categories, 0 to 100, and what took away from them. */
export type Scored = {
  readonly page: string
  readonly scores: readonly number[]
  readonly failed: readonly string[]
  /** As it simulates them, in milliseconds. */
  readonly paint: number
  readonly blocking: number
}

export type Audit = {
  readonly pages: readonly Audited[]
  readonly empty: Audited
  readonly lighthouse: { readonly version: string; readonly pages: readonly Scored[] } | null
  readonly chromium: string
  readonly axe: string
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1)
const worst = (rows: readonly Audited[], of: (row: Audited) => number): number => Math.max(...rows.map(of))

/** docs/portal-audit.md, whole. */
export function auditDocument(audit: Audit): string {
  const { pages, empty } = audit
  const names = [...new Set(pages.map(({ page }) => page))]
  const found = pages.flatMap(({ page, lang, violations }) => violations.map((each) => `- ${page} ${lang}: ${each}`))
  const looks = pages.reduce((sum, { looks }) => sum + looks, 0)
  return `# Audit of the pages

Made by \`npm run audit\`; not by hand. Every page of the sample city (one page may stand in several states), as a node sends it: its
headers, its policy, gzip. axe-core ${audit.axe}, Chromium ${audit.chromium}.

- **axe** (WCAG 2.0 to 2.2 A and AA, best practices): ${found.length} violations in ${looks} looks: ${names.length} pages, two languages, 390 and 1280 px, light and dark
  (which differ by colours: in the dark the rules of colours are asked), and large type on a phone.
- **Requests to other sites**: ${pages.reduce((sum, { foreign }) => sum + foreign, 0)}.
- **Largest paint, blocking, shift** on a phone of 390 px as Lighthouse throttles one by DevTools (562 ms for a request, 1.47 Mbit/s, a processor four times
  slower), on the machine at hand, one run a page. An empty page took ${empty.largestPaint} ms there: the last column but two is the page beside it. Bounds: 1,500 ms, 100 ms, 0.05.
  Pages without a script have nothing of their own that blocks: what stands there is laying them out, four times slower, beside whatever else the machine does.
  The slowest page: ${worst(pages, (row) => row.largestPaint)} ms; the most blocking: ${worst(pages, (row) => row.blocking)} ms; the most shift: ${worst(pages, (row) => row.shift).toFixed(3)}.
- **Script**, loaded before anybody presses anything: at most ${kilobytes(worst(pages, (row) => row.scriptBytes))} KB gzip; bound 60 KB on public pages, 250 KB in the workspace.
${found.length === 0 ? '' : `\n${found.join('\n')}\n`}
${lighthouse(audit)}## Page by page

In Chinese. The style stands in the HTML.

| page | axe | HTML gzip KB | script gzip KB | largest paint ms | of an empty page’s | blocking ms | shift |
|---|---|---|---|---|---|---|---|
${names
  .map((name) =>
    row(
      name,
      pages.filter(({ page }) => page === name),
      empty,
    ),
  )
  .join('\n')}
`
}

function row(name: string, rows: readonly Audited[], empty: Audited): string {
  const paint = worst(rows, ({ largestPaint }) => largestPaint)
  const cells = [
    name,
    rows.reduce((sum, { violations }) => sum + violations.length, 0),
    kilobytes(worst(rows, ({ htmlBytes }) => htmlBytes)),
    kilobytes(worst(rows, ({ scriptBytes }) => scriptBytes)),
    paint,
    (paint / empty.largestPaint).toFixed(2),
    worst(rows, ({ blocking }) => blocking),
    worst(rows, ({ shift }) => shift).toFixed(3),
  ]
  return `| ${cells.join(' | ')} |`
}

function lighthouse({ lighthouse: found }: Audit): string {
  if (found === null) return ''
  const lines = found.pages.map(
    ({ page, scores, paint, blocking, failed }) =>
      `| ${[page, ...scores, paint, blocking, failed.join(', ') || 'nothing'].join(' | ')} |`,
  )
  return `## Lighthouse

${found.version}, its default for phones (simulated throttling), Chinese pages. Run by \`npx\`, in no lockfile of ours: it brings 120 packages that nothing else here needs.

| page | performance | accessibility | best practices | SEO | largest paint ms | blocking ms | what took points |
|---|---|---|---|---|---|---|---|
${lines.join('\n')}

`
}
