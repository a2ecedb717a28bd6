import { breadcrumbs, factList, fill, type Html, hash, html, localText, renderFrame, trusted } from '@gongshi/ui'
import type { AffairData, PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { affairWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { ruleHistoryTexts } from '../texts/ruleHistory.ts'
import { parametersSection } from './parameters.ts'

/** One affair as law: what the ledger executes, generated from the declaration. */
export function renderAffair(data: AffairData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const path = paths.affair(data.name)
  // Where nobody gave a title there is the name, and our own word for it.
  const named = localText(data.title, lang)
  const title = named.text === data.name ? { lang, text: affairWord(data.name, lang) } : named
  const crumbs = [
    { label: text.ledgerTitle, href: at(lang, paths.ledger) },
    { label: title.text, href: at(lang, path) },
  ]
  const versions = data.versions.map(({ version, hash: versionHash, activeSince }) => ({
    name: html`${fill(text.version, { version })} <span class="soft">${fill(text.activeSince, { height: activeSince })}</span>`,
    value: hash(versionHash),
  }))
  const law =
    data.law === undefined
      ? html`<p class="soft">${text.noLaw}</p>`
      : html`<div class="law prose">${trusted(data.law)}</div>`
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title" lang="${title.lang}">${title.text}</h1>
<p class="prose lead">${text.affairLead}</p>
${data.diagrams.map((diagram) => stateDiagram(diagram, lang))}
<section class="section" aria-labelledby="law"><h2 class="subtitle section-head" id="law">${text.lawTitle}</h2>${law}</section>
${data.parameters.length === 0 ? null : html`<section class="section">${parametersSection(data.parameters, context, true)}</section>`}
<section class="section" aria-labelledby="versions"><h2 class="subtitle section-head" id="versions">${text.affairVersions}</h2>${factList(versions, 'sided')}<p><a class="ds-link" href="${at(lang, `${paths.ruleHistory}?kind=version`)}">${ruleHistoryTexts[lang].link}</a></p>
<p><a class="ds-link" href="/api/v1/affairs/${data.name}">${text.declaration}</a></p></section>`
  return renderFrame({ lang, site, title: title.text, path, body })
}

function stateDiagram({ entity, svg, table }: AffairData['diagrams'][number], lang: PageContext['lang']): Html {
  const caption = fill(pageTexts[lang].diagramTitle, { entity })
  return html`<figure class="section diagram"><figcaption class="subtitle section-head">${caption}</figcaption><div class="scroll" role="region" aria-label="${caption}" tabindex="0">${trusted(svg)}</div>
<details><summary>${pageTexts[lang].diagramTable}</summary><div class="scroll" role="region" aria-label="${caption}" tabindex="0">${trusted(table)}</div></details></figure>`
}
