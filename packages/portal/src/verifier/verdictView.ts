import { colon, fill, formatDate, formatTime, type Lang } from '@gongshi/ui/browser'
import { actionWord, affairWord, figureValue, figureWord } from './actWords.ts'
import { element, type Part } from './dom.ts'
import { failureText, findingText } from './failureTexts.ts'
import { groundTexts } from './knownActs.ts'
import type { EntrySubject, Outcome, Summary, ValueSubject } from './result.ts'
import { stepTexts } from './stepTexts.ts'
import { verifierTexts } from './texts.ts'

type Verdict = 'proven' | 'consistent' | 'expired' | 'refused'
const colours: { readonly [V in Verdict]: string } = {
  proven: 'success',
  consistent: 'warning',
  expired: 'warning',
  refused: 'danger',
}

/** Green needs all three: every step passed, keys still relied on, and a trust root not given by the one being checked. */
export function verdictOf(outcome: Outcome, independent: boolean): Verdict {
  if (!outcome.ok) return 'refused'
  if (outcome.summaries.some(({ expired }) => expired)) return 'expired'
  return independent ? 'proven' : 'consistent'
}

export function verdictPanel(outcome: Outcome, independent: boolean, lang: Lang): HTMLElement {
  const text = verifierTexts[lang]
  const verdict = verdictOf(outcome, independent)
  const head = {
    proven: text.provenHead,
    consistent: text.consistentHead,
    expired: text.expiredHead,
    refused: text.refusedHead,
  }[verdict]
  const took = element('p', { class: 'small soft figure' }, fill(text.took, { ms: outcome.ms.toFixed(1) }))
  const body = outcome.ok ? accepted(outcome.summaries, verdict, lang) : refused(outcome, lang)
  return element(
    'div',
    { class: 'ds-alert stack', 'data-color': colours[verdict], 'data-verdict': verdict },
    element('h2', { id: 'verdict-head', class: 'subtitle', tabindex: '-1' }, head),
    body,
    took,
  )
}

function refused(outcome: Extract<Outcome, { ok: false }>, lang: Lang): Part {
  const text = verifierTexts[lang]
  const { what, next } = failureText(outcome.code, lang)
  return [
    element('p', {}, fill(text.refusedBody, { step: stepTexts[lang][outcome.step].name, what })),
    outcome.before > 0 && element('p', {}, fill(text.refusedAfter, { count: outcome.before })),
    element('p', {}, element('strong', {}, `${text.next}${colon[lang]}`), next),
    element(
      'p',
      { class: 'small' },
      `${text.code}${colon[lang]}`,
      element('code', { id: 'failure-code' }, outcome.code),
    ),
  ]
}

function accepted(summaries: readonly [Summary, ...Summary[]], verdict: Verdict, lang: Lang): Part {
  const text = verifierTexts[lang]
  const [{ claim: first }] = summaries
  const time = formatTime(first.time, lang, localZone())
  const claim =
    summaries.length > 1
      ? fill(text.several, { count: summaries.length })
      : fill(first.kind === 'true-at' ? text.claimTrue : text.claimCurrent, { time })
  // What holds of several is said once.
  const list = (of: (summary: Summary) => readonly string[]): HTMLElement =>
    element(
      'ul',
      { class: 'claims' },
      [...new Set(summaries.flatMap(of))].map((line) => element('li', {}, line)),
    )
  const findings = (summary: Summary) =>
    summary.findings.map((finding) => {
      const said = findingText(finding, lang, (at) => formatDate(at, lang, localZone()))
      return summaries.length > 1 ? `${nth(summary, lang)}${colon[lang]}${said}` : said
    })
  return [
    element('p', { class: 'claim' }, claim),
    element(
      'p',
      {},
      { proven: text.provenBody, consistent: text.consistentBody, expired: text.expiredBody, refused: '' }[verdict],
    ),
    summaries.some((summary) => summary.findings.length > 0) && [element('h3', {}, text.findingsHead), list(findings)],
    element(
      'div',
      { class: 'grounds' },
      element(
        'div',
        {},
        element('h3', {}, verdict === 'proven' ? text.provesHead : text.wouldProveHead),
        list((summary) => proves(summary, lang)),
      ),
      element(
        'div',
        {},
        element('h3', {}, text.notProvenHead),
        list((summary) => provesNot(summary, lang)),
      ),
    ),
  ]
}

function proves(summary: Summary, lang: Lang): string[] {
  const text = verifierTexts[lang]
  const { subject, chainId } = summary
  const time = formatTime(summary.time, lang, localZone())
  const values = { chain: chainId, time, index: subject.kind === 'entry' ? subject.index : '' }
  const main =
    subject.kind === 'entry' ? text.provesEntry : subject.value === null ? text.provesAbsent : text.provesValue
  const signed = subject.kind === 'entry' && subject.signers.length > 0 ? [text.provesSigned] : []
  const members = summary.members.length > 0 ? [fill(text.provesMembers, { count: summary.members.length })] : []
  const at = (words: string, at: number | null) =>
    at === null ? [] : [fill(words, { time: formatTime(at, lang, localZone()) })]
  const seen = [...at(text.provesWitnessed, summary.witnessedAt), ...at(text.provesNotBefore, summary.unseenAt)]
  return [fill(main, values), ...signed, ...members, ...seen]
}

/** What one operator's evidence cannot show stands beside what it does. */
function provesNot(summary: Summary, lang: Lang): string[] {
  const text = verifierTexts[lang]
  return [
    text.notTrue,
    ...(summary.claim.kind === 'true-at' ? [text.notLatest] : []),
    ...(summary.validators === 1 ? [text.notOneOperator] : []),
    ...(summary.witnessed ? [] : [text.notWitnessed]),
  ]
}

