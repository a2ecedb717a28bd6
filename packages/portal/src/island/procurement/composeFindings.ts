import { type Value, valueFromJson } from '@gongshi/affair-kit'
import { colon, fill, formatTime, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import type { ComposeLaw } from '../../workspace/procurement/compose.ts'
import {
  type Composed,
  type Finding,
  type ForeseenLaw,
  foreseeComposition,
} from '../../workspace/procurement/foresee.ts'
import { adviceTexts, composeDeskTexts } from './composeTexts.ts'

const dayMs = 86_400_000

/** The law of the page, as judging takes it. */
export function foreseenLaw({ actions, params, tallies }: ComposeLaw): ForeseenLaw {
  const values = Object.entries(params).map(([name, { kind, value }]) => [name, valueFromJson(kind, value)] as const)
  const rules = Object.entries(actions).map(([action, each]) => [action, each.rules] as const)
  return { tallies, params: Object.fromEntries(values), rules: Object.fromEntries(rules) }
}

type Shown = {
  readonly form: HTMLFormElement
  readonly place: HTMLElement
  readonly law: ComposeLaw
  readonly foreseen: ForeseenLaw
  readonly lang: Lang
  readonly timeZone: string
}

/** Judges what is composed so far; each finding stands at its input, and all of them together with clause and advice. */
export function showFindings(shown: Shown, composed: Composed, now: number): readonly Finding[] {
  const { form, place, lang, foreseen } = shown
  const findings = foreseeComposition(foreseen, composed, now)
  for (const told of form.querySelectorAll<HTMLElement>('[data-foreseen]')) told.remove()
  for (const { path, action, code } of findings)
    form
      .querySelector(`[data-path="${CSS.escape(path)}"]`)
      ?.append(element('p', { class: 'field-error', 'data-foreseen': code }, ruleOf(shown, action, code).words))
  const items = findings.map((finding) => itemOf(shown, finding, composed, now))
  const said = items.map(({ textContent }) => textContent).join('\n')
  // A live region that says the same again would only disturb.
  if (place.dataset.said === said) return findings
  place.dataset.said = said
  const text = composeDeskTexts[lang]
  if (findings.length === 0) replace(place, element('p', {}, text.noFindings))
  else
    replace(
      place,
      element('p', {}, element('strong', {}, fill(text.findings, { count: findings.length }))),
      element('ol', { class: 'stack' }, items),
    )
  return findings
}

function ruleOf({ law }: Shown, action: string, code: string) {
  return law.actions[action]!.rules.find((rule) => rule.code === code)!
}

function itemOf(shown: Shown, { action, code, path }: Finding, composed: Composed, now: number): HTMLElement {
  const { law, lang, form } = shown
  const text = composeDeskTexts[lang]
  const { words, params } = ruleOf(shown, action, code)
  const { title, basis } = law.actions[action]!
  const link = element('a', { class: 'ds-link', href: `#f-${path}` }, `${title}${colon[lang]}${words}`)
  link.addEventListener('click', (event) => {
    event.preventDefault()
    const field = form.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)
    const input = field?.querySelector<HTMLElement>('input[name], select, textarea, [data-add]') ?? field
    input?.focus()
  })
  const figures = params.flatMap((name) => {
    const found = law.params[name]
    return found === undefined
      ? []
      : [fill(text.parameter, { title: found.title, value: figure(found, lang), clause: found.basis.title })]
  })
  const advice = [adviceTexts[lang][`${action}.${code}`], ...measured(shown, action, code, composed, now)]
  return element(
    'li',
    { 'data-code': `${action}.${code}` },
    link,
    ...advice.filter((each) => each !== undefined).map((each) => element('p', {}, each)),
    element(
      'p',
      { class: 'small soft' },
      [fill(text.basis, { clause: basis.title }), ...figures].join(lang === 'zh' ? '；' : '; '),
    ),
    element('code', { class: 'small soft' }, code),
  )
}

/** What makes the advice exact: the sum there is, the earliest time that is lawful. */
function measured(
  { law, lang, timeZone }: Shown,
  action: string,
  code: string,
  { criteria }: Composed,
  now: number,
): string[] {
  const text = composeDeskTexts[lang]
  if (code === 'unweighted' || code === 'weightless') {
    const weights = (Array.isArray(criteria) ? criteria : []).map(
      (each) => (each as { readonly weight?: Value } | null)?.weight,
    )
    const sum = weights.reduce((total: bigint, weight) => total + (typeof weight === 'bigint' ? weight : 0n), 0n)
    return [fill(text.weights, { sum: String(sum), percent: String(Number(sum) / 100) })]
  }
  const { params } = law.actions[action]!.rules.find((rule) => rule.code === code)!
  const duration = params.map((name) => law.params[name]).find((each) => each?.kind.kind === 'duration')
  if (duration === undefined) return []
  const earliest = now + (valueFromJson(duration.kind, duration.value) as number)
  // Up to the whole minute, which is what the form asks for.
  return [fill(text.earliest, { time: formatTime(Math.ceil(earliest / 60_000) * 60_000, lang, timeZone) })]
}

function figure({ kind, value }: ComposeLaw['params'][string], lang: Lang): string {
  if (kind.kind !== 'duration') return String(value)
  const [ms, text] = [Number(value), composeDeskTexts[lang]]
  if (ms % dayMs === 0) return fill(text.days, { count: ms / dayMs })
  return ms % 3_600_000 === 0 ? fill(text.hours, { count: ms / 3_600_000 }) : fill(text.minutes, { count: ms / 60_000 })
}
