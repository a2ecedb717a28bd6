import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../docs/reliability.md', import.meta.url)

/** Writes anew what stands in docs/reliability.md between the two marks of a name, from what stood there. */
export function rewriteBetween(mark: string, rewrite: (before: string) => string): void {
  const text = readFileSync(file, 'utf8')
  const [begin, end] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`]
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)]
  if (from < begin.length || to === -1) throw new Error(`docs/reliability.md has no place for the ${mark}`)
  writeFileSync(file, `${text.slice(0, from)}\n\n${rewrite(text.slice(from, to))}\n\n${text.slice(to)}`)
}
