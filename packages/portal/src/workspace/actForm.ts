import type { Kind } from '@gongshi/affair-kit'
import { alert, attributes, breadcrumbs, factList, fill, type Html, html, renderFrame } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { clauseText } from '../pages/clause.ts'
import { affairWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import type { ActFormData } from './actData.ts'
import { fieldHtml } from './fields.ts'
import { help } from './help.ts'
import { helpTexts } from './helpTexts.ts'
import { shortcuts } from './shell.ts'

/** The form of one action, complete; the island in it checks, reviews and signs in the reader's own browser. */
export function renderActForm(data: ActFormData, context: PageContext): string {
  const { lang, site } = context
  const { layout } = data
  const { affair, version, action, fields, signatures } = layout
  const text = pageTexts[lang]
  const path = paths.actForm(affair, action)
  const title = fill(text.actForm, { action: layout.title })
  const crumbs = [
    { label: text.workspace, href: at(lang, paths.workspace) },
    { label: affairWord(affair, lang), href: at(lang, paths.actsOf(affair)) },
    { label: layout.title, href: at(lang, path) },
  ]
  const spec = {
    chainId: site.chainId,
    affair,
    version,
    action,
    signatures,
    utcOffsetMinutes: data.utcOffsetMinutes,
    signers: layout.signers,
    fields: Object.fromEntries(fields.map(({ name, kind }) => [name, kind])),
    labels: Object.fromEntries(fields.map(({ name, label }) => [name, label])),
    synthetic: site.synthetic,
  }
  const means = { lang, affair, words: layout.words, answers: data.answers, zone: zoneWords(data, site.timeZone) }
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1><p class="prose lead">${text.actFormLead}</p>${help('form', context, rules(data, context))}
${factList(
  [
    { name: text.actBasis, value: clauseText(data.clause, context) },
    { name: text.actSigners, value: layout.signers.map((words) => html`<p>${words}</p>`) },
  ],
  'sided',
)}
<gongshi-act class="section stack" ${attributes({ 'data-spec': JSON.stringify(spec), 'data-failed': text.actFailed })}>
<div data-without-script>${alert('info', text.actForm.replace('{action}', layout.title), html`<p>${text.actNoScript}</p><pre class="note" tabindex="0">npx gongshi submit ${affair} ${action} --key KEY --input input.json</pre><pre class="note" tabindex="0">${JSON.stringify(skeleton({ kind: 'record', fields: spec.fields }), null, 2)}</pre>`)}</div>
<form class="act-form" novalidate><fieldset class="bare stack" disabled><legend class="subtitle section-head">${text.actFields}</legend>${fields.map((field) => fieldHtml(field, means))}
<div data-signers></div><p class="actions"><button class="ds-button" type="submit">${text.actReview}</button></p></fieldset></form></gongshi-act>${shortcuts(lang)}`
  return renderFrame({ lang, site, title, path, islands: ['act', 'workspace'], body })
}

/** The act as an article of law, from the declaration, and where all of it stands. */
function rules({ rules: sentences, layout: { affair, action } }: ActFormData, { lang }: PageContext): Html {
  return html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul><p><a class="ds-link" href="${at(lang, paths.act(affair, action))}">${helpTexts[lang].formLaw}</a></p>`
}

/** The zone in which times are typed, as its inputs say it. */
export function zoneWords({ utcOffsetMinutes }: Pick<ActFormData, 'utcOffsetMinutes'>, zone: string): string {
  const minutes = Math.abs(utcOffsetMinutes)
  const clock = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
  return `UTC${utcOffsetMinutes < 0 ? '-' : '+'}${clock} (${zone})`
}

/** What an input looks like in JSON, for whoever writes one by hand. */
function skeleton(kind: Kind): unknown {
  switch (kind.kind) {
    case 'record':
      return Object.fromEntries(Object.entries(kind.fields).map(([name, field]) => [name, skeleton(field)]))
    case 'option':
      return null
    case 'list':
      return [skeleton(kind.of)]
    case 'money':
      return { currency: 'CNY', minor: 0 }
    case 'organ':
      return { scheme: '…', id: '…' }
    case 'division':
      return { scheme: '…', code: '…', date: '2026-01-01' }
    case 'rational':
      return { numerator: 1, denominator: 2 }
    case 'int':
    case 'workdays':
    case 'duration':
      return 0
    case 'bool':
      return false
    case 'time':
      return '2026-01-01T00:00:00Z'
    case 'date':
      return '2026-01-01'
    case 'oneOf':
      return kind.values.join('|')
    default:
      return '…'
  }
}