const nth = ({ subject }: Summary, lang: Lang): string =>
  fill(verifierTexts[lang].nth, { index: subject.kind === 'entry' ? subject.index : '' })

/** The entry or value in plain words, then everything raw; of several each under its number. */
export function factsPanels(summaries: readonly Summary[], lang: Lang): Part {
  if (summaries.length === 1) return factsPanel(summaries[0]!, lang)
  return summaries.map((summary) =>
    element('details', { class: 'ds-details' }, element('summary', {}, nth(summary, lang)), factsPanel(summary, lang)),
  )
}

function factsPanel(summary: Summary, lang: Lang): HTMLElement {
  const text = verifierTexts[lang]
  const common: [string, string][] = [
    [text.factTime, formatTime(summary.time, lang, localZone())],
    [text.factProven, formatTime(summary.provenAt, lang, localZone())],
    [text.factBlock, String(summary.height)],
  ]
  const own = summary.subject.kind === 'entry' ? entryFacts(summary.subject, lang) : valueFacts(summary.subject, lang)
  const facts = [...own, ...common].map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value)),
  )
  return element(
    'div',
    { class: 'stack' },
    element('h2', { class: 'subtitle section-head' }, text.factsHead),
    element('dl', { class: 'facts sided' }, facts),
    summary.grounds.length > 0 && groundsPart(summary, lang),
    summary.members.length > 0 &&
      raw(text.rawMembers, summary.members.map(({ path, text: content }) => `${path}\n${content}`).join('\n\n'), true),
    summary.subject.kind === 'entry' && raw(text.rawLeaf, summary.subject.leaf),
    summary.body !== null && raw(text.rawBody, summary.body),
  )
}

/** The rows on which the act rests, from its signatures to the votes behind its figures. */
function groundsPart({ subject, grounds }: Summary, lang: Lang): Part {
  const words = groundTexts[lang]
  const affair = (subject.kind === 'entry' ? subject.affair : undefined) ?? ''
  const told = grounds.map((ground) => (ground.name === 'figure' ? inWords(ground, affair, lang) : ground))
  const items = told.map(({ name, facts }) =>
    element(
      'li',
      { 'data-ground': name },
      element(
        'details',
        { class: 'fold' },
        element('summary', {}, element('strong', {}, words.names[name]), ...about(name, facts)),
        element(
          'dl',
          { class: 'facts sided small' },
          Object.entries(facts).map(([fact, value]) =>
            element(
              'div',
              {},
              element('dt', {}, words.facts[fact]),
              element('dd', { class: 'hash' }, groundText(fact, value, lang)),
            ),
          ),
        ),
      ),
    ),
  )
  return [
    element('h2', { class: 'subtitle section-head' }, words.head),
    element('ol', { class: 'plain stack' }, items),
    element('p', { class: 'small soft' }, words.limit),
  ]
}

/** A figure by its name, its value in units. */
function inWords(ground: Summary['grounds'][number], affair: string, lang: Lang): Summary['grounds'][number] {
  const [name, value] = [String(ground.facts.name), String(ground.facts.value)]
  const said = { name: figureWord(affair, name, lang), value: figureValue(affair, name, value, lang) }
  return { ...ground, facts: { ...ground.facts, ...said } }
}

/** By which fact a folded ground is told from others of its name. */
const telling: { readonly [name: string]: string } = {
  office: 'post',
  mandate: 'office',
  figure: 'name',
  proposal: 'topic',
  vote: 'organ',
}

function about(name: string, facts: { readonly [fact: string]: string | number }): readonly Part[] {
  const told = facts[telling[name] ?? '']
  return told === undefined ? [] : [' ', element('span', { class: 'hash' }, String(told))]
}

function groundText(fact: string, value: string | number, lang: Lang): string {
  const isTime = typeof value === 'number' && (fact === 'from' || fact === 'until')
  return isTime ? formatTime(value, lang, localZone()) : String(value)
}

function entryFacts(subject: EntrySubject, lang: Lang): [string, string][] {
  const text = verifierTexts[lang]
  const kinds = { tx: text.kindTx, due: text.kindDue, system: text.kindSystem, block: text.kindBlock }
  const { affair, action, outcome } = subject
  return [
    [text.factKind, kinds[subject.leafKind]],
    [text.factIndex, String(subject.index)],
    ...(affair === undefined
      ? []
      : [[text.factAffair, `${affairWord(affair, lang)} (${affair} ${subject.version ?? ''})`] as [string, string]]),
    ...(action === undefined
      ? []
      : [[text.factAction, `${actionWord(affair ?? '', action, lang)} (${action})`] as [string, string]]),
    ...(outcome === undefined
      ? []
      : [
          [text.factOutcome, outcome.ok ? text.outcomeOk : fill(text.outcomeRefused, { code: outcome.code ?? '' })] as [
            string,
            string,
          ],
        ]),
    ...(subject.signers.length === 0 ? [] : [[text.factSigners, subject.signers.join('\n')] as [string, string]]),
    ...(subject.txId === undefined ? [] : [[text.factTxId, subject.txId] as [string, string]]),
  ]
}

function valueFacts(subject: ValueSubject, lang: Lang): [string, string][] {
  const text = verifierTexts[lang]
  return [
    [text.factKind, text.kindState],
    [text.factAffair, affairWord(subject.affair, lang)],
    [text.factTable, subject.table],
    [text.factKey, subject.key],
    [text.factValue, subject.value ?? text.absent],
  ]
}

function raw(summary: string, content: string, open = false): HTMLElement {
  return element(
    'details',
    { class: 'ds-details', open },
    element('summary', {}, summary),
    element('div', {}, element('pre', { class: 'note', tabindex: '0' }, element('code', {}, content))),
  )
}

/** The reader's own zone, named by its offset beside every time. */
function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
