import { colon, fill, formatDate, type Lang } from '@gongshi/ui/browser'
import { check } from '../verifier/check.ts'
import { element } from '../verifier/dom.ts'
import { failureText } from '../verifier/failureTexts.ts'
import type { Outcome } from '../verifier/result.ts'
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
  return resultElement(await check(new Uint8Array(bytes), root, Date.now()), remembered, lang)
}

/** Never green: page and script come from the site that is being checked. Green belongs to the verifier on one's own disk. */
function resultElement(outcome: Outcome, remembered: Remembered | null, lang: Lang): HTMLElement {
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
      element('p', { class: 'small' }, trustGround(remembered, lang)),
      steps,
      took,
    )
  }
  const { what, next } = failureText(outcome.code, lang)
  return element(
    'div',
    { class: 'verdict stack', 'data-color': 'danger', 'data-result': 'refused' },
    element('p', {}, element('strong', {}, fill(text.refused, { step: stepTexts[lang][outcome.step].name, what }))),
    element('p', { class: 'small' }, `${text.next}${colon[lang]}${next}`),
    element('p', { class: 'small' }, `${text.code}${colon[lang]}`, element('code', {}, outcome.code)),
    steps,
    took,
  )
}

/** Whose trust root it was, and what that is worth. */
export function trustGround(remembered: Remembered | null, lang: Lang): string {
  const text = islandTexts[lang]
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return remembered === null ? text.site : fill(text.remembered, { date: formatDate(remembered.since, lang, zone) })
}
