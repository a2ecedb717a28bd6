import {
  alert,
  attributes,
  fill,
  fillParts,
  formatBytes,
  type Html,
  html,
  htmlLang,
  maskedValue,
  table,
  timeOf,
} from '@gongshi/ui'
import type { PageContext, RecordBody, RecordData, ReleaseFact } from '../data.ts'
import { releaseSectionWord } from '../texts/codes.ts'
import { pageTexts } from '../texts/pages.ts'
import { clauseText } from './clause.ts'

/** The document as the node holds it, or what stands in its place. */
export function recordBody({ body }: Pick<RecordData, 'body'>, context: PageContext): Html {
  switch (body.kind) {
    case 'document':
      return documentText(body)
    case 'release':
      return releaseFacts(body, context)
    case 'file':
      return attachment(body, context)
    case 'erased':
      return erased(body, context)
    case 'absent':
      return absent(context)
  }
}

type Body<Kind extends RecordBody['kind']> = Extract<RecordBody, { kind: Kind }>

function documentText(body: Body<'document'>): Html {
  const lang = body.lang === 'zh' ? htmlLang.zh : body.lang
  return html`<div class="document prose" lang="${lang}">${body.paragraphs.map(({ heading, text }) => (heading ? html`<h2>${text}</h2>` : html`<p>${text}</p>`))}</div>`
}

function releaseFacts(body: Body<'release'>, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  const masked = fill(text.releaseMasked, { masked: body.maskedCount, total: body.totalCount })
  const sections = [...sectionsOf(body.facts)].map(([section, facts]) => releaseSection(section, facts, lang))
  return html`<div class="stack"><h2 class="subtitle">${text.releaseCaption}</h2><div>${sections}</div><p class="small soft">${masked}</p></div>`
}

/** A release's values by its parts (tender, awards …), in its own order; what stands at its top comes first. */
function sectionsOf(facts: readonly ReleaseFact[]): ReadonlyMap<string, ReleaseFact[]> {
  const sections = new Map<string, ReleaseFact[]>([['', []]])
  for (const fact of facts) {
    const [part, inner] = fact.path.split('/', 2)
    const section = inner === undefined || part === 'tag' ? '' : (part ?? '')
    const listed = sections.get(section)
    if (listed === undefined) sections.set(section, [fact])
    else listed.push(fact)
  }
  return sections
}

/** A path may break after its slashes, and only there. */
function fieldPath(path: string): Html {
  const [first, ...rest] = path.split('/')
  return html`<code>${first}${rest.map((part) => html`/<wbr>${part}`)}</code>`
}

const openAtOnce = 12

/** Short parts stand open; a long one opens when asked for, and prints open. */
function releaseSection(section: string, facts: readonly ReleaseFact[], lang: PageContext['lang']): Html | null {
  if (facts.length === 0) return null
  const text = pageTexts[lang]
  const name = releaseSectionWord(section, lang)
  const columns = [
    { head: text.releaseField, cell: (fact: ReleaseFact) => fieldPath(fact.path) },
    { head: text.releaseValue, cell: (fact: ReleaseFact) => (fact.masked ? maskedValue(lang) : fact.value) },
  ]
  const open = attributes({ open: facts.length <= openAtOnce })
  return html`<details class="ds-details" ${open}><summary>${name} <span class="soft figure">${facts.length}</span></summary><div>${table(name, columns, facts)}</div></details>`
}

function attachment(body: Body<'file'>, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  const label = fill(text.fileDownload, { name: body.name, size: formatBytes(body.bytes, lang) })
  return html`<div class="stack"><h2 class="subtitle">${text.fileTitle}</h2><p><a class="ds-link" href="${body.href}" download>${label}</a> <span class="soft">${body.mediaType}</span></p></div>`
}

function erased(body: Body<'erased'>, { lang, site }: PageContext): Html {
  const text = pageTexts[lang]
  return html`<div class="tombstone stack"><h2 class="subtitle">${text.erasedTitle}</h2><p>${fillParts(text.erasedBody, { entry: body.entry, clause: clauseText(body.clause, { lang }) })}</p><p class="small soft">${timeOf(body.at, lang, site.timeZone)}</p></div>`
}

function absent({ lang }: PageContext): Html {
  const text = pageTexts[lang]
  return alert('info', text.absentTitle, html`<p>${text.absentBody}</p>`)
}
