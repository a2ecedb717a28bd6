import { createClient, signIn } from '@gongshi/sdk'
import { type BrowserKey, listBrowserKeys } from '@gongshi/sdk/browser'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../verifier/dom.ts'
import { failureNote } from './failure.ts'
import { type SignInText, signInTexts } from './signInTexts.ts'

/** Offers each passkey of this browser; after one has signed, the page leads on. */
export async function openDoor(host: HTMLElement, lang: Lang): Promise<void> {
  const say = (key: SignInText, values: Readonly<Record<string, string>> = {}) => fill(signInTexts[lang][key], values)
  const purpose = host.dataset.purpose === 'step-up' ? 'step-up' : 'sign-in'
  const said = element('div', { role: 'status', id: 'sign-in-said' })
  const passkeys = await passkeysHere()
  const enter = async ({ signer }: BrowserKey): Promise<void> => {
    replace(said, element('p', {}, say('waiting')))
    await signIn(createClient({ url: location.origin, language: lang }), signer, {
      purpose,
      chainId: host.dataset.chain ?? '',
      origin: location.origin,
    })
    replace(said, element('p', {}, say('done')))
    location.assign(ownPath(host.dataset.next))
  }
  const buttons = passkeys.map((passkey) => {
    const label = say(purpose === 'step-up' ? 'confirm' : 'signIn', { name: passkey.name })
    const button = element('button', { type: 'button', class: 'ds-button' }, label)
    button.addEventListener('click', () => {
      button.setAttribute('aria-busy', 'true')
      enter(passkey)
        .catch((error: unknown) => replace(said, failureNote(error, lang, say('next'), {}, 'sign-in-failure')))
        .finally(() => button.removeAttribute('aria-busy'))
    })
    return element('p', {}, button)
  })
  replace(
    host,
    element('div', { class: 'stack' }, buttons.length === 0 ? element('p', {}, say('noKeys')) : buttons, said),
  )
}

/** A path of this site; nobody is led elsewhere by a link that brought them here. */
function ownPath(next: string | undefined): string {
  const url = new URL(next ?? '/', location.origin)
  return url.origin === location.origin ? `${url.pathname}${url.search}` : '/'
}

/** A browser that keeps nothing for this site has no passkeys here. */
async function passkeysHere(): Promise<BrowserKey[]> {
  const keys = await listBrowserKeys().catch(() => [])
  return keys.filter(({ signer }) => signer.key.suite === 'webauthnEs256')
}
