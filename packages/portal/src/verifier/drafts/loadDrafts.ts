import type { draftPanel } from '../draftView.ts'
import { runPart } from '../parts.ts'

declare global {
  /** Set by the drafts' script. */
  var gongshiDraft: typeof draftPanel | undefined
}

/** What a draft says, by a script of its own. */
export function showDraft(...asked: Parameters<typeof draftPanel>): HTMLElement {
  if (!globalThis.gongshiDraft) runPart('drafts')
  return globalThis.gongshiDraft!(...asked)
}
