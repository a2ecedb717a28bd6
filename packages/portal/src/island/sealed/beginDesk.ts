import type { TrustRoot } from '@gongshi/protocol'
import { type Client, createClient } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { langOf, Speaker } from './parts.ts'
import { trustHere } from './trustHere.ts'

export type BegunDesk<Spec> = {
  readonly lang: Lang
  /** What the page says of itself: words, and which matter it is about. All that counts is asked of the ledger. */
  readonly spec: Spec
  readonly speaker: Speaker
  readonly trust: TrustRoot
  readonly client: Client
  /** Where the matter stands. */
  readonly shown: HTMLElement
  /** Key and secrets, from when a step asks for them. */
  readonly asked: HTMLElement
}

/** What every desk of a tender begins with: on which trust root its reader stands, and a client that verifies by it. */
export async function beginDesk<Spec>(host: HTMLElement, name: string): Promise<BegunDesk<Spec>> {
  const lang = langOf(host)
  const spec = JSON.parse(host.dataset.spec!) as Spec
  const part = () => element('div', { class: 'stack' })
  const [ground, shown, asked] = [part(), part(), part()]
  const speaker = new Speaker(lang, name)
  replace(host, element('div', { class: 'stack' }, ground, shown, asked, speaker.said))
  const trust = await trustHere(ground, lang)
  const client = createClient({ url: location.origin, language: lang, trust })
  return { lang, spec, speaker, trust, client, shown, asked }
}
