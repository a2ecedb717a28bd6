import { attributes, fill, type Html, html, tag } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { actionWord, affairWord, entityWord, statusWord } from '../texts/affairWords.ts'
import type { ActChoice, ActObjectRow, ActRuleShown, MayActData } from './actData.ts'
import type { WorkspacePage } from './data.ts'
import { workspaceTexts } from './texts.ts'

/** The affairs on which somebody may act. */
export function actsPage(affairs: readonly string[], { lang }: PageContext): WorkspacePage {
  const text = workspaceTexts[lang]
  const body = html`<p class="prose lead">${text.actsLead}</p><ul class="section">${affairs.map(
    (affair) =>
      html`<li><a class="ds-link" href="${at(lang, paths.actsOf(affair))}">${affairWord(affair, lang)}</a></li>`,
  )}</ul>`
  return { title: text.acts, section: 'acts', path: paths.acts, body }
}

/** Every act of an affair, or on one of its rows, with a way to its form, or the reasons why there is none. */
export function mayActPage(data: MayActData, context: PageContext): WorkspacePage {
  const { lang } = context
  const text = workspaceTexts[lang]
  const { affair, object, choices, objects } = data
  const about =
    object === null
      ? text.actsWhole
      : html`${fill(text.actsAbout, { object: nameOf(affair, object, lang) })} <a class="ds-link" href="${at(lang, paths.actsOf(affair))}">${text.actsWhole}</a>`
  const list =
    choices.length === 0
      ? html`<p>${text.actNone}</p>`
      : html`<ul class="act-list">${choices.map((one) => choice(data, one, context))}</ul>`
  const body = html`<p class="prose lead">${about}</p><section class="section" aria-label="${text.acts}">${list}</section>
<section class="section stack" aria-labelledby="objects"><h2 class="subtitle section-head" id="objects">${text.actObjects}</h2>${
    objects.length === 0
      ? html`<p>${text.actNoObjects}</p>`
      : html`<ul>${objects.map(
          (row) =>
            html`<li><a class="ds-link" href="${objectPath(affair, row, lang)}">${nameOf(affair, row, lang)}</a></li>`,
        )}</ul>`
  }</section>`
  return {
    title: fill(text.actsOf, { affair: affairWord(affair, lang) }),
    section: 'acts',
    path: paths.actsOf(affair),
    body,
  }
}

function objectPath(affair: string, { entity, key }: ActObjectRow, lang: PageContext['lang']): string {
  return `${at(lang, paths.actsOf(affair))}?entity=${encodeURIComponent(entity)}&id=${encodeURIComponent(key)}`
}

function nameOf(affair: string, { entity, status, label }: ActObjectRow, lang: PageContext['lang']): string {
  return `${entityWord(affair, entity, lang)} · ${label} (${statusWord(affair, entity, status, lang)})`
}

function choice({ affair, object }: MayActData, { action, may, rules }: ActChoice, { lang }: PageContext): Html {
  const text = workspaceTexts[lang]
  const label = fill(text.actStart, { action: actionWord(affair, action, lang) })
  const form = `${at(lang, paths.actForm(affair, action))}${object === null ? '' : `?id=${encodeURIComponent(object.key)}`}`
  const button =
    may === false
      ? html`<button type="button" class="ds-button" data-variant="secondary" ${attributes({ disabled: true, 'aria-describedby': `why-${action}` })}>${label}</button>`
      : html`<a class="ds-button" data-variant="secondary" href="${form}">${label}</a>`
  const standing =
    may === null ? tag(text.actDepends, 'info') : tag(may ? text.actMay : text.actMayNot, may ? 'success' : 'warning')
  const broken = rules.filter(({ holds }) => holds === false)
  const others = rules.filter(({ holds }) => holds !== false)
  return html`<li class="act-choice"><p class="actions">${button} ${standing}</p><div id="why-${action}">${
    broken.length === 0 ? null : html`<ul class="plain">${broken.map((rule) => reason(rule, lang))}</ul>`
  }</div>${others.length === 0 ? null : html`<details class="fold"><summary>${text.actReasons} <span class="visually-hidden">${label}</span></summary><ul class="plain">${others.map((rule) => reason(rule, lang))}</ul></details>`}</li>`
}

function reason({ code, holds, ...words }: ActRuleShown, lang: PageContext['lang']): Html {
  const text = workspaceTexts[lang]
  const mark = holds === null ? text.ruleOpen : holds ? text.ruleHolds : text.ruleBroken
  return html`<li><strong class="small">${mark}</strong> ${words[lang]} <code class="soft small">${code}</code></li>`
}
