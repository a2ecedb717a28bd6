import { type Draft, encodeDraft, toHex } from '@gongshi/protocol'
import { draftLink } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'
import { element } from '../verifier/dom.ts'
import { draftPanel } from '../verifier/draftView.ts'
import { actTexts } from './actTexts.ts'

/** What to pass on to the next signer: the draft as a file or a link, and in words. Nothing of it is sent anywhere. */
export function handOver(draft: Draft, lang: Lang): HTMLElement[] {
  const text = actTexts[lang]
  const bytes = encodeDraft(draft)
  const href = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/vnd.gongshi.draft+cbor' }))
  const download = `${toHex(draft.txId).slice(0, 8)}.gsdraft`
  const link = draftLink(`${location.origin}/${lang}/sign`, draft)
  return [
    element('h2', { class: 'subtitle section-head' }, text.passTitle),
    element('p', { class: 'prose' }, text.passLead),
    draftPanel(bytes, lang, Date.now()),
    element('p', {}, element('a', { class: 'ds-button', id: 'draft-saved', href, download }, text.download)),
    element('label', { class: 'ds-label', for: 'draft-link' }, text.link),
    element('textarea', { class: 'ds-input', id: 'draft-link', rows: '4', readonly: true }, link),
  ]
}
