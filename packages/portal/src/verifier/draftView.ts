import { type Draft, DraftError, GongshiError, parseDraft, toHex } from '@gongshi/protocol'
import { draftOfLink, draftWords, type KnownActs } from '@gongshi/sdk'
import { colon, type Lang } from '@gongshi/ui/browser'
import { element } from './dom.ts'
import { failureText } from './failureTexts.ts'
import { draftFailures, knownActs, minorUnits } from './knownActs.ts'
import { verifierTexts } from './texts.ts'

/** A draft's file, or a link that holds one. */
export type DraftSource = Uint8Array | string

/** What a signature under a draft means, from this file's own declarations: to compare with what a page says. */
export function draftPanel(source: DraftSource, lang: Lang, now: number): HTMLElement {
  const text = verifierTexts[lang]
  try {
    const draft = typeof source === 'string' ? draftOfLink(source) : parseDraft(source)
    const { heading, id, lines, basis } = draftWords(draft, lang, known, (currency) => minorUnits[currency])
    const facts = [...lines, [text.draftBasis, basis], [text.draftId, id], ...signersOf(draft, lang)]
    return element(
      'div',
      { class: 'ds-alert stack', 'data-color': 'info', 'data-verdict': 'draft' },
      element('h2', { id: 'verdict-head', class: 'subtitle', tabindex: '-1' }, heading),
      element(
        'dl',
        { class: 'facts sided', id: 'draft' },
        facts.map(([name, value]) => pair(name!, value!)),
      ),
      element('p', {}, now > draft.notAfter ? text.draftExpired : text.draftCompare),
    )
  } catch (cause) {
    if (!(cause instanceof GongshiError)) throw cause
    return refusedPanel(cause.code, cause instanceof DraftError, lang)
  }
}

const known: KnownActs = ({ affair, version, action }, lang) => {
  const found = Object.hasOwn(knownActs, affair) ? knownActs[affair] : undefined
  return found?.version === version && Object.hasOwn(found.actions, action) ? found.actions[action]![lang] : undefined
}

function pair(name: string, value: string): HTMLElement {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value))
}

function signersOf({ signers, marks }: Draft, lang: Lang): [string, string][] {
  const text = verifierTexts[lang]
  const said = { signed: text.draftSigned, declined: text.draftDeclined }
  return signers.map((id, at) => {
    const mark = marks[at] ?? null
    const reason = mark?.kind === 'declined' ? `${colon[lang]}${mark.reason}` : ''
    return [
      `${text.draftSigner} ${at + 1}`,
      `${toHex(id)} ${mark === null ? text.draftWaiting : said[mark.kind]}${reason}`,
    ]
  })
}

/** Anything but a faulty draft is one that these declarations cannot explain: nobody should sign it on another's word. */
function refusedPanel(code: string, isDraftFault: boolean, lang: Lang): HTMLElement {
  const text = verifierTexts[lang]
  const known = isDraftFault && Object.hasOwn(draftFailures, code)
  const { what, next } = known ? draftFailures[code as keyof typeof draftFailures][lang] : failureText(code, lang)
  return element(
    'div',
    { class: 'ds-alert stack', 'data-color': 'danger', 'data-verdict': 'refused' },
    element('h2', { id: 'verdict-head', class: 'subtitle', tabindex: '-1' }, text.draftRefused),
    element('p', {}, known ? `${what} ${next}` : text.draftUnknown),
    element('p', { class: 'small' }, `${text.code}${colon[lang]}`, element('code', { id: 'failure-code' }, code)),
  )
}
