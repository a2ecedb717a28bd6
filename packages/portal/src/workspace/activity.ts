import { fill, html } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paged, paths } from '../links.ts'
import { entryTable } from '../pages/entryTable.ts'
import { pageTexts } from '../texts/pages.ts'
import type { ActivityData, WorkspacePage } from './data.ts'
import { workspaceTexts } from './texts.ts'

/** The officer's own acts, as they stand on the ledger. */
export function activityPage({ entries, before }: ActivityData, context: PageContext): WorkspacePage {
  const text = workspaceTexts[context.lang]
  const more =
    before === null
      ? null
      : html`<nav class="pager" aria-label="${pageTexts[context.lang].pages}"><a class="ds-link" rel="next" href="${at(context.lang, paged(paths.activity, { before }))}">${fill(text.lookFurther, { index: before })}</a></nav>`
  const body = html`<p class="prose lead">${text.activityLead}</p>
<section class="section">${entries.length === 0 ? html`<p>${text.noActivity}</p>` : entryTable(text.activity, entries, context, 'checked')}${more}</section>`
  return { title: text.activity, section: 'activity', path: paths.activity, body, islands: ['check'] }
}
