import { availableParallelism } from 'node:os'
import { rewriteBetween } from '../docsTable.ts'

export type Measured = { readonly name: string; readonly recoveredMs: number }

/** Writes what networks measured into docs/reliability.md; what they did not measure stays. */
export function writeMatrix(measured: readonly Measured[]): void {
  rewriteBetween('failure matrix', (before) => {
    const known = [...before.matchAll(/^\| (.+) \| (\d+\.\d) \| ([^|]+) \|$/gm)]
    const rows = new Map(known.map(([row, name]) => [name, row]))
    const day = new Date().toISOString().slice(0, 10)
    for (const { name, recoveredMs } of measured)
      rows.set(name, `| ${name} | ${(recoveredMs / 1000).toFixed(1)} | ${day}, ${availableParallelism()} cores |`)
    return `${head}\n${[...rows.values()].join('\n')}`
  })
}

const head = `| fault of a network of four | seconds from its end until all four had committed again, with the same hash | measured |
|---|---|---|`
