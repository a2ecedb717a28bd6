import { type Html, html, renderFrame } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { type DesignText, designTexts } from '../../texts/design.ts'
import * as samples from './samples.ts'
import { type DesignQuery, designAddress, sampleTable } from './sampleTable.ts'

export { type DesignQuery, designRows } from './sampleTable.ts'

/** The living page of the design system: each part as the other pages use it, from the same code. */
export function renderDesign(asked: DesignQuery, context: PageContext): string {
  const { lang, site } = context
  const text = designTexts[lang]
  const parts: readonly (readonly [string, DesignText, Html])[] = [
    ['colours', 'colours', samples.sampleColours(lang)],
    ['headings', 'headings', samples.sampleHeadings(lang)],
    ['notices', 'notices', samples.sampleNotices(lang)],
    ['buttons', 'links', samples.sampleButtons(lang)],
    ['tags', 'tags', samples.sampleTags(lang)],
    ['badge', 'badge', samples.sampleBadges(lang)],
    ['tasks', 'tasks', samples.sampleTasks(lang)],
    ['facts', 'facts', samples.sampleFacts(lang, site.timeZone)],
    ['forms', 'forms', samples.sampleForm(lang)],
    ['table', 'table', sampleTable(asked, context)],
    ['chart', 'chart', samples.sampleChart(lang)],
    ['timeline', 'timeline', samples.sampleTimeline(lang, site.timeZone)],
    ['tabs', 'tabs', samples.sampleTabs(lang)],
    ['dialog', 'dialog', samples.sampleDialog(lang)],
    ['progress', 'progress', samples.sampleProgress(lang)],
    ['diff', 'diff', samples.sampleDiff(lang)],
    ['code', 'code', samples.sampleCode(lang)],
    ['empty', 'empty', samples.sampleEmpty(lang)],
  ]
  const contents = parts.map(([id, name]) => html`<li><a class="ds-link" href="#${id}">${text[name]}</a></li>`)
  const sections = parts.map(
    ([id, name, part]) =>
      html`<section class="section stack" id="${id}" aria-labelledby="${`${id}-head`}"><h2 class="subtitle" id="${`${id}-head`}">${text[name]}</h2>${part}</section>`,
  )
  const body = html`<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p>
<nav class="no-print" aria-label="${text.onThisPage}"><ul class="counts">${contents}</ul></nav>${sections}`
  return renderFrame({ lang, site, title: text.title, description: text.lead, path: designAddress(asked), body })
}
