import {
  type AffairDeclaration,
  type AnswerFault,
  type Fields,
  type Json,
  readAnswers,
  type Value,
  valueToJson,
} from '@gongshi/affair-kit'
import { type Draft, DraftError, encodeDraft, fromHex, type Signer, signDraft, toHex } from '@gongshi/protocol'
import {
  type Client,
  ClientError,
  createClient,
  draftAct,
  draftOfLink,
  getTransaction,
  type PreparedContent,
  sendContent,
  submitDraft,
} from '@gongshi/sdk'
import { fill, formatTime, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../verifier/dom.ts'
import { draftPanel } from '../verifier/draftView.ts'
import { draftFailures, minorUnits } from '../verifier/knownActs.ts'
import { clearFaults, collectAnswers, faultWords, labelAt, openLists, showFaults, type Told } from './actAnswers.ts'
import { type MadeContents, openContents } from './actContents.ts'
import { type Chosen, KeyChoice } from './actKeys.ts'
import { openPickers } from './actPicker.ts'
import { type ActDeskText, actTexts } from './actTexts.ts'
import { trialNote } from './actTrial.ts'
import { handOver } from './draftHandover.ts'
import { failureNote } from './failure.ts'
import { FormKeeper, signedBefore } from './kept/formKeeper.ts'
import type { KeptForm } from './kept/keptForms.ts'
import { keptTexts } from './kept/texts.ts'

/** What the page says of its form; the bytes that are signed are made of this, and said again from what this script knows. */
type Spec = {
  readonly chainId: string
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
  readonly keeper: FormKeeper
  say(key: ActDeskText, values?: Readonly<Record<string, string | number>>): string
}

/** What the reader wants to sign, as the ledger will get it. */
type Ready = Chosen & { readonly draft: Draft; readonly json: Json; readonly contents: readonly PreparedContent[] }

export function openActDesk(host: HTMLElement, lang: Lang): void {
  const signed = signedBefore()
  if (signed !== null) {
    location.replace(receipt(lang, signed))
    return
  }
  const form = host.querySelector('form')!
  const spec = JSON.parse(host.dataset.spec!) as Spec
  const client = createClient({ url: location.origin, language: lang })
  const say: Desk['say'] = (key, values = {}) => fill(actTexts[lang][key], values)
  const signers = Array.from({ length: Math.max(1, spec.signatures) }, (_, at) => spec.signers[at] ?? spec.signers[0]!)
  const keys = new KeyChoice(form.querySelector<HTMLElement>('[data-signers]')!, signers, lang)
  const review = element('div', { class: 'stack', id: 'act-review', tabindex: '-1' })
  const said = element('div', { role: 'status', id: 'act-said' })
  const made: MadeContents = new Map()
  const { chainId, affair, action } = spec
  const keeper = new FormKeeper({
    ...{ form, lang, chainId, affair, action, keys, made },
    wasSent: (kept) => void guarded(desk, () => settle(desk, kept)),
    lost: () => backToForm(desk),
  })
  const desk: Desk = { lang, spec, client, form, review, said, keys, made, keeper, say }
  const arrived = (part: HTMLElement) => {
    openPickers(part, client, lang)
    const tooLarge = (path: string) => tell(desk, [{ path, label: labelOf(desk, path), what: say('tooLarge') }])
    openContents(part, { client, lang, synthetic: spec.synthetic, made, tooLarge })
  }
  openLists(form, arrived)
  arrived(form)
  host.querySelector('[data-without-script]')!.remove()
  host.append(review, said)
  void keys.open().then(() => keeper.open())
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
    backToForm(desk)
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
  const { affair, action } = desk.spec
  replace(trial, await trialNote(desk.client, { affair, action, input: ready.json, signers: ready.signers }, desk.lang))
}

function backToForm({ form, review, said }: Desk): void {
  replace(review)
  replace(said)
  form.hidden = false
}

async function signed(desk: Desk, { own, draft, contents }: Ready): Promise<void> {
  const { client, said, say, keeper } = desk
  const signer: Signer = own!
  if (contents.length > 0) replace(said, say('uploading'))
  for (const content of contents) await sendContent(client, signer, content)
  replace(said, say('signing'))
  const marked = await signDraft(draft, signer, Date.now())
  if (marked.marks.some((mark) => mark === null)) return passOn(desk, marked)
  if (keeper.send(marked)) await enter(desk, marked)
}

/** What was signed is sent, again and again if need be: its id lets it be entered once at most. */
async function enter(desk: Desk, draft: Draft): Promise<void> {
  const { client, said, say } = desk
  replace(said, say('sending'))
  await unlessOver(desk, async () => entered(desk, (await submitDraft(client, draft)).index))
}

async function unlessOver(desk: Desk, work: () => Promise<void> | void): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (isFinal(error)) {
      desk.keeper.isOver()
      backToForm(desk)
    }
    throw error
  }
}

/** Whether the act is not entered and never will be; whoever is only busy or out of reach has not said so. */
function isFinal(error: unknown): boolean {
  if (error instanceof DraftError) return true
  if (!(error instanceof ClientError)) return false
  const { failure } = error
  if (failure.code === 'client-node-refused') return failure.problem.status < 429
  return ['client-submission-expired', 'client-clock-skewed', 'client-link-malformed'].includes(failure.code)
}

/** The receipt takes the form's place in the browser's history: nobody gets back to a form that was signed. */
function entered({ said, say, keeper, lang }: Desk, index: number): void {
  keeper.isEntered(index)
  replace(said, element('a', { class: 'ds-link', href: receipt(lang, index) }, say('committed', { index })))
  location.replace(receipt(lang, index))
}

/** Somebody has come back to a form whose act was signed and sent: first of all, what became of it. */
async function settle(desk: Desk, { at, sent }: KeptForm): Promise<void> {
  const { client, form, review, lang } = desk
  const text = keptTexts[lang]
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const again = element('button', { type: 'button', class: 'ds-button', 'data-variant': 'secondary' }, text.again)
  again.addEventListener('click', () => location.reload())
  form.hidden = true
  replace(
    review,
    element(
      'div',
      { class: 'ds-alert stack', 'data-color': 'info' },
      element('p', {}, fill(text.settling, { time: formatTime(at, lang, zone) })),
      element('p', { class: 'actions' }, again),
    ),
  )
  review.focus()
  await unlessOver(desk, async () => {
    const draft = draftOfLink(sent!)
    const found = await getTransaction(client, draft.txId)
    if (found.status === 'committed') entered(desk, found.index)
    else await enter(desk, draft)
  })
}

function receipt(lang: Lang, index: number): string {
  return `/${lang}/receipts/${index}`
}

/** A draft that others have still to sign leaves as a file or a link. */
function passOn({ lang, review, said }: Desk, draft: Draft): void {
  replace(said)
  replace(review, handOver(draft, lang))
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
