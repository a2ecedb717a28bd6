import { fill, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { takeForTab } from '../kept/tabLock.ts'
import { changeNotices, noticesName, readNotices } from './keptNotices.ts'
import { noticeTexts } from './noticeTexts.ts'

/** A count is good for so long: pages follow one another quickly. Milliseconds. */
const freshMs = 60_000
/** After an entry that this key signed, and after any other: most of those have nothing to do with the reader. */
const restMs = { own: 3_000, other: 120_000 } as const

/**
 * Counts what the page of notifications has not shown yet, and counts anew when something is entered. PERF: one tab of a browser
 * follows the ledger for all, so that the others keep their few connections; and entries of others have it ask every two minutes at most.
 */
export async function openNotices(host: HTMLElement, lang: Lang): Promise<void> {
  const { chain = '', keyId = '' } = host.dataset
  const show = () => showCount(host, readNotices(chain).unseen, lang)
  addEventListener('storage', ({ key }) => key === noticesName(chain) && show())
  const shown = [...document.querySelectorAll<HTMLElement>('[data-notice]')]
  if (shown.length > 0) markNew(chain, shown, lang)
  const isFresh = Date.now() - readNotices(chain).at < freshMs
  const isCounted = isFresh || (await count(chain, lang))
  show()
  if (isCounted)
    await follow(chain, keyId, async () => {
      const goesOn = await count(chain, lang)
      show()
      return goesOn
    })
}

/** What this page shows is new where it was not shown before; from now on it is not. */
function markNew(chain: string, shown: readonly HTMLElement[], lang: Lang): void {
  const seen = new Set(readNotices(chain).seen)
  for (const place of shown)
    if (!seen.has(place.dataset.notice!))
      replace(
        place,
        element('span', { class: 'ds-tag', 'data-color': 'warning', 'data-variant': 'outline' }, noticeTexts[lang].new),
      )
  changeNotices(chain, { seen: shown.map(({ dataset }) => dataset.notice!), unseen: 0, at: Date.now() })
}

/** False where nobody is signed in any more: the last count stands, as it does while the site is out of reach. */
async function count(chain: string, lang: Lang): Promise<boolean> {
  const answer = await fetch('/api/v1/workspace/notifications').catch(() => undefined)
  if (answer?.ok !== true) return answer?.status !== 401
  const { ids } = (await answer.json()) as { readonly ids: readonly string[] }
  const before = readNotices(chain)
  const seen = new Set(before.seen)
  const unseen = ids.filter((id) => !seen.has(id)).length
  changeNotices(chain, { unseen, at: Date.now() })
  if (unseen > before.unseen && before.tells && document.hidden) tell(unseen, lang)
  return true
}

/** How many, never what: it may show on a locked screen. */
function tell(unseen: number, lang: Lang): void {
  const text = noticeTexts[lang]
  try {
    const told = new Notification(text.title, { body: fill(text.some, { count: unseen }), tag: 'gongshi', lang })
    told.addEventListener('click', () => {
      focus()
      location.assign(`/${lang}/workspace/notifications`)
    })
  } catch {
    // Some browsers leave it to programs that are installed; the count is there all the same.
  }
}

/** `counts` says whether to go on. */
async function follow(chain: string, keyId: string, counts: () => Promise<boolean>): Promise<void> {
  // Without locks each tab would follow, and a browser has six connections for all of them.
  if (navigator.locks === undefined) return
  await takeForTab(`notices ${chain}`, 'whenFree', () => undefined)
  let due = Number.POSITIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (ms: number) => {
    const at = Date.now() + ms
    if (at >= due) return
    due = at
    clearTimeout(timer)
    timer = setTimeout(() => {
      due = Number.POSITIVE_INFINITY
      void counts().then((goesOn) => goesOn || source.close())
    }, ms)
  }
  const source = new EventSource('/api/v1/events')
  source.addEventListener('entry', ({ data }: MessageEvent<string>) => {
    const { signers = [] } = JSON.parse(data) as { readonly signers?: readonly string[] }
    soon(signers.includes(keyId) ? restMs.own : restMs.other)
  })
}

function showCount(host: HTMLElement, unseen: number, lang: Lang): void {
  if (host.dataset.count === String(unseen)) return
  host.dataset.count = String(unseen)
  const words = element('span', { class: 'visually-hidden' }, noticeTexts[lang].unit)
  replace(host, unseen === 0 ? null : [element('span', { class: 'count' }, String(Math.min(unseen, 99))), words])
}
