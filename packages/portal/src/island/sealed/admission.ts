import type { Signer } from '@gongshi/protocol'
import { askForToken, certifyBidder, enterBidder, takeToken, tokenRequest } from '@gongshi/sdk/bid'
import { element, replace } from '../../verifier/dom.ts'
import { type Bidding, say } from './bidding.ts'
import { tellOutcome } from './outcome.ts'
import { ownKey } from './ownKey.ts'
import { field, fileInput, judge, panel, saveLink, textInput } from './parts.ts'

/** How a bidder comes in: a blinded request goes to the desk, and what the desk signed comes back, by whatever way. */
export function admissionPanel(bidding: Bidding): HTMLElement {
  const { client, secrets, keep, speaker } = bidding
  const signed = fileInput('')
  const enter = speaker.button('enter', say(bidding, 'enter'), async () => {
    const [file] = signed.files ?? []
    judge(signed, file === undefined ? say(bidding, 'signedMissing') : null)
    if (file === undefined) return signed.focus()
    const taken = await takeToken(client, secrets(), new Uint8Array(await file.arrayBuffer()))
    await keep(taken)
    const committed = await enterBidder(client, taken)
    await bidding.renew()
    tellOutcome(speaker, 'enter', committed)
  })
  return panel(
    'admission',
    say(bidding, 'admission'),
    element('p', { class: 'prose' }, say(bidding, 'admissionLead')),
    requestPart(bidding),
    field('signed-token', say(bidding, 'signed'), signed, say(bidding, 'signedHelp')),
    element('p', { class: 'actions' }, enter),
  )
}

/** Request and certificate, signed by the organ's representative: the one is for the desk, the other for nobody before the opening. */
function requestPart(bidding: Bidding): HTMLElement {
  const { client, keep, secrets, speaker, lang } = bidding
  const [scheme, id] = [textInput({ value: 'gb-32100' }), textInput()]
  const [key, made] = [element('div', { class: 'stack' }), element('div', { class: 'stack' })]
  let signer: Signer | null = null
  const ask = speaker.button(
    'request',
    say(bidding, 'request'),
    async () => {
      const organ = { scheme: scheme.value.trim(), id: id.value.trim() }
      judge(id, organ.id === '' ? say(bidding, 'bidderWrong') : null)
      if (organ.id === '') return id.focus()
      signer ??= (await ownKey(key, lang, speaker)).signer
      const asked = await askForToken(client, secrets())
      await keep(asked)
      const request = await tokenRequest(asked, organ, signer)
      const { certificate } = await certifyBidder(asked, organ, signer)
      const link = (name: 'saveRequest' | 'saveCertificate', linkId: string, bytes: Uint8Array, file: string) =>
        element('p', {}, saveLink(linkId, say(bidding, name), new Blob([bytes.slice()]), file))
      replace(
        made,
        link('saveRequest', 'request-saved', request, 'request.cose'),
        link('saveCertificate', 'certificate-saved', certificate, 'certificate.cose'),
      )
    },
    'secondary',
  )
  return element(
    'div',
    { class: 'stack' },
    field('organ-scheme', say(bidding, 'scheme'), scheme),
    field('organ-id', say(bidding, 'bidderId'), id),
    element('p', { class: 'actions' }, ask),
    key,
    made,
  )
}
