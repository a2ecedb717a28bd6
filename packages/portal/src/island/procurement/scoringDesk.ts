import { type Value, valueFromJson, valueToJson } from '@gongshi/affair-kit'
import { fromHex, signDraft } from '@gongshi/protocol'
import { type Client, createClient, draftAct, parseRowKey, submitDraft } from '@gongshi/sdk'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { draftFailures } from '../../verifier/knownActs.ts'
import type { ScoringSpec } from '../../workspace/procurement/scoring.ts'
import { KeyChoice } from '../actKeys.ts'
import { failureNote } from '../failure.ts'
import { declarationOf } from './composeActs.ts'
import { KeptSheets } from './keptSheets.ts'
import { scoringDeskTexts } from './scoringTexts.ts'

type Desk = {
  readonly lang: Lang
  readonly spec: ScoringSpec
  readonly client: Client
  readonly form: HTMLFormElement
  readonly said: HTMLElement
  readonly keys: KeyChoice
  readonly kept: KeptSheets
}

/** A sheet is some kilobytes; a larger file is none. */
const mostBytes = 1_000_000

export function openSheet(host: HTMLElement, lang: Lang): void {
  const form = host.querySelector('form')!
  const spec = JSON.parse(host.dataset.spec!) as ScoringSpec
  const client = createClient({ url: location.origin, language: lang })
  const text = scoringDeskTexts[lang]
  const keys = new KeyChoice(form.querySelector<HTMLElement>('[data-signers]')!, [text.signer], lang)
  const said = element('div', { role: 'status', class: 'scoring-said' })
  const desk: Desk = { lang, spec, client, form, said, keys, kept: new KeptSheets(spec) }
  host.querySelector('[data-without-script]')?.remove()
  host.append(said)
  void keys.open()
  const actions = form.querySelector<HTMLElement>('[data-actions]')!
  const state = spec.sheet === null ? typing(desk) : shown(desk)
  actions.before(state)
  const label = spec.sheet === null ? text.hand : text.reveal
  const send = element(
    'button',
    { type: 'submit', class: 'ds-button', disabled: spec.sheet !== null && !canReveal(desk) },
    label,
  )
  actions.append(send, ...transfer(desk))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    send.setAttribute('aria-busy', 'true')
    const work = spec.sheet === null ? handIn(desk) : reveal(desk)
    void work
      .catch((error: unknown) => replace(said, failureNote(error, lang, text.next, draftFailures, 'scoring-failure')))
      .finally(() => send.removeAttribute('aria-busy'))
  })
}

function canReveal({ spec, kept }: Desk): boolean {
  return spec.isComplete && spec.sheet !== null && kept.find(spec.sheet.digest) !== undefined
}

function inputs({ form }: Pick<Desk, 'form'>): readonly HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[name^="points-"]')]
}

/** Before the digest: what is typed is kept and checked at every key. */
function typing(desk: Desk): HTMLElement {
  const { kept, form, lang, said } = desk
  const count = element('p', { role: 'status', class: 'small', 'data-left': '' })
  for (const input of inputs(desk)) {
    input.disabled = false
    input.value = kept.typed[input.name] ?? ''
  }
  if (Object.values(kept.typed).some((value) => value !== '')) replace(said, scoringDeskTexts[lang].restored)
  form.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.name.startsWith('points-')) return
    kept.type(Object.fromEntries(inputs(desk).map(({ name, value }) => [name, value.trim()])))
    replace(count, leftWords(desk, false))
  })
  replace(count, leftWords(desk, false))
  return count
}

/** Marks each place that does not fit; an empty one only once somebody wants to hand in. */
function leftWords(desk: Desk, isStrict: boolean): string {
  const text = scoringDeskTexts[desk.lang]
  const wrong = inputs(desk).filter((input) => !isFit(desk, input, isStrict))
  return wrong.length === 0 ? text.complete : fill(text.left, { count: wrong.length })
}

function isFit({ spec, lang }: Desk, input: HTMLInputElement, isStrict: boolean): boolean {
  const text = scoringDeskTexts[lang]
  const { most, least } = spec.criteria[Number(input.name.split('-')[2])]!
  const value = input.value.trim()
  const fits = /^\d{1,4}$/.test(value) && Number(value) <= most
  const told =
    value === ''
      ? isStrict
        ? text.missing
        : ''
      : fits
        ? Number(value) < least
          ? fill(text.below, { least })
          : ''
        : fill(text.wrong, { most })
  const place = document.getElementById(input.getAttribute('aria-describedby')!)!
  place.textContent = told
  place.hidden = told === ''
  if (fits || told === '') input.removeAttribute('aria-invalid')
  else input.setAttribute('aria-invalid', 'true')
  return fits
}

