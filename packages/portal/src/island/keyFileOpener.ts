import type { Signer } from '@gongshi/protocol'
import { KeyFileError } from '@gongshi/sdk'
import { openKeyFile } from '@gongshi/sdk/browser'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../verifier/dom.ts'
import { type ActDeskText, actTexts } from './actTexts.ts'
import { failureWords } from './failure.ts'

/** Opens a key file with its passphrase, here: neither is sent or kept, and the key is forgotten with the page. */
export function keyFileOpener(lang: Lang, opened: (signer: Signer, name: string) => void): HTMLElement {
  const say = (key: ActDeskText) => actTexts[lang][key]
  const file = element('input', { type: 'file', class: 'file', id: 'act-key-file', accept: '.json,.key' })
  const phrase = element('input', {
    type: 'password',
    class: 'ds-input',
    id: 'act-passphrase',
    autocomplete: 'current-password',
  })
  const said = element('div', { role: 'status', id: 'act-key-said', class: 'small' })
  const button = element(
    'button',
    { type: 'button', class: 'ds-button', 'data-variant': 'secondary', id: 'act-key-open' },
    say('open'),
  )
  button.addEventListener('click', async () => {
    const [chosen] = file.files ?? []
    if (chosen === undefined) return file.focus()
    replace(said, say('opening'))
    try {
      const signer = await openKeyFile(await chosen.text(), phrase.value === '' ? null : phrase.value)
      replace(said, fill(actTexts[lang].opened, { name: chosen.name }))
      opened(signer, chosen.name)
    } catch (error) {
      if (!(error instanceof KeyFileError)) throw error
      const { what, next } = failureWords(error, lang, {})
      replace(said, element('p', { class: 'field-error' }, `${what} ${next}`))
    }
    phrase.value = ''
  })
  return element(
    'div',
    { class: 'stack act-key-file' },
    element('p', {}, element('label', { class: 'small', for: file.id }, say('keyFileChoose')), file),
    element('p', {}, element('label', { class: 'small', for: phrase.id }, say('passphrase')), phrase),
    element('p', {}, button),
    said,
  )
}
