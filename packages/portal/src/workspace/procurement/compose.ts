import { formLayout } from '@gongshi/affair-kit'
import { affairTexts, procurement } from '@gongshi/affairs'
import { attributes, type Html, html, localText } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { actionWord, parameterWord, roleWord } from '../../texts/affairWords.ts'
import { composeTexts } from '../../texts/procurementCompose.ts'
import { zoneWords } from '../actForm.ts'
import type { WorkspacePage } from '../data.ts'
import { fieldHtml } from '../fields.ts'
import { compositionFields, compositionTexts } from './composition.ts'
import type { ComposeData, LawData } from './data.ts'
import { composeTemplates } from './templates.ts'

const affair = 'procurement'
/** In the order of the form; a text of the composition stands where it belongs. */
const sections = {
  buying: ['buyer', 'agency', 'number', 'division', 'category', 'estimate', 'plan'],
  lots: ['lots'],
  criteria: ['criteria'],
  experts: ['experts', 'candidates'],
  trustees: ['desk', 'trustees', 'threshold'],
  notice: ['notice', 'askUntil', 'bidUntil'],
} as const
/** The plan’s words come last: they are those of the whole. */
const actions = ['addLot', 'addCriterion', 'nominate', 'entrust', 'convene', 'begin', 'publish', 'plan'] as const

/** One form for a whole tender; the island in it checks as one types, and signs the acts in their order. */
export function composePage(data: ComposeData, context: PageContext): WorkspacePage {
  const { lang, site } = context
  const text = composeTexts[lang]
  const layouts = actions.map((action) => formLayout(procurement, affairTexts[affair]![lang], lang, action))
  const fields = layouts.flatMap((layout) => layout.fields)
  const labels = {
    ...Object.fromEntries(fields.map(({ name, label }) => [name, label])),
    lots: text.lots,
    criteria: text.criteria,
    candidates: text.candidates,
    plan: text.planText,
    notice: text.noticeText,
  }
  const words = { ...labels, ...Object.assign({}, ...layouts.map((layout) => layout.words)) }
  const helps: { readonly [name: string]: string } = {
    ...Object.fromEntries(fields.map(({ name, help }) => [name, help])),
    lots: text.lotsHelp,
    criteria: text.criteriaHelp,
    candidates: text.candidatesHelp,
    threshold: text.thresholdHelp,
  }
  const means = { lang, affair, words, answers: data.answers, zone: zoneWords(data, site.timeZone) }
  const field = (name: string): Html =>
    compositionTexts.includes(name as 'plan')
      ? textField(name as 'plan', context)
      : fieldHtml(
          { name, label: labels[name as 'lots'] ?? name, help: helps[name] ?? '', kind: compositionFields[name]! },
          means,
        )
  const spec = {
    fields: compositionFields,
    labels,
    version: procurement.version,
    law: lawWords(data.law, context),
    templates: composeTemplates(lang),
    offices: data.offices,
    begun: data.begun === null ? null : { key: data.begun.key, status: data.begun.status },
    utcOffsetMinutes: data.utcOffsetMinutes,
    timeZone: site.timeZone,
    synthetic: site.synthetic,
  }
  const body = html`<p class="prose lead">${text.lead}</p>
<gongshi-compose class="section stack" ${attributes({ 'data-spec': JSON.stringify(spec), 'data-failed': text.failed })}>
<div data-without-script class="ds-alert stack" data-color="info"><p>${text.noScript}</p><ul>${['plan', ...actions.slice(0, -1)].map((action) => html`<li><a class="ds-link" href="${at(lang, paths.actForm(affair, action))}">${actionWord(affair, action, lang)}</a></li>`)}</ul></div>
<div data-templates class="stack"></div>
<form class="act-form composer" novalidate><fieldset class="bare stack" disabled><legend class="visually-hidden">${text.title}</legend>${Object.entries(
    sections,
  ).map(
    ([name, members]) =>
      html`<section class="section stack" id="compose-${name}" aria-labelledby="compose-${name}-head"><h2 class="subtitle section-head" id="compose-${name}-head">${text[name as keyof typeof sections]}</h2>${members.map(field)}</section>`,
  )}
<section class="section stack composer-checks" aria-labelledby="compose-checks"><h2 class="subtitle section-head" id="compose-checks">${text.checks}</h2><p class="prose small">${text.checksLead}</p><div data-findings role="status"></div></section>
<section class="section stack" aria-labelledby="compose-sign"><h2 class="subtitle section-head" id="compose-sign">${text.sign}</h2><div data-signers></div><p class="actions" data-actions></p></section></fieldset></form></gongshi-compose>`
  return { title: text.title, section: 'procurement', path: paths.composeProcedure, body, islands: ['compose'] }
}

/** A text of several lines, of which a content is made when it is signed. */
function textField(name: 'plan' | 'notice', { lang }: PageContext): Html {
  const text = composeTexts[lang]
  const [label, help] = name === 'plan' ? [text.planText, text.planHelp] : [text.noticeText, text.noticeHelp]
  return html`<div class="field" data-path="${name}"><label class="ds-label" for="f-${name}">${label}</label><p class="small soft" id="h-${name}">${help}</p><p class="field-error" id="e-${name}" hidden></p><textarea class="ds-input" rows="${name === 'plan' ? 4 : 10}" id="f-${name}" name="${name}" aria-describedby="h-${name} e-${name}"></textarea></div>`
}

/** The law in the words of one language. */
function lawWords({ actions: all, params, tallies }: LawData, { lang }: PageContext) {
  const clause = ({ code, text = [] }: LawData['params'][string]['basis']) => ({
    code,
    title: text.length === 0 ? code : localText(text, lang).text,
  })
  return {
    tallies,
    actions: Object.fromEntries(
      Object.entries(all).map(([action, { basis, rules, inputs, roles }]) => [
        action,
        {
          title: actionWord(affair, action, lang),
          basis: clause(basis),
          inputs,
          roles,
          roleWords: roles.map((role) => roleWord(role, lang)),
          rules: rules.map(({ code, test, params: read, ...words }) => ({
            code,
            test,
            params: read,
            words: words[lang],
          })),
        },
      ]),
    ),
    params: Object.fromEntries(
      Object.entries(params).map(([name, { kind, value, basis }]) => [
        name,
        { title: parameterWord(affair, name, lang), kind, value, basis: clause(basis) },
      ]),
    ),
  }
}

/** What the island gets of it. */
export type ComposeLaw = ReturnType<typeof lawWords>
