import type { Lang } from '@gongshi/ui'
import type { Organ } from './data.ts'

/** Paths of the pages below the language, each the same in both. The node routes exactly these. */
export const paths = {
  home: '/',
  ledger: '/ledger',
  record: (key: string, version?: number): string =>
    `/records/${encodeURIComponent(key)}${version === undefined ? '' : `?version=${version}`}`,
  organ: (organ: Organ): string => `/organs/${encodeURIComponent(organ.scheme)}/${encodeURIComponent(organ.id)}`,
  affair: (name: string): string => `/affairs/${encodeURIComponent(name)}`,
  entry: (index: number): string => `/entries/${index}`,
} as const

export function at(lang: Lang, path: string): string {
  return `/${lang}${path}`
}
