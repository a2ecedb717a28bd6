import type { Column } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { entryBadge } from '../pages/entryBadge.ts'
import { workspaceTexts } from './texts.ts'

/** The entry that made a row what it is, to be checked in place by the island `check`; the genesis has no entries. */
export function evidenceColumn(context: PageContext): Column<{ readonly entry: number | null }> {
  const head = workspaceTexts[context.lang].evidence
  return { head, cell: ({ entry }) => (entry === null ? '—' : entryBadge(entry, context)) }
}
