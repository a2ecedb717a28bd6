import { awardStepNames, awardWords } from '@gongshi/sdk/award'
import {
  attributes,
  breadcrumbs,
  fill,
  type Html,
  html,
  localSpan,
  renderFrame,
  stackedTable,
  syntheticBadge,
} from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import type { MarksData, RecomputeData } from '../../procurementData.ts'
import { procurementTexts } from '../../texts/procurement.ts'
import { recomputeTexts } from '../../texts/recompute.ts'
import { organLink } from '../organs.ts'
import { award, offers } from './lot.ts'
import { criteria } from './procedure.ts'
import { section, statusTag } from './words.ts'

/** "Recompute it yourself": the rule in words, what goes in, what the ledger made of it, and the same computed by the reader's browser. */
export function renderRecompute(data: RecomputeData, context: PageContext): string {
  const { lang, site } = context
  const { procedure, lot } = data
  const [text, words] = [recomputeTexts[lang], procurementTexts[lang]]
  const path = paths.recompute(procedure.key, lot.number)
  const name = fill(words.lot, { number: lot.number })
  const crumbs = [
    { label: words.title, href: at(lang, paths.procedures) },
    { label: localSpan(procedure.title, lang), href: at(lang, paths.procedure(procedure.key)) },
    { label: name, href: at(lang, path) },
  ]
  const heading = html`<h1 class="title">${fill(text.title, { lot: name })}</h1>
<p class="tags">${statusTag('lot', lot.status, context)}${procedure.synthetic ? syntheticBadge(lang) : null}</p><p class="prose lead">${text.lead}</p>`
  const body = html`${breadcrumbs(crumbs, lang)}${heading}
${section('here', text.here, data.isAssessed ? island(data, context) : html`<p class="prose">${text.notYet}</p>`)}
${section('rule', text.rule, rule(context))}
${section('inputs', text.inputs, inputs(data, context))}
${section('ledger', text.ledger, ledger(data, context))}
${section('stranger', text.stranger, stranger(data, context))}`
  return renderFrame({ lang, site, title: fill(text.title, { lot: name }), path, islands: ['check'], body })
}

function island({ procedure, lot, trust }: RecomputeData, { lang }: PageContext): Html {
  const text = recomputeTexts[lang]
  const settings = attributes({
    'data-procedure': procedure.key,
    'data-number': String(lot.number),
    'data-digits': String(lot.ceiling.digits),
    'data-trust': trust,
    'data-lang': lang,
    'data-label': text.start,
    'data-waiting': text.waiting,
    'data-failed': text.failed,
    'data-held': text.held,
    'data-elsewhere': text.elsewhere,
    'data-file': text.file,
    'data-taken': text.taken,
    'data-lines': text.lines,
    'data-verdict': text.verdict,
  })
  return html`<gongshi-award ${settings}><p class="prose soft">${text.noScript}</p></gongshi-award>`
}

function rule({ lang }: PageContext): Html {
  const { names, rules } = awardWords[lang]
  return html`<ol class="prose">${awardStepNames.map((step) => html`<li><strong>${names[step]}</strong><br>${rules[step]}</li>`)}</ol>`
}

function inputs(data: RecomputeData, context: PageContext): Html {
  const { lang } = context
  const text = recomputeTexts[lang]
  const download = (view: string, label: string) =>
    html`<li><a class="ds-link" href="${data.views[view as keyof RecomputeData['views']]}" download="${view}.json">${label}</a></li>`
  const files = html`<ul class="plain small">${download('criterion', text.criteriaFile)}${download('candidate', text.candidatesFile)}${download('seat', text.seatsFile)}${download('opening', text.openingsFile)}${download('offer', text.offersFile)}${download('sheet', text.sheetsFile)}</ul>`
  return html`<div class="stack">${criteria(data, context)}${data.marks.length === 0 ? null : marks(data, context)}<p class="small">${text.files}</p>${files}</div>`
}

function marks({ marks: all }: RecomputeData, context: PageContext): Html {
  const text = recomputeTexts[context.lang]
  const table = stackedTable<MarksData>(
    text.marks,
    [
      { head: procurementTexts[context.lang].bidder, cell: ({ bidder }) => organLink(bidder, context) },
      { head: text.criterion, cell: ({ criterion }) => `${criterion}`, figures: true },
      { head: text.points, cell: ({ points }) => points.join(' · '), figures: true },
    ],
    all,
  )
  return html`<details class="fold"><summary>${text.marks} · ${fill(text.lines, { count: all.length })}</summary>${table}</details>`
}

function ledger({ lot }: RecomputeData, context: PageContext): Html {
  if (lot.offers.length === 0) return html`<p class="prose">${recomputeTexts[context.lang].notYet}</p>`
  return html`<div class="stack">${offers(lot, context)}${award(lot, context)}</div>`
}

function stranger({ procedure, lot }: RecomputeData, { lang }: PageContext): Html {
  const text = recomputeTexts[lang]
  const file = `lot-${lot.number}.gse`
  return html`<p class="prose">${text.strangerLead}</p><pre class="scroll" tabindex="0" role="region" aria-label="${text.commands}"><code>gongshi award gather ${procedure.key} ${lot.number} ${file} --trust trust.json
gongshi award recompute ${file} --trust trust.json</code></pre><p class="small soft">${awardWords[lang].limit}</p>`
}
