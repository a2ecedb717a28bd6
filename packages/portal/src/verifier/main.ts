import { isEntries, isGrounded, verifyEntries } from '@gongshi/protocol'
import { verifyGrounded } from '@gongshi/sdk'
import { fill, formatBytes, formatDate, groupedHash, htmlLang, type Lang, otherLang } from '@gongshi/ui/browser'
import { check, type FileCheck, type LoadedTrust, loadTrust, verifyOne, withoutGrounds } from './check.ts'
import { openCodes } from './codes/loadCodes.ts'
import { byId, element, replace } from './dom.ts'
import { showDraft } from './drafts/loadDrafts.ts'
import type { DraftSource } from './draftView.ts'
import { bytesOfEvidence, evidenceLimitBytes, isPicture, looksLikeTrust } from './files.ts'
import { groundSources } from './knownActs.ts'
import type { Outcome, PassedStep } from './result.ts'
import { type Row, rows } from './rows.ts'
import { announce, drawSteps, finalStates, playSteps } from './stepsView.ts'
import { type VerifierText, verifierTexts } from './texts.ts'
import {
  compareFingerprint,
  forget,
  isIndependent,
  openStorage,
  type Remembered,
  recall,
  remember,
  type TrustSource,
} from './trustSource.ts'
import { factsPanels, verdictPanel } from './verdictView.ts'

type Trust = { readonly loaded: LoadedTrust; readonly text: string; readonly origin: 'file' | 'site' | Remembered }
type State = {
  lang: Lang
  evidence: { readonly name: string; readonly bytes: Uint8Array } | null
  draft: DraftSource | null
  trust: Trust | null
  run: { readonly outcome: Outcome; readonly source: TrustSource } | null
  runs: number
}

const state: State = { lang: readerLanguage(), evidence: null, draft: null, trust: null, run: null, runs: 0 }
const storage = openStorage()
const served = location.protocol.startsWith('http')
const say = (key: VerifierText, values: Readonly<Record<string, string | number>> = {}): string =>
  fill(verifierTexts[state.lang][key], values)

