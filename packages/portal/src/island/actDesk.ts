import {
  type AffairDeclaration,
  type AnswerFault,
  type Fields,
  type Json,
  readAnswers,
  type Value,
  valueToJson,
} from '@gongshi/affair-kit'
import { type Draft, encodeDraft, fromHex, GongshiError, type Signer, signDraft, toHex, utf8 } from '@gongshi/protocol'
import {
  askJson,
  type Client,
  createClient,
  draftAct,
  draftLink,
  type PreparedContent,
  sendContent,
  submitDraft,
} from '@gongshi/sdk'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../verifier/dom.ts'
import { draftPanel } from '../verifier/draftView.ts'
import { draftFailures, minorUnits } from '../verifier/knownActs.ts'
import { clearFaults, collectAnswers, faultWords, labelAt, openLists, showFaults, type Told } from './actAnswers.ts'
import { type MadeContents, openContents } from './actContents.ts'
import { type Chosen, KeyChoice } from './actKeys.ts'
import { openPickers } from './actPicker.ts'
import { type ActDeskText, actTexts } from './actTexts.ts'
import { failureNote, failureWords } from './failure.ts'

/** What the page says of its form; the bytes that are signed are made of this, and said again from what this script knows. */
type Spec = {
  readonly affair: string
  readonly version: number
  readonly action: string
  readonly signatures: number
  readonly signers: readonly string[]
  readonly utcOffsetMinutes: number
  readonly fields: Fields
  readonly labels: { readonly [name: string]: string }
  readonly synthetic: boolean
}

type Desk = {
  readonly lang: Lang
  readonly spec: Spec
  readonly client: Client
  readonly form: HTMLFormElement
  /** Where the act is reviewed and signed, in place of the form. */
  readonly review: HTMLElement
  readonly said: HTMLElement
  readonly keys: KeyChoice
  readonly made: MadeContents
  say(key: ActDeskText, values?: Readonly<Record<string, string | number>>): string
}

/** What the reader wants to sign, as the ledger will get it. */
type Ready = Chosen & { readonly draft: Draft; readonly json: Json; readonly contents: readonly PreparedContent[] }

export function openActDesk(host: HTMLElement, lang: Lang): void {
  const form = host.querySelector('form')!
  const spec = JSON.parse(host.dataset.spec!) as Spec
  const client = createClient({ url: location.origin, language: lang })
  const say: Desk['say'] = (key, values = {}) => fill(actTexts[lang][key], values)
  const signers = Array.from({ length: Math.max(1, spec.signatures) }, (_, at) => spec.signers[at] ?? spec.signers[0]!)
  const keys = new KeyChoice(form.querySelector<HTMLElement>('[data-signers]')!, signers, lang)
  const review = element('div', { class: 'stack', id: 'act-review', tabindex: '-1' })
  const said = element('div', { role: 'status', id: 'act-said' })
  const desk: Desk = { lang, spec, client, form, review, said, keys, made: new Map(), say }
  const arrived = (part: HTMLElement) => {
    openPickers(part, client, lang)
    const tooLarge = (path: string) => tell(desk, [{ path, label: labelOf(desk, path), what: say('tooLarge') }])
    openContents(part, { client, lang, synthetic: spec.synthetic, made: desk.made, tooLarge })
  }
  openLists(form, arrived)
  arrived(form)
  host.querySelector('[data-without-script]')!.remove()
  form.querySelector('fieldset')!.disabled = false
  host.append(review, said)
  void keys.open()
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void guarded(desk, () => check(desk))
  })
}

function labelOf({ form, spec, keys }: Desk, path: string): string {
  return path.startsWith('act-signer-') ? keys.signerLabel(path) : labelAt(form, path, spec.labels)
}

function tell({ form, lang }: Desk, told: readonly Told[]): void {
  clearFaults(form)
  showFaults(form, told, lang)
}

/** Whatever fails on the way is said; the form stays as it is. */
async function guarded(desk: Desk, work: () => Promise<void>): Promise<void> {
  replace(desk.said)
  try {
    await work()
  } catch (error) {
    replace(desk.said, failureNote(error, desk.lang, desk.say('next'), draftFailures, 'act-failure'))
  }
}

