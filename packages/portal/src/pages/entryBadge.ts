import { evidenceBadge, fill, frameTexts, type Html, html } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'

/**
 * Beside a fact: the entry that holds it, checked in place where the page has the `check` island; without a script it leads to
 * the entry, where its evidence is.
 */
export function entryBadge(entry: number, { lang }: Pick<PageContext, 'lang'>): Html {
  const label = fill(frameTexts[lang].entryNumber, { index: entry })
  return html`<gongshi-badge data-entry="${entry}">${evidenceBadge(label, at(lang, paths.entry(entry)))}</gongshi-badge>`
}