function readerLanguage(): Lang {
  const asked = location.hash.slice(1)
  if (asked === 'zh' || asked === 'en') return asked
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** Puts every text of the page into the reader's language, results included. */
function speak(): void {
  document.documentElement.lang = htmlLang[state.lang]
  document.title = say('title')
  for (const place of document.querySelectorAll<HTMLElement>('[data-text]'))
    place.textContent = say(place.dataset.text as VerifierText)
  const toggle = byId('language')
  toggle.textContent = say('otherLanguage')
  toggle.lang = htmlLang[otherLang(state.lang)]
  byId('origin').textContent = served ? say('servedBy', { host: location.host }) : say('fromDisk')
  drawEvidence()
  drawTrust()
  drawRemembered()
  drawRun()
}

function drawEvidence(): void {
  const { evidence } = state
  byId('evidence-said').textContent =
    evidence === null
      ? ''
      : say('evidenceChosen', { name: evidence.name, size: formatBytes(evidence.bytes.length, state.lang) })
}

/** What the reader has said about the trust root, as it stands now. */
function trustSource(): TrustSource {
  const { trust } = state
  if (trust === null) return { kind: 'unconfirmed' }
  if (compareFingerprint(byId<HTMLInputElement>('pin').value, trust.loaded.fingerprint) === 'match')
    return { kind: 'pinned' }
  if (byId<HTMLInputElement>('compared').checked) return { kind: 'compared' }
  if (typeof trust.origin === 'object') return { kind: 'remembered', since: trust.origin.since, how: trust.origin.how }
  return { kind: trust.origin === 'site' ? 'site' : 'unconfirmed' }
}

function sourceLine(source: TrustSource): string {
  if (source.kind === 'remembered')
    return say('sourceRemembered', {
      date: day(source.since),
      how: say(source.how === 'pinned' ? 'sourcePinned' : 'sourceCompared'),
    })
  const lines = {
    pinned: 'sourcePinned',
    compared: 'sourceCompared',
    site: 'sourceSite',
    unconfirmed: 'sourceUnconfirmed',
  } as const
  return say(lines[source.kind])
}

function day(at: number): string {
  return formatDate(at, state.lang, Intl.DateTimeFormat().resolvedOptions().timeZone)
}

function drawTrust(): void {
  const { trust } = state
  byId('trust-known').hidden = trust === null
  if (trust === null) return
  byId('trust-chain').textContent = trust.loaded.chainId
  byId('trust-validators').textContent = String(trust.loaded.validators)
  byId('trust-fingerprint').textContent = groupedHash(trust.loaded.fingerprint)
  drawPin()
}

const comparisons = { empty: null, incomplete: 'pinIncomplete', match: 'pinMatch', mismatch: 'pinMismatch' } as const

function drawPin(): void {
  const { trust } = state
  if (trust === null) return
  const comparison = compareFingerprint(byId<HTMLInputElement>('pin').value, trust.loaded.fingerprint)
  const said = byId('pin-said')
  const key = comparisons[comparison]
  said.textContent = key === null ? '' : say(key)
  said.className = comparison === 'mismatch' ? 'small problem' : 'small'
  byId('pin').setAttribute('aria-invalid', String(comparison === 'mismatch'))
  const source = trustSource()
  byId('remember-label').hidden = storage === null || (source.kind !== 'pinned' && source.kind !== 'compared')
}

function drawRemembered(): void {
  const known = storage === null ? [] : recall(storage)
  const items = known.map((one) => {
    const use = element(
      'button',
      { type: 'button', class: 'ds-button', 'data-variant': 'secondary' },
      say('rememberedSince', { chain: one.chainId, date: day(one.since) }),
    )
    use.addEventListener('click', () => void takeTrust(one.trust, one))
    const drop = element('button', { type: 'button', class: 'ds-button', 'data-variant': 'tertiary' }, say('forget'))
    drop.addEventListener('click', () => {
      if (storage !== null) forget(storage, one.fingerprint)
      drawRemembered()
    })
    return element('li', {}, use, drop)
  })
  replace(
    byId('remembered'),
    items.length > 0 && [
      element('p', { class: 'small' }, say('trustRemembered')),
      element('ul', { class: 'plain remembered' }, items),
    ],
  )
}

/** Draws the finished run again, for example in the other language. */
function drawRun(): void {
  const { run } = state
  if (run === null) {
    drawSteps(state.lang, new Map(), new Map(), null)
    drawVerdict()
    return
  }
  const found = new Map<Row, PassedStep>(run.outcome.steps.map((step) => [step.step, step]))
  drawSteps(state.lang, finalStates(run.outcome, isIndependent(run.source)), found, sourceLine(run.source))
  drawVerdict()
}

function drawVerdict(): void {
  const { run, draft, lang } = state
  if (draft !== null) replace(byId('verdict'), showDraft(draft, lang, Date.now()))
  if (run === null) return
  replace(byId('verdict'), verdictPanel(run.outcome, isIndependent(run.source), lang))
  replace(byId('facts'), run.outcome.ok && factsPanels(run.outcome.summaries, lang))
}

/** Anything that changes what was checked takes the old verdict away: it must not stand beside new input. */
function clearRun(): void {
  state.run = null
  state.draft = null
  state.runs++
  replace(byId('verdict'))
  replace(byId('facts'))
  byId('missing').textContent = ''
  delete document.documentElement.dataset.verdict
  drawSteps(state.lang, new Map(), new Map(), null)
}

async function takeEvidence(file: File): Promise<void> {
  clearRun()
  state.evidence = null
  const said = byId('evidence-said')
  if (file.size > evidenceLimitBytes) {
    said.textContent = say('fileTooLarge', { name: file.name, size: formatBytes(evidenceLimitBytes, state.lang) })
    return
  }
  const bytes = await bytesOfEvidence(file).catch(() => null)
  if (bytes === null) said.textContent = say('fileUnreadable', { name: file.name })
  else {
    state.evidence = { name: file.name, bytes }
    drawEvidence()
  }
}

async function takeTrust(text: string, origin: Trust['origin']): Promise<void> {
  clearRun()
  state.trust = null
  byId<HTMLInputElement>('pin').value = ''
  byId<HTMLInputElement>('compared').checked = false
  byId<HTMLInputElement>('remember').checked = false
  const loaded = loadTrust(text)
  byId('trust-said').textContent = loaded === null ? say('trustMalformed') : ''
  // What was remembered is trusted under its fingerprint: a changed copy would be another root.
  if (loaded !== null && (typeof origin !== 'object' || origin.fingerprint === loaded.fingerprint))
    state.trust = { loaded, text, origin }
  drawTrust()
}

/** How a draft's CBOR begins, after the head of its array: the head of a text of 15 bytes, and the text. */
const draftHead = 'ogongshi/draft/'

/** Files dropped together are told apart by what they are: pictures are looked through for codes. */
async function takeFiles(files: Iterable<File>): Promise<void> {
  for (const file of files) {
    const text = file.size < evidenceLimitBytes ? await file.text().catch(() => '') : ''
    if (isPicture(file)) scanCodes([file])
    else if (looksLikeTrust(text)) await takeTrust(text, 'file')
    else if (text.slice(1).startsWith(draftHead)) takeDraft(new Uint8Array(await file.arrayBuffer()))
    else await takeEvidence(file)
  }
}

function scanCodes(pictures: readonly File[]): void {
  openCodes({ host: byId('codes'), say, lang: () => state.lang, take: (file) => void takeEvidence(file) }, pictures)
}

/** A draft needs no trust root: what it means stands in this file, whether it is whole in its own signatures. */
function takeDraft(draft: DraftSource): void {
  clearRun()
  state.evidence = null
  byId('evidence-said').textContent = ''
  state.draft = draft
  drawVerdict()
  document.documentElement.dataset.verdict = 'draft'
  byId('verdict-head').focus()
}

/** @throws where the site does not answer, or not with what is asked for */
async function fetched(path: string, Accept: string): Promise<Response> {
  const response = await fetch(path, { headers: { Accept } })
  if (!response.ok) throw response
  return response
}

async function takeSiteTrust(): Promise<void> {
  try {
    const response = await fetched('/api/v1/trust', 'application/json')
    await takeTrust(await response.text(), 'site')
  } catch {
    byId('trust-said').textContent = say('fetchFailed')
  }
}

async function run(): Promise<void> {
  clearRun()
  const { evidence, trust } = state
  if (evidence === null || trust === null) {
    byId('missing').textContent = say(evidence === null ? 'needEvidence' : 'needTrust')
    byId(evidence === null ? 'evidence' : 'trust').focus()
    return
  }
  const mine = ++state.runs
  const source = trustSource()
  if (byId<HTMLInputElement>('remember').checked) keep(trust, source)
  announce(say('running'))
  const outcome = await check(evidence.bytes, trust.loaded, Date.now(), verifyFile)
  if (mine !== state.runs) return
  const ground = { independent: isIndependent(source), line: sourceLine(source) }
  await playSteps(state.lang, outcome, ground, () => mine === state.runs)
  if (mine !== state.runs) return
  state.run = { outcome, source }
  drawVerdict()
  document.documentElement.dataset.verdict = byId('verdict').firstElementChild?.getAttribute('data-verdict') ?? ''
  byId('verdict-head').focus()
}

/** Whatever kind of evidence it is. */
const verifyFile: FileCheck = async function* (bytes, root, now, checks) {
  if (isGrounded(bytes)) yield await verifyGrounded(bytes, root, now, groundSources.fields, checks)
  else if (isEntries(bytes)) for await (const act of verifyEntries(bytes, root, now, checks)) yield withoutGrounds(act)
  else yield* verifyOne(bytes, root, now, checks)
}

function keep(trust: Trust, source: TrustSource): void {
  if (storage === null || (source.kind !== 'pinned' && source.kind !== 'compared')) return
  const { chainId, fingerprint } = trust.loaded
  try {
    remember(storage, { chainId, fingerprint, since: Date.now(), how: source.kind, trust: trust.text })
  } catch {
    // A full or forbidden store only means that nothing is remembered.
  }
  drawRemembered()
}

function listen(): void {
  byId('language').addEventListener('click', () => {
    state.lang = otherLang(state.lang)
    replace(byId('live'))
    speak()
  })
  byId('run').addEventListener('click', () => void run())
  byId<HTMLInputElement>('evidence').addEventListener(
    'change',
    (event) => void takeFiles((event.target as HTMLInputElement).files ?? []),
  )
  byId<HTMLInputElement>('trust').addEventListener('change', (event) => {
    const file = (event.target as HTMLInputElement).files?.[0]
    if (file !== undefined) void file.text().then((text) => takeTrust(text, 'file'))
  })
  byId('codes-scan').addEventListener('click', () => scanCodes([]))
  byId('trust-site').hidden = !served
  byId('trust-site').addEventListener('click', () => void takeSiteTrust())
  for (const id of ['pin', 'compared'])
    byId(id).addEventListener('input', () => {
      clearRun()
      drawPin()
    })
  listenForDrops()
}

function listenForDrops(): void {
  const zone = byId('drop')
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    zone.classList.add('over')
  })
  document.addEventListener('dragleave', () => zone.classList.remove('over'))
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    zone.classList.remove('over')
    void takeFiles(event.dataTransfer?.files ?? [])
  })
}

/** A link such as `/verify?evidence=/api/v1/evidence/entries/12` brings the evidence along, from this very site only. */
async function takeLinked(): Promise<void> {
  if (location.hash.startsWith('#draft=')) takeDraft(location.hash)
  const path = new URLSearchParams(location.search).get('evidence')
  if (!served || path === null || path.includes('..') || !/^\/api\/v1\/evidence\/[\w%/.-]+$/.test(path)) return
  try {
    const response = await fetched(path, 'application/vnd.gongshi.evidence+cbor')
    await takeEvidence(new File([await response.arrayBuffer()], `${path.split('/').at(-1)}.gse`))
  } catch {
    byId('evidence-said').textContent = say('fetchFailed')
  }
}

listen()
speak()
void takeLinked()
document.documentElement.dataset.rows = String(rows.length)
