import {
  type Draft,
  declineDraft,
  encodeDraft,
  equalBytes,
  finishDraft,
  GongshiError,
  parseDraft,
  signDraft,
  toHex,
} from '@gongshi/protocol'
import { createClient, draftOfLink, isDraftLink, keyPoint, submitDraft } from '@gongshi/sdk'
import { type BrowserKey, createPasskey } from '@gongshi/sdk/browser'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element, type Part, replace } from '../verifier/dom.ts'
import { draftPanel } from '../verifier/draftView.ts'
import { draftFailures } from '../verifier/knownActs.ts'
import { failureNote } from './failure.ts'
import { keyFileOpener } from './keyFileOpener.ts'
import { keysHere } from './keysHere.ts'
import { type SignText, signTexts } from './signTexts.ts'

/** Where the desk puts what it shows, each part by itself. */
type Desk = {
  readonly lang: Lang
  readonly shown: HTMLElement
  readonly actions: HTMLElement
  readonly keys: HTMLElement
  readonly said: HTMLElement
  /** Keys of files that were opened during this visit. */
  readonly opened: BrowserKey[]
  /** The draft that is shown. */
  source: Uint8Array | string | null
  say(key: SignText, values?: Readonly<Record<string, string | number>>): string
}

/** Builds the desk in place of what stood there, and opens the draft that the page's own address holds. */
export async function openDesk(host: HTMLElement, lang: Lang): Promise<void> {
  const part = () => element('div', { class: 'stack' })
  const said = element('div', { role: 'status', id: 'sign-said' })
  const say: Desk['say'] = (key, values = {}) => fill(signTexts[lang][key], values)
  const desk: Desk = { lang, shown: part(), actions: part(), keys: part(), said, opened: [], source: null, say }
  const input = element('input', { type: 'file', id: 'draft-file', class: 'file', accept: '.gsdraft' })
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file !== undefined) void file.arrayBuffer().then((bytes) => show(desk, new Uint8Array(bytes)))
  })
  const label = element('label', { class: 'ds-label', for: 'draft-file' }, say('choose'))
  replace(
    host,
    element(
      'div',
      { class: 'stack' },
      element('div', { class: 'field' }, label, input),
      desk.shown,
      desk.said,
      desk.actions,
      desk.keys,
    ),
  )
  if (isDraftLink(location.hash)) await show(desk, location.hash)
  await showKeys(desk)
}

/** What the draft means, and what its reader may do about it. */
async function show(desk: Desk, source: Uint8Array | string): Promise<void> {
  desk.source = source
  replace(desk.said)
  replace(desk.actions)
  replace(desk.shown, draftPanel(source, desk.lang, Date.now()))
  try {
    await offer(desk, typeof source === 'string' ? draftOfLink(source) : parseDraft(source))
  } catch (error) {
    // The panel has said already what is wrong with it.
    if (!(error instanceof GongshiError)) throw error
  }
}

async function offer(desk: Desk, draft: Draft): Promise<void> {
  const isOpen = draft.notAfter >= Date.now() && draft.marks.every((mark) => mark?.kind !== 'declined')
  if (!isOpen || desk.shown.querySelector('[data-verdict=draft]') === null) return
  if (draft.marks.every((mark) => mark !== null)) {
    const transaction = finishDraft(draft, Date.now())
    replace(
      desk.actions,
      element('p', {}, desk.say('whole')),
      button(desk, 'submit', {}, () => send(desk, draft)),
    )
    desk.actions.dataset.txId = toHex(transaction.txId)
    return
  }
  const waiting = draft.signers.filter((_, at) => draft.marks[at] === null)
  const keys = [...(await keysHere()), ...desk.opened]
  const fitting = keys.filter(({ signer }) => waiting.some((id) => equalBytes(id, signer.key.id)))
  replace(
    desk.actions,
    fitting.length === 0 ? element('p', {}, desk.say('notAmong')) : fitting.map((key) => choices(desk, draft, key)),
  )
}

