/** By what searches narrow down, as their address names it. */
export const searchFilterNames = ['kind', 'organ', 'from', 'to'] as const

export type SearchFilterName = (typeof searchFilterNames)[number]
/** Only what was asked and understood, each as its text: `affair/entity`, `scheme/id`, and days of the ledger's time zone. */
export type SearchFilters = { readonly [Name in SearchFilterName]?: string }

/** With its `?`. The same question always has the same address. */
export function searchQuery(query: string | null, filters: SearchFilters): string {
  const asked = searchFilterNames.flatMap((name) => {
    const value = filters[name]
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]
  })
  const all = query === null ? asked : [`q=${encodeURIComponent(query)}`, ...asked]
  return all.length === 0 ? '' : `?${all.join('&')}`
}
