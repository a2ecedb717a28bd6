import { colon, fill, formatDate, type Lang } from '@gongshi/ui/browser'
import { check, type LoadedTrust, loadTrust } from '../verifier/check.ts'
import { element } from '../verifier/dom.ts'
import { failureText } from '../verifier/failureTexts.ts'
import type { Outcome } from '../verifier/result.ts'
import { stepTexts } from '../verifier/stepTexts.ts'
import { openStorage, type Remembered, recall } from '../verifier/trustSource.ts'
import { islandTexts } from './texts.ts'

type Request = { readonly evidence: string; readonly trust: string; readonly lang: Lang }

/** Fetches and verifies; the answer is an element to show. @throws when a file cannot be fetched or is no trust root */
export async function checkInPlace({ evidence, trust, lang }: Request): Promise<HTMLElement> {
  const [bytes, trustText] = await Promise.all([
    fetchOk(evidence, 'application/vnd.gongshi.evidence+cbor').then((response) => response.arrayBuffer()),
    fetchOk(trust, 'application/json').then((response) => response.text()),
  ])
  const given = loadTrust(trustText)
  if (given === null) throw new Error('trust-malformed')
  const remembered = rememberedFor(given)
  const root = remembered === null ? given : (loadTrust(remembered.trust) ?? given)
  return resultElement(await check(new Uint8Array(bytes), root, Date.now()), remembered, lang)
}

async function fetchOk(path: string, accept: string): Promise<Response> {
  const response = await fetch(path, { headers: { Accept: accept } })
  if (!response.ok) throw new Error(String(response.status))
  return response
}

/** A root that this reader confirmed before for the same ledger is worth more than the one the site gives now. */
function rememberedFor(given: LoadedTrust): Remembered | null {
  const storage = openStorage()
  return (storage === null ? [] : recall(storage)).find((one) => one.chainId === given.chainId) ?? null
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
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const ground =
      remembered === null ? text.site : fill(text.remembered, { date: formatDate(remembered.since, lang, zone) })
    return element(
      'div',
      { class: 'verdict stack', 'data-color': 'info', 'data-result': 'passed' },
      element('p', {}, element('strong', {}, fill(text.passed, { count: outcome.steps.length }))),
      element('p', { class: 'small' }, ground),
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
