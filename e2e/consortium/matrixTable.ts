import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const file = new URL('../../docs/reliability.md', import.meta.url)
const [begin, end] = ['<!-- failure matrix -->', '<!-- /failure matrix -->']

export type Measured = { readonly name: string; readonly recoveredMs: number }

/** Writes what networks measured into docs/reliability.md, between its two marks; what they did not measure stays. */
export function writeMatrix(measured: readonly Measured[]): void {
  const before = readFileSync(file, 'utf8')
  const [from, to] = [before.indexOf(begin) + begin.length, before.indexOf(end)]
  if (from < begin.length || to === -1) throw new Error('docs/reliability.md has no place for the table')
  const known = [...before.slice(from, to).matchAll(/^\| (.+) \| (\d+\.\d) \| ([^|]+) \|$/gm)]
  const rows = new Map(known.map(([row, name]) => [name, row]))
  const day = new Date().toISOString().slice(0, 10)
  for (const { name, recoveredMs } of measured)
    rows.set(name, `| ${name} | ${(recoveredMs / 1000).toFixed(1)} | ${day}, ${availableParallelism()} cores |`)
  writeFileSync(file, `${before.slice(0, from)}\n\n${head}\n${[...rows.values()].join('\n')}\n\n${before.slice(to)}`)
}

const head = `| fault of a network of four | seconds from its end until all four had committed again, with the same hash | measured |
|---|---|---|`
