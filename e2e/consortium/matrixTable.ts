import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

const file = new URL('../../docs/reliability.md', import.meta.url)
const [begin, end] = ['<!-- failure matrix -->', '<!-- /failure matrix -->']

export type Measured = { readonly name: string; readonly recoveredMs: number }

/** Writes what the networks measured into docs/reliability.md, between its two marks. */
export function writeMatrix(measured: readonly Measured[]): void {
  const before = readFileSync(file, 'utf8')
  const [from, to] = [before.indexOf(begin), before.indexOf(end)]
  if (from === -1 || to === -1) throw new Error('docs/reliability.md has no place for the table')
  writeFileSync(file, `${before.slice(0, from)}${begin}\n${matrixTable(measured)}${before.slice(to)}`)
}

function matrixTable(measured: readonly Measured[]): string {
  const rows = measured.map(({ name, recoveredMs }) => `| ${name} | ${(recoveredMs / 1000).toFixed(1)} |`)
  const day = new Date().toISOString().slice(0, 10)
  return `Measured on ${day} on ${cpus().length} cores, everything on one machine:

| fault of a network of four | seconds from its end until all four had committed again |
|---|---|
${rows.join('\n')}
`
}