function choices(desk: Desk, draft: Draft, { name, signer }: BrowserKey): HTMLElement {
  const reason = element('input', { class: 'ds-input', type: 'text', id: `reason-${name}`, maxlength: '600' })
  const keep = (key: 'signed' | 'declined', work: Promise<Draft>) => work.then((changed) => kept(desk, changed, key))
  return element(
    'div',
    { class: 'stack' },
    button(desk, 'sign', { name }, () => keep('signed', signDraft(draft, signer, Date.now()))),
    element('label', { class: 'ds-label', for: `reason-${name}` }, desk.say('reason')),
    reason,
    button(desk, 'decline', { name }, () =>
      keep('declined', declineDraft(draft, signer, reason.value.trim().normalize('NFC'), Date.now())),
    ),
  )
}

/** Shows the draft anew, and hands it out as a file: nothing of it is sent anywhere. */
async function kept(desk: Desk, draft: Draft, what: 'signed' | 'declined'): Promise<void> {
  const bytes = encodeDraft(draft)
  await show(desk, bytes)
  const href = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/vnd.gongshi.draft+cbor' }))
  const name = `${toHex(draft.txId).slice(0, 8)}.gsdraft`
  const file = element('a', { class: 'ds-link', id: 'draft-saved', href, download: name }, desk.say('download'))
  replace(desk.said, element('p', {}, desk.say(what)), element('p', {}, file))
}

async function send(desk: Desk, draft: Draft): Promise<void> {
  replace(desk.said, element('p', {}, desk.say('waiting')))
  const { outcome, index } = await submitDraft(createClient({ url: location.origin, language: desk.lang }), draft)
  const words =
    outcome[0] === 'ok' ? desk.say('committed', { index }) : desk.say('refused', { code: outcome[1], index })
  const href = `/${desk.lang}/entries/${index}`
  replace(desk.actions)
  replace(desk.said, element('p', {}, element('a', { class: 'ds-link', href }, words)))
}

/** The reader's own keys, with what an administrator needs of each; and a way to a passkey where there is none. */
async function showKeys(desk: Desk): Promise<void> {
  const found = await keysHere()
  const name = element('input', { class: 'ds-input', type: 'text', id: 'key-name', value: 'office', maxlength: '40' })
  const make = button(desk, 'make', {}, () => createPasskey(name.value.trim() || 'office').then(() => showKeys(desk)))
  replace(
    desk.keys,
    element('h2', { class: 'subtitle section-head' }, desk.say('keys')),
    found.length === 0
      ? [
          element('p', {}, desk.say('noKeys')),
          element('label', { class: 'ds-label', for: 'key-name' }, desk.say('keyName')),
          name,
          make,
        ]
      : [element('p', { class: 'small' }, desk.say('register')), found.map(registration)],
    keyFileOpener(desk.lang, (signer, name) => void opened(desk, { name, signer })),
  )
}

/** The key of a file signs like the others, until the page is left. */
async function opened(desk: Desk, key: BrowserKey): Promise<void> {
  desk.opened.push(key)
  if (desk.source !== null) await show(desk, desk.source)
}

function registration({ name, signer }: BrowserKey): Part {
  const { keyId, suite, x, y } = keyPoint(signer.key)
  const point = { keyId: toHex(keyId), suite, x: toHex(x), y: y === null ? null : toHex(y) }
  return [element('h3', {}, name), element('pre', { class: 'note', tabindex: '0' }, JSON.stringify(point, null, 2))]
}

function button(
  desk: Desk,
  text: SignText,
  values: Readonly<Record<string, string>>,
  work: () => Promise<void>,
): HTMLElement {
  const made = element('button', { type: 'button', class: 'ds-button', 'data-act': text }, desk.say(text, values))
  if (text === 'decline') made.dataset.variant = 'secondary'
  made.addEventListener('click', () => {
    made.setAttribute('aria-busy', 'true')
    replace(desk.said)
    work()
      .catch((error: unknown) =>
        replace(desk.said, failureNote(error, desk.lang, desk.say('next'), draftFailures, 'sign-failure')),
      )
      .finally(() => made.removeAttribute('aria-busy'))
  })
  return made
}
