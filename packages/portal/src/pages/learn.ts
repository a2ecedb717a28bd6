import {
  alert,
  attributes,
  breadcrumbs,
  buttonLink,
  codeBlock,
  type Html,
  html,
  localSpan,
  renderFrame,
} from '@gongshi/ui'
import type { Evidence, Notice, PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { glossary } from '../texts/glossary.ts'
import { type LearnText, learnTexts } from '../texts/learn.ts'
import { pageTexts } from '../texts/pages.ts'
import { checkIsland } from './checkPanel.ts'
import { noticeTitle } from './noticeRows.ts'

/** Whom a tour is for. */
export const personas = ['citizen', 'officer', 'auditor'] as const
export type Persona = (typeof personas)[number]

/** What there is to be shown: the latest notice with its evidence, and the latest entry. */
export type TourData = {
  readonly persona: Persona
  readonly notice: { readonly notice: Notice; readonly evidence: Evidence } | null
  readonly entry: number
  readonly isProcuring: boolean
}

type Step = { readonly name: LearnText; readonly text: LearnText; readonly more: Html | readonly Html[] | null }

/** The tours to choose from. */
export function renderLearn({ lang, site }: PageContext): string {
  const text = learnTexts[lang]
  const choice = (persona: Persona): Html =>
    html`<li><h2>${text[`${persona}Title`]}</h2><p>${text[`${persona}Lead`]} <span class="soft small">${text.minutes}</span></p><p>${buttonLink(at(lang, paths.tour(persona)), text.begin)}</p></li>`
  const body = html`<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p>
<ol class="steps tours section">${personas.map(choice)}</ol>
<p class="section"><a class="ds-link" href="${at(lang, paths.glossary)}">${text.glossary}</a></p>`
  return renderFrame({ lang, site, title: text.title, description: text.lead, path: paths.learn, body })
}

/** One tour: its steps on one page, each with where to go or something to try on the spot. */
export function renderTour(data: TourData, context: PageContext): string {
  const { lang, site } = context
  const text = learnTexts[lang]
  const { persona } = data
  const title = text[`${persona}Title`]
  const path = paths.tour(persona)
  const crumbs = [
    { label: text.title, href: at(lang, paths.learn) },
    { label: title, href: at(lang, path) },
  ]
  const steps = { citizen, officer, auditor }[persona](data, context)
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1><p class="prose lead">${text[`${persona}Lead`]}</p>
<ol class="tour section">${steps.map(
    ({ name, text: said, more }) =>
      html`<li class="stack"><h2 class="subtitle">${text[name]}</h2><p class="prose">${text[said]}</p>${more}</li>`,
  )}</ol>
<p class="section"><a class="ds-link" href="${at(lang, paths.learn)}">${text.back}</a> · <a class="ds-link" href="${at(lang, paths.glossary)}">${text.glossary}</a></p>`
  return renderFrame({ lang, site, title, description: text[`${persona}Lead`], path, islands: ['check'], body })
}

function citizen({ notice: shown }: TourData, context: PageContext): readonly Step[] {
  const { lang } = context
  const text = learnTexts[lang]
  const link = linkTo(lang)
  if (shown === null)
    return [{ name: 'citizen1Title', text: 'citizen1', more: alert('info', text.empty, text.emptyNext, 3) }]
  const { notice, evidence } = shown
  const title = html`<p><a class="ds-link" href="${at(lang, paths.record(notice.key))}">${localSpan(noticeTitle(notice, lang), lang)}</a> · ${localSpan(notice.organ.name, lang)}</p>`
  const settings = attributes({
    'data-evidence': evidence.gse,
    'data-trust': evidence.trust,
    'data-label': text.tamper,
    'data-failed': pageTexts[lang].checkFailed,
  })
  const tamper = html`<gongshi-tamper ${settings}><p class="small soft">${pageTexts[lang].checkNoScript}</p></gongshi-tamper>`
  const files = html`<p class="actions">${buttonLink(evidence.gse, pageTexts[lang].evidenceFile, { download: true })}${buttonLink(`/verify#${lang}`, pageTexts[lang].openVerifier)}</p>`
  return [
    { name: 'citizen1Title', text: 'citizen1', more: title },
    { name: 'citizen2Title', text: 'citizen2', more: checkIsland(evidence, context) },
    { name: 'citizen3Title', text: 'citizen3', more: tamper },
    { name: 'citizen4Title', text: 'citizen4', more: files },
    { name: 'citizen5Title', text: 'citizen5', more: link(paths.ledger, 'openLedger') },
  ]
}

function officer({ entry }: TourData, { lang }: PageContext): readonly Step[] {
  const link = linkTo(lang)
  return [
    { name: 'officer1Title', text: 'officer1', more: link(paths.affair('disclosure'), 'openRules') },
    { name: 'officer2Title', text: 'officer2', more: link(paths.actForm('disclosure', 'publish'), 'openForm') },
    { name: 'officer3Title', text: 'officer3', more: link(paths.signIn, 'openSignIn') },
    { name: 'officer4Title', text: 'officer4', more: link(paths.sign, 'openSign') },
    { name: 'officer5Title', text: 'officer5', more: link(paths.receipt(entry), 'openReceipt') },
  ]
}

function auditor({ entry, isProcuring }: TourData, { lang }: PageContext): readonly Step[] {
  const link = linkTo(lang)
  const text = learnTexts[lang]
  const commands = codeBlock(
    text.command,
    'npx gongshi court-pack case.zip --entry N\nnpx gongshi monitor URL --dir watched',
  )
  return [
    { name: 'auditor1Title', text: 'auditor1', more: link(paths.entry(entry), 'openEntry') },
    { name: 'auditor2Title', text: 'auditor2', more: link(paths.governance, 'openGovernance') },
    { name: 'auditor3Title', text: 'auditor3', more: link(paths.network, 'openNetwork') },
    ...(isProcuring
      ? [{ name: 'auditor4Title', text: 'auditor4', more: link(paths.procedures, 'openProcurement') } as const]
      : []),
    { name: 'auditor5Title', text: 'auditor5', more: commands },
  ]
}

const linkTo =
  (lang: PageContext['lang']) =>
  (path: string, label: LearnText): Html =>
    html`<p>${buttonLink(at(lang, path), learnTexts[lang][label])}</p>`

/** Plain words for those that the pages use. */
export function renderGlossary({ lang, site }: PageContext): string {
  const text = learnTexts[lang]
  const rows = glossary.map(
    (term) =>
      html`<div id="${term.id}"><dt><strong>${term[lang].term}</strong></dt><dd>${term[lang].meaning}</dd></div>`,
  )
  const crumbs = [
    { label: text.title, href: at(lang, paths.learn) },
    { label: text.glossary, href: at(lang, paths.glossary) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.glossary}</h1><dl class="facts sided section">${rows}</dl>`
  return renderFrame({ lang, site, title: text.glossary, path: paths.glossary, body })
}
