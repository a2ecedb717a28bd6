import type { Signer } from '@gongshi/protocol'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { keyFileOpener } from '../keyFileOpener.ts'
import { keysHere } from '../keysHere.ts'
import { panel, type Speaker } from './parts.ts'
import { trusteeTexts } from './trusteeTexts.ts'

export type OwnKey = { readonly signer: Signer; readonly name: string }

/** Which key signs: one of this browser, or that of a file, which is forgotten with the page. */
export async function ownKey(host: HTMLElement, lang: Lang, speaker: Speaker): Promise<OwnKey> {
  const text = trusteeTexts[lang]
  const keys = await keysHere()
  const chosen = await new Promise<OwnKey>((resolve) => {
    const buttons = keys.map(({ name, signer }) =>
      speaker.button('key', fill(text.keyUse, { name }), async () => resolve({ signer, name }), 'secondary'),
    )
    const opener = keyFileOpener(lang, (signer, file) => resolve({ signer, name: nameOf(file) }))
    replace(
      host,
      panel(
        'key',
        text.key,
        element('p', { class: 'prose' }, text.keyLead),
        buttons.length === 0 ? null : element('p', { class: 'actions' }, buttons),
        opener,
      ),
    )
  })
  replace(host, element('p', { class: 'small soft', id: 'key-used' }, fill(text.keyUsed, { name: chosen.name })))
  return chosen
}

/** As the command line names a key by its file. */
function nameOf(file: string): string {
  return file.replace(/(\.key)?\.json$/, '')
}
