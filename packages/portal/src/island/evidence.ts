import { colon, fill, formatDate, formatTime, type Lang } from '@gongshi/ui/browser'
import { check } from '../verifier/check.ts'
import { element } from '../verifier/dom.ts'
import { failureText } from '../verifier/failureTexts.ts'
import type { Outcome, Summary } from '../verifier/result.ts'
import { stepTexts } from '../verifier/stepTexts.ts'
import type { Remembered } from '../verifier/trustSource.ts'
import { fetchOk, readerTrust } from './readerTrust.ts'
import { islandTexts } from './texts.ts'

type Request = { readonly evidence: string; readonly trust: string; readonly lang: Lang }

/** Fetches and verifies; the answer is an element to show. @throws when a file cannot be fetched or is no trust root */
export async function checkInPlace({ evidence, trust, lang }: Request): Promise<HTMLElement> {
  const [bytes, { root, remembered }] = await Promise.all([
    fetchOk(evidence, 'application/vnd.gongshi.evidence+cbor').then((response) => response.arrayBuffer()),
    readerTrust(trust),
  ])
  const outcome = await check(new Uint8Array(bytes), root, Date.now())
  const asked = /\/entries\/(\d+)/.exec(evidence)?.[1]
  if (outcome.ok && asked !== undefined && !isOf(outcome.summaries[0], Number(asked)))
    return refusal(element('strong', {}, fill(islandTexts[lang].otherEntry, { entry: asked })))
  return resultElement(outcome, remembered, lang)
}

/** A true proof of something else proves nothing of what the reader sees. */
function isOf({ subject }: Summary, entry: number): boolean {
  return subject.kind === 'entry' && subject.index === entry
}

function refusal(...parts: readonly HTMLElement[]): HTMLElement {
  const shown = parts.map((part) => (part.tagName === 'STRONG' ? element('p', {}, part) : part))
  return element('div', { class: 'verdict stack', 'data-color': 'danger', 'data-result': 'refused' }, shown)
}

/** Never green: page and script come from the site that is being checked. Green belongs to the verifier on one's own disk. */
export function resultElement(outcome: Outcome, remembered: Remembered | null, lang: Lang): HTMLElement {
  const text = islandTexts[lang]
  const passed = element(
    'ol',
    { class: 'small' },
    outcome.steps.map(({ step }) => element('li', {}, `${stepTexts[lang][step].name} ✓`)),
  )
  const steps = element('details', { class: 'fold' }, element('summary', {}, text.steps), passed)
  const took = element('p', { class: 'small soft figure' }, fill(text.took, { ms: outcome.ms.toFixed(1) }))
  if (outcome.ok) {
    return element(
      'div',
      { class: 'verdict stack', 'data-color': 'info', 'data-result': 'passed' },
      element('p', {}, element('strong', {}, fill(text.passed, { count: outcome.steps.length }))),
      element('p', { class: 'small' }, standing(outcome.summaries[0], lang)),
      element('p', { class: 'small' }, trustGround(remembered, lang)),
      steps,
      took,
    )
  }
  const { what, next } = failureText(outcome.code, lang)
  return refusal(
    element('strong', {}, fill(text.refused, { step: stepTexts[lang][outcome.step].name, what })),
    element('p', { class: 'small' }, `${text.next}${colon[lang]}${next}`),
    element('p', { class: 'small' }, `${text.code}${colon[lang]}`, element('code', {}, outcome.code)),
    steps,
    took,
  )
}

/** Where in the ledger it stands, since when, and who outside says so. */
function standing({ height, provenAt, witnessed }: Summary, lang: Lang): string {
  const text = islandTexts[lang]
  const time = formatTime(provenAt, lang, Intl.DateTimeFormat().resolvedOptions().timeZone)
  return `${fill(text.asOf, { height, time })} ${witnessed ? text.witnessed : text.unwitnessed}`
}

/** Whose trust root it was, and what that is worth. */
export function trustGround(remembered: Remembered | null, lang: Lang): string {
  const text = islandTexts[lang]
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return remembered === null ? text.site : fill(text.remembered, { date: formatDate(remembered.since, lang, zone) })
}
