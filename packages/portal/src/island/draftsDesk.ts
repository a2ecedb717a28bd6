import { type Draft, encodeDraft, GongshiError, parseDraft, toHex } from '@gongshi/protocol'
import { draftLink, draftOfLink } from '@gongshi/sdk'
import { type Catalogue, fill, formatTime, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../verifier/dom.ts'
import { draftPanel } from '../verifier/draftView.ts'
import { draftFailures } from '../verifier/knownActs.ts'
import { failureNote } from './failure.ts'

const texts: Catalogue<'choose' | 'link' | 'keep' | 'none' | 'open' | 'remove' | 'until' | 'over' | 'signed' | 'next'> =
  {
    zh: {
      choose: '待签稿文件（.gsdraft）',
      link: '或粘贴待签稿链接',
      keep: '收下',
      none: '本浏览器里还没有待签稿。',
      open: '查看并签署',
      remove: '移除',
      until: '有效至 {time}',
      over: '已过期',
      signed: '{done}/{all} 人已表态',
      next: '接下来：',
    },
    en: {
      choose: 'Draft file (.gsdraft)',
      link: 'Or paste the link of a draft',
      keep: 'Keep it here',
      none: 'No drafts are kept in this browser.',
      open: 'Read and sign',
      remove: 'Remove',
      until: 'valid until {time}',
      over: 'expired',
      signed: '{done} of {all} have answered',
      next: 'What to do: ',
    },
  }

/** A browser keeps at most so many for one reader; each is at most a transaction large. */
const mostDrafts = 50
const prefix = 'gongshi-draft-'

export async function openDrafts(host: HTMLElement, lang: Lang): Promise<void> {
  const text = texts[lang]
  const list = element('div', { class: 'stack' })
  const said = element('div', { role: 'status', id: 'drafts-said' })
  const file = element('input', { type: 'file', class: 'file', id: 'drafts-file', accept: '.gsdraft' })
  const link = element('input', { type: 'text', class: 'ds-input', id: 'drafts-link', autocomplete: 'off' })
  const take = async (read: () => Promise<Draft> | Draft) => {
    replace(said)
    try {
      keep(await read())
      file.value = ''
      link.value = ''
    } catch (error) {
      replace(said, failureNote(error, lang, text.next, draftFailures, 'drafts-failure'))
    }
    show(list, lang)
  }
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? []
    if (chosen !== undefined) void take(async () => parseDraft(new Uint8Array(await chosen.arrayBuffer())))
  })
  const button = element('button', { type: 'button', class: 'ds-button', 'data-variant': 'secondary' }, text.keep)
  button.addEventListener('click', () => void take(() => draftOfLink(link.value)))
  replace(
    host,
    element(
      'div',
      { class: 'stack act-form' },
      list,
      element('p', {}, element('label', { for: file.id }, text.choose), ' ', file),
      element('p', {}, element('label', { for: link.id }, text.link), link),
      element('p', {}, button),
      said,
    ),
  )
  show(list, lang)
}

/** The same draft with more signatures takes the place of the one before. */
function keep(draft: Draft): void {
  const kept = Object.keys(localStorage).filter((name) => name.startsWith(prefix))
  const name = prefix + toHex(draft.txId)
  if (kept.length >= mostDrafts && !kept.includes(name)) localStorage.removeItem(kept[0]!)
  localStorage.setItem(name, draftLink('', draft))
}

function show(list: HTMLElement, lang: Lang): void {
  const text = texts[lang]
  const kept = Object.keys(localStorage).filter((name) => name.startsWith(prefix))
  const items = kept.flatMap((name) => {
    const item = itemOf(name, lang, () => show(list, lang))
    return item === null ? [] : [item]
  })
  replace(
    list,
    items.length === 0 ? element('p', { class: 'soft' }, text.none) : element('ul', { class: 'act-list' }, items),
  )
}

function itemOf(name: string, lang: Lang, changed: () => void): HTMLElement | null {
  const text = texts[lang]
  const draft = readKept(name)
  if (draft === null) return null
  const remove = element('button', { type: 'button', class: 'ds-button', 'data-variant': 'secondary' }, text.remove)
  remove.addEventListener('click', () => {
    localStorage.removeItem(name)
    changed()
  })
  // What the draft is called comes from this script's declarations, as on the page on which it is signed.
  const heading = draftPanel(encodeDraft(draft), lang, Date.now()).querySelector('h2')?.textContent ?? ''
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const term =
    draft.notAfter < Date.now() ? text.over : fill(text.until, { time: formatTime(draft.notAfter, lang, zone) })
  const done = draft.marks.filter((mark) => mark !== null).length
  const standing = fill(text.signed, { done, all: draft.signers.length })
  const href = draftLink(`/${lang}/sign`, draft)
  return element(
    'li',
    { class: 'act-choice' },
    element(
      'p',
      {},
      element('a', { class: 'ds-link', href }, heading),
      ' ',
      element('code', { class: 'small soft' }, toHex(draft.txId).slice(0, 8)),
    ),
    element('p', { class: 'small soft' }, `${term} · ${standing}`),
    element('p', { class: 'actions' }, element('a', { class: 'ds-button', href }, text.open), remove),
  )
}

function readKept(name: string): Draft | null {
  try {
    return draftOfLink(localStorage.getItem(name) ?? '')
  } catch (error) {
    if (!(error instanceof GongshiError)) throw error
    localStorage.removeItem(name)
    return null
  }
}
