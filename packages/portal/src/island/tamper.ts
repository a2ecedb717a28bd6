import { fill, type Lang } from '@gongshi/ui/browser'
import { check } from '../verifier/check.ts'
import { element } from '../verifier/dom.ts'
import { resultElement } from './evidence.ts'
import { fetchOk, readerTrust } from './readerTrust.ts'
import { islandTexts } from './texts.ts'

/** Changes one byte of a copy of the evidence, at another place each time, and checks the copy. @throws when a file cannot be fetched */
export async function tamperWith({ evidence = '', trust = '' }: DOMStringMap, lang: Lang): Promise<HTMLElement> {
  const [response, { root, remembered }] = await Promise.all([
    fetchOk(evidence, 'application/vnd.gongshi.evidence+cbor'),
    readerTrust(trust),
  ])
  const copy = new Uint8Array(await response.arrayBuffer())
  const at = Math.floor(Math.random() * copy.length)
  const [before, after] = [copy[at]!, copy[at]! ^ (1 << Math.floor(Math.random() * 8))]
  copy[at] = after
  const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
  const what = fill(islandTexts[lang].tampered, {
    at: at + 1,
    size: copy.length,
    before: hex(before),
    after: hex(after),
  })
  const outcome = await check(copy, root, Date.now())
  return element(
    'div',
    { class: 'stack' },
    element('p', { class: 'small figure' }, what),
    resultElement(outcome, remembered, lang),
  )
}