/** After the digest: the points stand as they were handed in, and nobody changes them. */
function shown(desk: Desk): HTMLElement {
  const { spec, kept, lang } = desk
  const text = scoringDeskTexts[lang]
  const { digest } = spec.sheet!
  const sheet = kept.find(digest)
  if (sheet === undefined) return element('p', { class: 'field-error', 'data-lost': '' }, text.lost)
  const points = sheet.points as readonly Given[]
  for (const input of inputs(desk)) {
    const { bid, criterion } = placeOf(desk, input)
    const given = points.find((each) => each.criterion === criterion && refText(each.bid) === refText(bid))
    input.value = given === undefined ? '' : String(given.points)
  }
  return element('p', { class: 'small' }, spec.isComplete ? '' : fill(text.waiting, { digest: digest.slice(0, 8) }))
}

type Given = { readonly bid: Value; readonly criterion: bigint; readonly points: bigint }

/** Which bid and which criterion an input is for. */
function placeOf({ spec }: Desk, { name }: HTMLInputElement): Pick<Given, 'bid' | 'criterion'> {
  const [, row, column] = name.split('-').map(Number)
  const bid = valueFromJson({ kind: 'ref', entity: 'bid' }, spec.bids[row!]!)
  return { bid, criterion: BigInt(spec.criteria[column!]!.number) }
}

function refText(bid: Value): string {
  return JSON.stringify(valueToJson({ kind: 'ref', entity: 'bid' }, bid))
}

/** In the order of the table: each bid with each criterion. */
function pointsOf(desk: Desk): Value {
  return inputs(desk).map((input) => ({ ...placeOf(desk, input), points: BigInt(input.value.trim()) }))
}

async function handIn(desk: Desk): Promise<void> {
  const { form, said, lang, kept, client, spec } = desk
  const text = scoringDeskTexts[lang]
  replace(form.querySelector('[data-left]')!, leftWords(desk, true))
  const wrong = inputs(desk).find((input) => input.getAttribute('aria-invalid') === 'true')
  if (wrong !== undefined) return wrong.focus()
  const digest = kept.add({ points: pointsOf(desk), salt: client.random(32) })
  if (digest === null) return replace(said, element('p', { class: 'field-error' }, text.noPlace))
  const input = { lot: parseRowKey(spec.lot) as Value, seat: parseRowKey(spec.seat) as Value, digest }
  await act(desk, 'score', input, text.handed)
}

async function reveal(desk: Desk): Promise<void> {
  const { spec, kept, lang, said } = desk
  const text = scoringDeskTexts[lang]
  const sheet = spec.sheet === null ? undefined : kept.find(spec.sheet.digest)
  if (sheet === undefined) return replace(said, element('p', { class: 'field-error' }, text.lost))
  await act(desk, 'reveal', { sheet: kept.id, points: sheet.points, salt: sheet.salt }, text.shown)
}

async function act(
  desk: Desk,
  action: 'score' | 'reveal',
  input: { readonly [member: string]: Value },
  done: string,
): Promise<void> {
  const { keys, client, spec, said, lang, form } = desk
  const text = scoringDeskTexts[lang]
  const chosen = keys.read()
  if ('wrong' in chosen || chosen.own === null)
    return replace(said, element('p', { class: 'field-error' }, text.needKey))
  replace(said, text.sending)
  const declaration = declarationOf(action, spec.version, spec.inputs[action], 1)
  const draft = await draftAct(client, { affair: declaration, action }, input, chosen.signers.map(fromHex))
  const { index, outcome } = await submitDraft(client, await signDraft(draft, chosen.own, client.now()))
  const again = element('p', {}, element('a', { class: 'ds-link', href: location.href }, text.again))
  if (outcome[0] !== 'ok') {
    const code = String(outcome[1])
    return replace(
      said,
      element(
        'p',
        { class: 'field-error', 'data-code': code },
        fill(text.refused, { code, index, what: spec.refusals[code] ?? '' }),
      ),
      again,
    )
  }
  for (const input of form.querySelectorAll('input, button[type=submit]')) input.setAttribute('disabled', '')
  replace(said, element('p', { 'data-entered': String(index) }, fill(done, { index })), again)
}

/** To a file and from a file, at any time. */
function transfer({ lang, kept, said }: Desk): HTMLElement[] {
  const text = scoringDeskTexts[lang]
  const save = element(
    'button',
    { type: 'button', class: 'ds-button', 'data-variant': 'secondary', 'data-save': '' },
    text.save,
  )
  save.addEventListener('click', () => {
    const href = URL.createObjectURL(new Blob([kept.text], { type: 'application/json' }))
    element('a', { href, download: 'score-sheet.json' }).click()
  })
  const file = element('input', { type: 'file', class: 'file', accept: '.json' })
  file.addEventListener('change', async () => {
    const [chosen] = file.files ?? []
    if (chosen === undefined) return
    const isRead = chosen.size <= mostBytes && kept.load(await chosen.text())
    file.value = ''
    if (isRead) location.reload()
    else replace(said, element('p', { class: 'field-error' }, text.loadWrong))
  })
  return [save, element('label', { class: 'small' }, `${text.load} `, file)]
}
