import type { Division } from '../cel/value.ts'

/** GB/T 2260: province, prefecture and county in two digits each; zeros mean the whole of what stands before. */
const hierarchical: ReadonlySet<string> = new Set(['gb-t-2260'])

/**
 * Whether a division contains another: the same code, or in a hierarchical scheme the place above it. Places of
 * different schemes never contain each other: a mapping between schemes is not the kit's to guess.
 */
export function divisionContains(outer: Division, inner: Division): boolean {
  if (outer.scheme !== inner.scheme) return false
  if (outer.code === inner.code) return true
  if (!hierarchical.has(outer.scheme) || outer.code.length !== 6 || inner.code.length !== 6) return false
  return inner.code.startsWith(outer.code.replace(/(00)+$/, ''))
}

/** The codes of a division and of those that contain it, from the smallest to the largest. */
export function codesAround({ scheme, code }: Division): readonly string[] {
  if (!hierarchical.has(scheme) || code.length !== 6) return [code]
  return [...new Set([code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`])]
}
