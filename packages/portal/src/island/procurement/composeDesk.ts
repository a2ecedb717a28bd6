import { type Answers, readAnswers } from '@gongshi/affair-kit'
import { createClient } from '@gongshi/sdk'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { clearFaults, collectAnswers, faultWords, labelAt, openLists, showFaults, type Told } from '../actAnswers.ts'
import { KeyChoice } from '../actKeys.ts'
import { openPickers } from '../actPicker.ts'
import { fillForm } from '../fillForm.ts'
import { foreseenLaw, showFindings } from './composeFindings.ts'
import { readSoFar } from './composeForm.ts'
import { showActs } from './composeReview.ts'
import { type Composer, type ComposeSpec, guarded, meansOf } from './composer.ts'
import { composeDeskTexts } from './composeTexts.ts'
import { keepComposition, keptComposition, transferButtons } from './keptComposition.ts'

const pauseMs = 150
const dayMs = 86_400_000

export function openComposer(host: HTMLElement, lang: Lang): void {
  const form = host.querySelector('form')!
  const spec = JSON.parse(host.dataset.spec!) as ComposeSpec
  const client = createClient({ url: location.origin, language: lang })
  const text = composeDeskTexts[lang]
  const signers = spec.begun?.status === 'keyed' ? [text.signers, text.colleague] : [text.signers]
  const keys = new KeyChoice(form.querySelector<HTMLElement>('[data-signers]')!, signers, lang)
  const review = element('div', { class: 'stack', id: 'compose-review', tabindex: '-1' })
  const said = element('div', { role: 'status', id: 'compose-said' })
  const composer: Composer = { lang, spec, client, form, review, said, keys, foreseen: foreseenLaw(spec.law) }
  const arrived = (part: HTMLElement) => openPickers(part, client, lang)
  openLists(form, arrived)
  arrived(form)
  host.querySelector('[data-without-script]')?.remove()
  form.querySelector('fieldset')!.disabled = false
  host.append(said, review)
  void keys.open()
  const kept = keptComposition(spec.begun?.key ?? null)
  if (kept !== null) {
    fillForm(form, kept)
    replace(said, element('p', {}, text.restored))
  }
  openTemplates(host.querySelector<HTMLElement>('[data-templates]')!, composer)
  checkAsTyped(composer)
  const actions = form.querySelector<HTMLElement>('[data-actions]')!
  const label = spec.begun?.status === 'keyed' ? text.publish : text.review
  actions.append(
    element('button', { type: 'submit', class: 'ds-button' }, label),
    ...transferButtons(composer, (answers) => take(composer, answers)),
  )
  if (spec.begun !== null) actions.before(element('p', { class: 'small soft' }, text.onLedger))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void guarded(composer, () => reviewed(composer))
  })
}

/** Every change is kept and judged, a moment after the last key. */
function checkAsTyped(composer: Composer): void {
  const { form, spec } = composer
  let timer: ReturnType<typeof setTimeout> | undefined
  const judged = () => {
    const answers = collectAnswers(form)
    keepComposition(spec.begun?.key ?? null, answers)
    judge(composer, answers)
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(judged, pauseMs)
  }
  for (const event of ['input', 'change', 'click']) form.addEventListener(event, soon)
  const answers = collectAnswers(form)
  if ([...answers].some(([path, answer]) => answer !== '' && !/length$|unit$|^act-/.test(path) && answer !== '0'))
    judge(composer, answers)
}

function judge({ spec, form, lang, client, foreseen }: Composer, answers: Answers): void {
  const shown = {
    form,
    place: form.querySelector<HTMLElement>('[data-findings]')!,
    law: spec.law,
    foreseen,
    lang,
    timeZone: spec.timeZone,
  }
  showFindings(shown, readSoFar(spec.fields, answers, meansOf(spec)), client.now())
}

function openTemplates(place: HTMLElement, composer: Composer): void {
  const { lang, spec, said } = composer
  // What stands on the ledger is no place for samples.
  if (spec.begun !== null) return
  const text = composeDeskTexts[lang]
  const buttons = spec.templates.map(({ name, title, answers }) => {
    const button = element(
      'button',
      { type: 'button', class: 'ds-button', 'data-variant': 'secondary', 'data-template': name },
      fill(text.take, { title }),
    )
    button.addEventListener('click', () => {
      take(composer, new Map([...collectAnswers(composer.form), ...Object.entries(answers), ...usualDates(composer)]))
      replace(said, element('p', {}, fill(text.taken, { title })))
    })
    return button
  })
  replace(
    place,
    element('h2', { class: 'subtitle section-head' }, text.templates),
    element('p', { class: 'actions' }, buttons),
  )
}

/** Dates by the rule, with ten days for the trustees to make the key; questions end half-way. */
function usualDates({ spec, foreseen, client }: Composer): readonly (readonly [string, string])[] {
  const least = Number(foreseen.params.leastBidding ?? 0)
  const begins = client.now() + 10 * dayMs
  const at = (path: string, time: number, clock: string) => {
    const day = new Date(time + spec.utcOffsetMinutes * 60_000).toISOString().slice(0, 10)
    return [[`${path}.day`, day] as const, [`${path}.clock`, clock] as const]
  }
  return [...at('askUntil', begins + least / 2, '17:00'), ...at('bidUntil', begins + least + dayMs, '09:30')]
}

function take({ form }: Composer, answers: Answers): void {
  fillForm(form, answers)
  form.dispatchEvent(new Event('input'))
}

/** Reads the whole form as the act desk does; then what is to be signed stands in its place. */
async function reviewed(composer: Composer): Promise<void> {
  const { spec, form, lang, keys } = composer
  const answers = collectAnswers(form)
  const read = readAnswers(spec.fields, answers, meansOf(spec))
  const chosen = keys.read()
  const label = (path: string) =>
    path.startsWith('act-signer-') ? keys.signerLabel(path) : labelAt(form, path, spec.labels)
  const isPublishing = spec.begun?.status === 'keyed'
  const missing = (isPublishing ? ['notice'] : ['plan']).filter((name) => (answers.get(name) ?? '') === '')
  const told: Told[] = [
    ...(read.ok
      ? []
      : read.faults.map((fault) => ({ path: fault.path, label: label(fault.path), what: faultWords(fault, lang) }))),
    ...missing.map((path) => ({
      path,
      label: label(path),
      what: faultWords({ path, code: 'value-missing', kind: { kind: 'text', max: 1 } }, lang),
    })),
    ...('wrong' in chosen
      ? [{ path: chosen.wrong, label: label(chosen.wrong), what: composeDeskTexts[lang].needKey }]
      : []),
  ]
  clearFaults(form)
  if (!read.ok || 'wrong' in chosen || told.length > 0) return showFaults(form, told, lang)
  await showActs(composer, read.input, answers, chosen)
}
