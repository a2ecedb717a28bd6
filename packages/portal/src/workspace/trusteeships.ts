import { attributes, fill, type Html, html, localSpan, localText, stackedTable } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { organLink } from '../pages/organs.ts'
import { statusesOf } from '../pages/procurement/bid.ts'
import { statusTag, timeOrNot } from '../pages/procurement/words.ts'
import type { AdmissionDuty, Trusteeship } from '../procurementData.ts'
import { biddingTexts } from '../texts/bidding.ts'
import { procurementTexts } from '../texts/procurement.ts'
import type { WorkspacePage } from './data.ts'

/** The procedures whose bids the officer's departments keep shut, and those into which they let bidders. */
export function trusteeshipsPage(
  rows: readonly Trusteeship[],
  duties: readonly AdmissionDuty[],
  context: PageContext,
): WorkspacePage {
  const { lang } = context
  const text = biddingTexts[lang]
  const kept =
    rows.length === 0
      ? html`<p class="soft">${text.trusteeshipsNone}</p>`
      : dutyTable(text.trusteeships, 'trustee', rows, paths.trusteeship, context)
  const admitted =
    duties.length === 0
      ? null
      : html`<section class="section stack"><h2 class="subtitle section-head">${text.admissions}</h2><p class="prose">${text.admissionsLead}</p>${dutyTable(text.admissions, 'issuer', duties, paths.admissionDesk, context)}</section>`
  const body = html`<p class="prose lead">${text.trusteeshipsLead}</p><section class="section">${kept}</section>${admitted}`
  return { title: text.trusteeships, section: 'trusteeships', path: paths.trusteeships, body }
}

/** Each procedure leads to the page where the department does its part. */
function dutyTable(
  name: string,
  entity: 'trustee' | 'issuer',
  rows: readonly Trusteeship[],
  path: (procedure: string, organ: Trusteeship['organ']) => string,
  context: PageContext,
): Html {
  const { lang } = context
  const text = biddingTexts[lang]
  return stackedTable<Trusteeship>(
    name,
    [
      {
        head: text.matter,
        cell: ({ procedure, organ }) =>
          html`<a class="ds-link" href="${at(lang, path(procedure.key, organ))}">${localSpan(procedure.title, lang)}</a><br><code class="soft small">${procedure.number}</code>`,
      },
      { head: text.department, cell: ({ organ }) => organLink(organ, context) },
      { head: text.own, cell: ({ status }) => statusTag(entity, status, context) },
      { head: text.status, cell: ({ procedure }) => statusTag('procedure', procedure.status, context) },
      { head: text.bidUntil, cell: ({ procedure }) => timeOrNot(procedure.bidUntil, context) },
    ],
    rows,
  )
}

/** One department's part in one procedure; the island takes each step. */
export function trusteeshipPage({ procedure, organ }: Trusteeship, context: PageContext): WorkspacePage {
  const { lang } = context
  const text = biddingTexts[lang]
  const spec = {
    procedure: procedure.key,
    organ: { scheme: organ.scheme, id: organ.id },
    timeZone: context.site.timeZone,
    statuses: statusesOf(['procedure', 'trustee'], lang),
  }
  const name = localText(organ.name, lang)
  const body = html`<p class="prose lead">${fill(text.trusteeLead, { organ: name.text })}</p>
<p><a class="ds-link" href="${at(lang, paths.procedure(procedure.key))}">${localSpan(procedure.title, lang)}</a> · <a class="ds-link" href="${at(lang, paths.trusteeships)}">${procurementTexts[lang].title}${lang === 'zh' ? '：' : ': '}${text.trusteeships}</a></p>
<gongshi-trustee class="section stack" ${attributes({ 'data-spec': JSON.stringify(spec), 'data-failed': text.trusteeFailed })}><p class="prose">${text.trusteeNoScript}</p><pre class="note" tabindex="0">gongshi trustee enrol ${procedure.key} --organ ${organ.scheme}:${organ.id} --key KEY --trust trust.json
gongshi trustee contribute ${procedure.key} --key KEY --trust trust.json
gongshi trustee judge ${procedure.key} --key KEY --trust trust.json
gongshi trustee give ${procedure.key} --key KEY --trust trust.json
gongshi trustee open ${procedure.key} --key KEY --trust trust.json</pre></gongshi-trustee>`
  return {
    title: fill(text.trusteeTitle, { number: procedure.number }),
    section: 'trusteeships',
    path: paths.trusteeship(procedure.key, organ),
    body,
    islands: ['trustee'],
  }
}

/** The desk's part in one procedure; the island makes its key and signs tokens. */
export function admissionPage({ procedure, organ }: AdmissionDuty, context: PageContext): WorkspacePage {
  const { lang } = context
  const text = biddingTexts[lang]
  const spec = {
    procedure: procedure.key,
    organ: { scheme: organ.scheme, id: organ.id },
    statuses: statusesOf(['procedure'], lang),
  }
  const body = html`<p class="prose lead">${fill(text.admissionLead, { organ: localText(organ.name, lang).text })}</p>
<p><a class="ds-link" href="${at(lang, paths.procedure(procedure.key))}">${localSpan(procedure.title, lang)}</a> · <a class="ds-link" href="${at(lang, paths.trusteeships)}">${text.trusteeships}</a></p>
<gongshi-admission class="section stack" ${attributes({ 'data-spec': JSON.stringify(spec), 'data-failed': text.admissionFailed })}><p class="prose">${text.admissionNoScript}</p><pre class="note" tabindex="0">gongshi desk issue ${procedure.key} --level 3 --key KEY --trust trust.json
gongshi desk sign ${procedure.key} request.cose signed.bin --key KEY --trust trust.json</pre></gongshi-admission>`
  return {
    title: fill(text.admissionTitle, { number: procedure.number }),
    section: 'trusteeships',
    path: paths.admissionDesk(procedure.key),
    body,
    islands: ['admission'],
  }
}
