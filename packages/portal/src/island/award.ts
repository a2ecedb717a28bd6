import { EvidenceError, proofErrorTexts } from '@gongshi/protocol'
import { ClientError, createClient, parseRowKey, rowKeyText } from '@gongshi/sdk'
import {
  type AwardCell,
  type AwardColumn,
  type AwardLine,
  type AwardStep,
  awardCellText,
  awardWords,
  gatherAward,
  type VerifiedAward,
  verifyAward,
} from '@gongshi/sdk/award'
import { colon, fill, formatMoney, formatTime, type Lang } from '@gongshi/ui/browser'
import { browserChecks } from '../verifier/check.ts'
import { element, type Part } from '../verifier/dom.ts'
import { trustGround } from './evidence.ts'
import { failureWords } from './failure.ts'
import { type ReaderTrust, readerTrust } from './readerTrust.ts'
import { islandTexts } from './texts.ts'

/** A longer table is folded away. */
const openLines = 40

/** What the page tells: row, number, currency digits, and words. */
type Asked = { readonly lang: Lang; readonly digits: number; readonly settings: DOMStringMap }

/** Gathers, verifies under the reader's root, computes again. @throws what is no refusal: a node that cannot be reached */
export function recomputeInPlace(settings: DOMStringMap): Promise<HTMLElement> {
  return recompute(settings, async ({ root }, lang, checks) => {
    const client = createClient({ url: location.origin, trust: root.root, language: lang })
    const about = { procedure: parseRowKey(settings.procedure ?? ''), number: Number(settings.number) }
    return (await gatherAward(client, about, checks)).bytes
  })
}

/** The same from a file that the reader holds, whoever gave it: nothing is fetched but the trust root. */
export function recomputeFile(settings: DOMStringMap, bytes: Uint8Array): Promise<HTMLElement> {
  return recompute(settings, async () => bytes)
}

type Get = (reader: ReaderTrust, lang: Lang, checks: ReturnType<typeof browserChecks>) => Promise<Uint8Array>

async function recompute(settings: DOMStringMap, get: Get): Promise<HTMLElement> {
  const lang: Lang = settings.lang === 'zh' ? 'zh' : 'en'
  const asked = { lang, digits: Number(settings.digits ?? '0'), settings }
  const reader = await readerTrust(settings.trust ?? '')
  try {
    const checks = browserChecks()
    const bytes = await get(reader, lang, checks)
    // From nothing but the file: that is what anybody does who is handed it, and what it takes is told.
    const started = performance.now()
    const award = await verifyAward(bytes, reader.root.root, Date.now(), checks)
    if (!isOf(award, settings)) return notice(settings.elsewhere ?? '')
    return shown(award, bytes, performance.now() - started, reader, asked)
  } catch (error) {
    if (!(error instanceof EvidenceError || error instanceof ClientError)) throw error
    return refused(error, lang)
  }
}

/** Whether a file is of the lot that the page is about. */
function isOf({ rows }: VerifiedAward, { procedure = '', number }: DOMStringMap): boolean {
  return rowKeyText(rows.lot.key) === rowKeyText([parseRowKey(procedure), Number(number)])
}

function notice(words: string): HTMLElement {
  return element(
    'div',
    { class: 'verdict', 'data-color': 'danger', 'data-result': 'elsewhere' },
    element('p', {}, words),
  )
}

function shown(award: VerifiedAward, bytes: Uint8Array, ms: number, reader: ReaderTrust, asked: Asked): HTMLElement {
  const { lang, settings } = asked
  const words = awardWords[lang]
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const isGood = award.agrees && award.verdict.status === 'verified'
  const href = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/vnd.gongshi.evidence+cbor' }))
  const file = element('a', { class: 'ds-link', href, download: `lot-${settings.number}.gse` }, settings.file ?? '')
  const time = formatTime(award.verdict.times.committed, lang, zone)
  const taken = fill(settings.taken ?? '', { ms: ms.toFixed(0), time })
  const verdict = element(
    'div',
    { class: 'verdict stack', 'data-color': isGood ? 'info' : 'danger', 'data-result': isGood ? 'passed' : 'refused' },
    element('p', {}, element('strong', {}, award.agrees ? words.agrees : words.disagrees)),
    element('p', { class: 'small' }, trustGround(reader.remembered, lang)),
    element('p', { class: 'small' }, words.limit),
    element('p', { class: 'small soft figure' }, taken),
    element('p', { class: 'small' }, file),
  )
  return element('div', { class: 'stack' }, verdict, ...award.steps.map((step) => stepElement(step, asked)))
}

function stepElement(step: AwardStep, asked: Asked): HTMLElement {
  const words = awardWords[asked.lang]
  const head = `${step.agrees ? '✓' : '✗'} ${words.names[step.name]}`
  const settings = { class: 'panel stack', 'data-step': step.name, 'data-agrees': String(step.agrees) }
  const isOpen = step.lines.length <= openLines || !step.agrees
  const lines = element(
    'details',
    { class: 'fold', open: isOpen },
    element('summary', {}, fill(asked.settings.lines ?? '', { count: String(step.lines.length) })),
    table(step, asked),
  )
  const rule = element('p', { class: 'small' }, words.rules[step.name])
  return element('section', settings, element('h3', { class: 'subtitle' }, head), rule, lines)
}

function table(step: AwardStep, asked: Asked): HTMLElement {
  const words = awardWords[asked.lang]
  const isJudged = step.lines.some(({ agrees }) => agrees !== null)
  const heads = [
    ...step.columns.map((column) => words.columns[column]),
    ...(isJudged ? [asked.settings.verdict ?? ''] : []),
  ]
  const row = (line: AwardLine): Part => {
    const cells = line.cells.map((cell, at) => cellText(cell, step.columns[at]!, asked))
    const judged = isJudged ? [line.agrees === false ? `✗ ${words.different}` : `✓ ${words.same}`] : []
    const all = [...cells, ...judged].map((text, at) =>
      element('td', { role: 'cell', 'data-head': heads[at]! }, element('div', {}, text)),
    )
    return element('tr', { role: 'row', 'data-agrees': String(line.agrees) }, ...all)
  }
  const headRow = element(
    'tr',
    { role: 'row' },
    ...heads.map((head) => element('th', { scope: 'col', role: 'columnheader' }, head)),
  )
  const made = element(
    'table',
    { class: 'ds-table stacks', role: 'table' },
    element('caption', { class: 'visually-hidden' }, words.names[step.name]),
    element('thead', { role: 'rowgroup' }, headRow),
    element('tbody', { role: 'rowgroup' }, ...step.lines.map(row)),
  )
  return element('div', { class: 'scroll', role: 'region', 'aria-label': words.names[step.name], tabindex: '0' }, made)
}

function cellText(cell: AwardCell, column: AwardColumn, { lang, digits }: Asked): string {
  return awardCellText(cell, column, awardWords[lang], (money) => formatMoney({ ...money, digits }, lang))
}

function refused(error: EvidenceError | ClientError, lang: Lang): HTMLElement {
  const { what, next, code } = failureWords(error, lang, proofErrorTexts)
  const text = islandTexts[lang]
  return element(
    'div',
    { class: 'verdict stack', 'data-color': 'danger', 'data-result': 'refused' },
    element('p', {}, element('strong', {}, what)),
    element('p', { class: 'small' }, `${text.next}${colon[lang]}${next}`),
    element('p', { class: 'small' }, `${text.code}${colon[lang]}`, element('code', {}, code)),
  )
}