async function check(desk: Desk): Promise<void> {
  const { spec, form, lang, say } = desk
  const means = { digits: (currency: string) => minorUnits[currency], utcOffsetMinutes: spec.utcOffsetMinutes }
  const read = readAnswers(spec.fields, collectAnswers(form), means)
  const chosen = desk.keys.read()
  const faults: readonly AnswerFault[] = read.ok ? [] : read.faults
  const told = [
    ...faults.map((fault) => ({ path: fault.path, label: labelOf(desk, fault.path), what: faultWords(fault, lang) })),
    ...('wrong' in chosen
      ? [{ path: chosen.wrong, label: labelOf(desk, chosen.wrong), what: say('signerWrong') }]
      : []),
  ]
  clearFaults(form)
  if (!read.ok || 'wrong' in chosen) return showFaults(form, told, lang)
  const contents = contentsOf(desk, read.input)
  if (chosen.own === null && contents.length > 0)
    return tell(desk, [{ path: 'act-signer-0', label: labelOf(desk, 'act-signer-0'), what: say('needsKey') }])
  const act = { affair: declarationOf(spec), action: spec.action }
  const draft = await draftAct(desk.client, act, read.input, chosen.signers.map(fromHex))
  const json = Object.fromEntries(
    Object.entries(spec.fields).map(([name, kind]) => [name, valueToJson(kind, read.input[name]!)]),
  )
  await show(desk, { ...chosen, draft, json, contents })
}

/** As much of the declaration as makes the bytes: the members of the input in their order, and who signs. */
function declarationOf({ affair, version, action, fields, signatures }: Spec): AffairDeclaration {
  const signers = { signers: { officer: '', atLeast: signatures } }
  const actions = { [action]: { basis: '', input: fields, signers } }
  return { name: affair, version, params: {}, events: {}, entities: {}, actions }
}

function contentsOf({ made }: Desk, input: { readonly [name: string]: Value }) {
  const named = new Set(Object.values(input).flatMap(bytesIn).map(toHex))
  return [...made.values()].filter(({ commitment }) => named.has(toHex(commitment)))
}

function bytesIn(value: Value): Uint8Array[] {
  if (value instanceof Uint8Array) return [value]
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(bytesIn)
}

/** The words under which the reader signs, from this script's own declarations; then what the ledger would make of it. */
async function show(desk: Desk, ready: Ready): Promise<void> {
  const { say, form, review } = desk
  const trial = element('div', { role: 'status', id: 'act-trial' })
  const change = button(desk, 'change', 'secondary', async () => {
    replace(review)
    form.hidden = false
    form.querySelector<HTMLElement>('input, select, textarea')?.focus()
  })
  const isWhole = ready.own !== null && ready.signers.length === 1
  const sign =
    ready.own === null ? null : button(desk, isWhole ? 'signSend' : 'signPass', '', () => signed(desk, ready))
  const pass = isWhole ? null : button(desk, 'pass', 'secondary', async () => passOn(desk, ready.draft))
  const panel = draftPanel(encodeDraft(ready.draft), desk.lang, Date.now())
  form.hidden = true
  replace(
    review,
    element('h2', { class: 'subtitle section-head' }, say('reviewTitle')),
    panel,
    trial,
    // What this script cannot say, nobody should sign here.
    element('p', { class: 'actions' }, panel.dataset.verdict === 'draft' ? [sign, pass] : null, change),
  )
  review.focus()
  await tryOut(desk, ready, trial)
}

