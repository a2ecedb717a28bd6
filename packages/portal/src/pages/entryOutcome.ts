import { fill, type Html, html, type Lang, tag } from '@gongshi/ui'
import type { EntryData } from '../data.ts'
import { at, paths } from '../links.ts'
import { entityWord, statusWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { pastTexts } from '../texts/past.ts'

type Outcome = NonNullable<EntryData['outcome']>
type Refusal = Extract<Outcome, { readonly ok: false }>

/** Carried out, and the records that it made or changed; or refused, and what to do then. */
export function entryOutcome(affair: string, outcome: Outcome, height: number, lang: Lang): Html {
  const text = pageTexts[lang]
  if (!outcome.ok) return html`${tag(text.outcomeRefused, 'danger')} ${refusal(outcome, lang)}`
  const changed = outcome.changed.map(({ entity, revision, status, key }) => {
    const register = entity.includes('/') ? entity : `${affair}/${entity}`
    const words = { entity: entityWord(affair, entity, lang), status: statusWord(affair, entity, status, lang) }
    return html`<p>${fill(revision === 1 ? text.recordMade : text.recordChanged, { ...words, revision })} <a class="ds-link small" href="${at(lang, paths.pastRow(register, key, height))}">${pastTexts[lang].link}</a></p>`
  })
  return html`${tag(text.outcomeOk, 'success')}${changed}`
}

/** The code for whoever asks about it, and what it means where that is known. */
export function refusal({ code, words }: Refusal, lang: Lang): Html {
  const said = words?.[lang]
  const meaning = said && html`<p>${said.what}${said.next && html`<br>${pageTexts[lang].refusedNext}${said.next}`}</p>`
  return html`<code>${code}</code>${meaning ?? null}`
}
