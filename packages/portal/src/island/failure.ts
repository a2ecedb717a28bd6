import { GongshiError } from '@gongshi/protocol'
import { ClientError, clientErrorTexts } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'
import { element } from '../verifier/dom.ts'

type Words = { readonly what: string; readonly next: string }
/** Texts by code. */
export type FailureTexts = { readonly [code: string]: { readonly zh: Words; readonly en: Words } }

/** Whoever reads a page runs no node. */
const unreachable: FailureTexts = {
  'client-node-unreachable': {
    zh: { what: '连不上本站。', next: '请检查网络，过一会儿再试；您填写的内容还在。' },
    en: {
      what: 'This site cannot be reached.',
      next: 'See that you are connected and try again in a while; what you filled in is still there.',
    },
  },
}

/** What went wrong, what to do next, and the code; a fault that has none is thrown on. */
export function failureNote(
  error: unknown,
  lang: Lang,
  nextLabel: string,
  texts: FailureTexts,
  id: string,
): HTMLElement {
  if (!(error instanceof GongshiError)) throw error
  const { what, next, code } = failureWords(error, lang, texts)
  return element(
    'div',
    { class: 'ds-alert stack', 'data-color': 'danger' },
    element('p', {}, what),
    element('p', {}, `${nextLabel}${next}`),
    element('p', { class: 'small' }, element('code', { id }, code)),
  )
}

/** The same, as words. */
export function failureWords(
  error: GongshiError<{ readonly code: string }>,
  lang: Lang,
  texts: FailureTexts,
): Words & { readonly code: string } {
  if (error instanceof ClientError && error.failure.code === 'client-node-refused') {
    const { title, next, code } = error.failure.problem
    return { what: title, next, code }
  }
  const known: FailureTexts = { ...clientErrorTexts, ...unreachable, ...texts }
  const { what, next } = known[error.code]?.[lang] ?? { what: error.code, next: '' }
  return { what, next, code: error.code }
}