/** Asks the ledger for a dry run of the same input by the same signers; its own words for it are not used. */
async function tryOut({ client, spec, say, lang }: Desk, { json, signers }: Ready, trial: HTMLElement): Promise<void> {
  const path = `/api/v1/affairs/${encodeURIComponent(spec.affair)}/actions/${encodeURIComponent(spec.action)}`
  const ask = (what: string, body: object): Promise<Json> =>
    askJson(client, `${path}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: utf8(JSON.stringify(body)),
    })
  try {
    const answer = (await ask('prepare', { input: json, signers })) as { readonly dryRun: { readonly outcome: string } }
    const { outcome } = answer.dryRun
    if (outcome === 'ok') return replace(trial, element('p', { class: 'small' }, say('trialOk')))
    const reasons = brokenRules(await ask('explain', { input: json, key: signers[0]! }), lang)
    replace(
      trial,
      element(
        'div',
        { class: 'ds-alert stack', 'data-color': 'warning' },
        element('p', {}, say('trialRefused', { code: outcome })),
        reasons.length === 0
          ? null
          : element(
              'ul',
              {},
              reasons.map((reason) => element('li', {}, reason)),
            ),
      ),
    )
  } catch (error) {
    if (!(error instanceof GongshiError)) throw error
    replace(
      trial,
      element('p', { class: 'small' }, say('trialUnknown', { what: failureWords(error, lang, draftFailures).what })),
    )
  }
}

type Rules = readonly { readonly holds: boolean | null; readonly zh: string; readonly en: string }[]
type Explained = {
  readonly before: Rules
  readonly refusals: Rules
  readonly signers: readonly {
    readonly holds: boolean | null
    readonly rules: Rules
    readonly offices: readonly { readonly rules: Rules }[]
  }[]
}

function brokenRules(answer: Json, lang: Lang): string[] {
  const { before, signers, refusals } = answer as unknown as Explained
  const barred = signers.every(({ holds }) => holds === false) ? signers : []
  const rules = [
    ...before,
    ...barred.flatMap(({ rules: own, offices }) => [...own, ...offices.flatMap((each) => each.rules)]),
  ]
  return [...new Set([...rules, ...refusals].filter(({ holds }) => holds === false).map((rule) => rule[lang]))]
}

async function signed(desk: Desk, { own, draft, contents }: Ready): Promise<void> {
  const { client, said, say } = desk
  const signer: Signer = own!
  if (contents.length > 0) replace(said, say('uploading'))
  for (const content of contents) await sendContent(client, signer, content)
  replace(said, say('signing'))
  const marked = await signDraft(draft, signer, Date.now())
  if (marked.marks.some((mark) => mark === null)) return passOn(desk, marked)
  replace(said, say('sending'))
  const { index } = await submitDraft(client, marked)
  replace(said, element('a', { class: 'ds-link', href: receipt(desk.lang, index) }, say('committed', { index })))
  location.assign(receipt(desk.lang, index))
}

function receipt(lang: Lang, index: number): string {
  return `/${lang}/receipts/${index}`
}

/** A draft that others have still to sign leaves as a file or a link; nothing of it is sent anywhere. */
function passOn({ lang, review, said, say }: Desk, draft: Draft): void {
  const bytes = encodeDraft(draft)
  const href = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/vnd.gongshi.draft+cbor' }))
  const download = `${toHex(draft.txId).slice(0, 8)}.gsdraft`
  const link = draftLink(`${location.origin}/${lang}/sign`, draft)
  replace(said)
  replace(
    review,
    element('h2', { class: 'subtitle section-head' }, say('passTitle')),
    element('p', { class: 'prose' }, say('passLead')),
    draftPanel(bytes, lang, Date.now()),
    element('p', {}, element('a', { class: 'ds-button', id: 'draft-saved', href, download }, say('download'))),
    element('label', { class: 'ds-label', for: 'draft-link' }, say('link')),
    element('textarea', { class: 'ds-input', id: 'draft-link', rows: '4', readonly: true }, link),
  )
  review.focus()
}

function button(desk: Desk, text: ActDeskText, variant: string, work: () => Promise<void>): HTMLElement {
  const made = element('button', { type: 'button', class: 'ds-button', 'data-act': text }, desk.say(text))
  if (variant !== '') made.dataset.variant = variant
  made.addEventListener('click', () => {
    made.setAttribute('aria-busy', 'true')
    void guarded(desk, work).finally(() => made.removeAttribute('aria-busy'))
  })
  return made
}
