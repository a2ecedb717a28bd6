import { fill, formatTime, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { knownActs } from '../../verifier/knownActs.ts'
import { keptCompositions } from '../procurement/keptComposition.ts'
import { forgetButton } from './forgetButton.ts'
import { type KeptForm, KeptForms } from './keptForms.ts'
import { namesBelow } from './namesBelow.ts'
import { keptTexts } from './texts.ts'

/** The forms that lie half filled in this browser, with a way back to each and a way to be rid of it; other tabs change it too. */
export function openForms(host: HTMLElement, lang: Lang): void {
  const forms = new KeptForms(host.dataset.chain!, () => Date.now())
  const show = () => {
    const begun = forms.list().map((form) => itemOf(form, lang, () => forget(() => forms.forget(form.address))))
    const items = [...begun, ...tenders(lang, forget), ...sheets(host.dataset.chain!, lang)]
    replace(
      host,
      items.length === 0
        ? element('p', { class: 'soft' }, keptTexts[lang].none)
        : element('ul', { class: 'act-list' }, items),
    )
  }
  const forget = (work: () => void) => {
    work()
    show()
    host.tabIndex = -1
    host.focus()
  }
  addEventListener('storage', show)
  show()
}

function itemOf(form: KeptForm, lang: Lang, forget: () => void): HTMLElement {
  const text = keptTexts[lang]
  const { affair, action, address, at, answers, written, sent } = form
  const filled = [...Object.entries(answers), ...Object.entries(written)].filter(
    ([path, answer]) => answer !== '' && !/\.(length|unit|given)$/.test(path),
  )
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const values = { time: formatTime(at, lang, zone), count: filled.length }
  const href = `/${lang}${address}`
  const about = filled.map(([, answer]) => answer).filter((answer) => answer.length > 2 && answer.length <= 60)
  return element(
    'li',
    { class: 'act-choice' },
    element('p', {}, element('a', { class: 'ds-link', href }, titleOf(affair, action, lang))),
    about.length === 0 ? null : element('p', { class: 'small' }, about.slice(0, 3).join(' · ')),
    element('p', { class: 'small soft' }, fill(sent === null ? text.changed : text.onItsWay, values)),
    element(
      'p',
      { class: 'actions' },
      element('a', { class: 'ds-button', href }, text.open),
      sent === null && forgetButton(lang, forget),
    ),
  )
}

/** Tenders that are being composed, each by its own page. */
function tenders(lang: Lang, forget: (work: () => void) => void): readonly HTMLElement[] {
  const text = keptTexts[lang]
  return keptCompositions().map(({ name, key }) => {
    const href = `/${lang}/workspace/procurement/new${key === null ? '' : `?procedure=${encodeURIComponent(key)}`}`
    return element(
      'li',
      { class: 'act-choice' },
      element('p', {}, element('a', { class: 'ds-link', href }, text.tender)),
      element(
        'p',
        { class: 'actions' },
        element('a', { class: 'ds-button', href }, text.open),
        forgetButton(lang, () => forget(() => localStorage.removeItem(name))),
      ),
    )
  })
}

/** Score sheets whose digests may stand on the ledger: without them an expert could not show the points, so nothing here forgets them. */
function sheets(chainId: string, lang: Lang): readonly HTMLElement[] {
  const text = keptTexts[lang]
  const href = `/${lang}/workspace/procurement/scoring`
  return namesBelow(`gongshi-sheet-${chainId}-`).map(() =>
    element(
      'li',
      { class: 'act-choice' },
      element('p', {}, element('a', { class: 'ds-link', href }, text.sheet)),
      element('p', { class: 'small soft' }, text.sheetStays),
    ),
  )
}

function titleOf(affair: string, action: string, lang: Lang): string {
  const actions = Object.hasOwn(knownActs, affair) ? knownActs[affair]!.actions : {}
  return Object.hasOwn(actions, action) ? actions[action]![lang].title : `${affair} ${action}`
}
