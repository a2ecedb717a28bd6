import type { TrustRoot } from '@gongshi/protocol'
import { fill, formatDate, type Lang } from '@gongshi/ui/browser'
import { type LoadedTrust, loadTrust } from '../../verifier/check.ts'
import { element, replace } from '../../verifier/dom.ts'
import { compareFingerprint, openStorage, type Remembered, recall, remember } from '../../verifier/trustSource.ts'
import { field, fileInput, judge, panel, Speaker, textInput } from './parts.ts'
import { partsTexts } from './partsTexts.ts'

/** The root that this site gives: no reason to trust it. */
async function siteTrust(): Promise<{ readonly text: string; readonly loaded: LoadedTrust }> {
  const response = await fetch('/api/v1/trust', { headers: { Accept: 'application/json' } })
  const text = await response.text()
  const loaded = response.ok ? loadTrust(text) : null
  if (loaded === null) throw new Error('the site gives no trust root')
  return { text, loaded }
}

/** What this reader confirmed for the same ledger before. */
export function rememberedFor(chainId: string): { readonly root: LoadedTrust; readonly since: number } | null {
  const storage = openStorage()
  const one = (storage === null ? [] : recall(storage)).find((each) => each.chainId === chainId)
  const root = one === undefined ? null : loadTrust(one.trust)
  return root === null ? null : { root, since: one!.since }
}

/**
 * Asks under which trust root this page shall work, and says it: one that the reader confirmed before, the site's own once its
 * fingerprint was compared, or one that the reader brings. Where a secret is at stake the site's word alone is not taken.
 */
export async function trustHere(host: HTMLElement, lang: Lang): Promise<TrustRoot> {
  const text = partsTexts[lang]
  const site = await siteTrust()
  const say = (words: string) => replace(host, element('p', { class: 'small soft', id: 'trust-ground' }, words))
  const remembered = rememberedFor(site.loaded.chainId)
  const told = (since: number) => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    say(fill(text.trustRemembered, { date: formatDate(since, lang, zone) }))
  }
  if (remembered !== null) {
    told(remembered.since)
    return remembered.root.root
  }
  const chosen = await asked(host, lang, site)
  if ('since' in chosen) told(chosen.since)
  else say(text.trustFile)
  return chosen.root
}

type Chosen = { readonly root: TrustRoot; readonly since: number } | { readonly root: TrustRoot }

function asked(
  host: HTMLElement,
  lang: Lang,
  site: { readonly text: string; readonly loaded: LoadedTrust },
): Promise<Chosen> {
  const text = partsTexts[lang]
  const speaker = new Speaker(lang, 'trust')
  const [print, file] = [textInput(), fileInput('.json')]
  return new Promise((resolve) => {
    const use = speaker.button('trust', text.trustUse, async () => {
      const [own] = file.files ?? []
      const chosen = own === undefined ? compared(print.value, site) : fromFile(await own.text(), site.loaded.chainId)
      const isFile = own !== undefined
      judge(isFile ? print : file, null)
      if (typeof chosen !== 'string') return resolve(chosen)
      judge(isFile ? file : print, text[chosen])
      ;(isFile ? file : print).focus()
    })
    replace(
      host,
      panel(
        'trust',
        text.trustTitle,
        element('p', { class: 'prose' }, text.trustAsk),
        field('trust-print', text.trustPrint, print),
        field('trust-file', text.trustOwnFile, file),
        element('p', { class: 'actions' }, use),
        speaker.said,
      ),
    )
  })
}

function compared(typed: string, { text, loaded }: { readonly text: string; readonly loaded: LoadedTrust }) {
  const found = compareFingerprint(typed, loaded.fingerprint)
  if (found !== 'match') return found === 'mismatch' ? 'trustWrong' : 'trustShort'
  const { chainId, fingerprint } = loaded
  const one: Remembered = { chainId, fingerprint, since: Date.now(), how: 'compared', trust: text }
  const storage = openStorage()
  if (storage !== null) remember(storage, one)
  return { root: loaded.root, since: one.since }
}

function fromFile(text: string, chainId: string) {
  const own = loadTrust(text)
  return own === null || own.chainId !== chainId ? 'trustNotOne' : { root: own.root }
}
