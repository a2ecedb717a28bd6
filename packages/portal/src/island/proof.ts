import { fill, type Lang } from '@gongshi/ui/browser'
import { element } from '../verifier/dom.ts'
import { checkInPlace } from './evidence.ts'
import { islandTexts } from './texts.ts'

/**
 * Checks an entry's evidence here and shows what came of it, with the ways to keep it: as a file, and printed as QR codes.
 * @returns what the badge says from now on
 * @throws when a file cannot be fetched or is no trust root
 */
export async function openProof(link: HTMLAnchorElement, entry: number): Promise<'checked' | 'wrong'> {
  const lang: Lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
  const text = islandTexts[lang]
  const evidence = `/api/v1/evidence/entries/${entry}`
  const result = await checkInPlace({ evidence, trust: '/api/v1/trust', lang })
  const isWrong = result.dataset.result === 'refused'
  const title = fill(isWrong ? text.proofWrong : text.proofTitle, { entry })
  const close = element('button', { class: 'ds-button', type: 'button' }, text.close)
  const print = element('button', { class: 'ds-button', type: 'button', 'data-variant': 'secondary' }, text.printProof)
  const showCodes = element(
    'button',
    { class: 'ds-button', type: 'button', 'data-variant': 'secondary' },
    text.showCodes,
  )
  const shown = element(
    'dialog',
    { class: 'dialog stack', 'aria-label': title, ...(isWrong && { 'data-color': 'danger' }) },
    element('h2', { class: 'subtitle' }, title),
    result,
    element(
      'ul',
      { class: 'plain' },
      element(
        'li',
        {},
        element('a', { class: 'ds-link', href: evidence, download: `entry-${entry}.gse` }, text.saveProof),
      ),
      element('li', {}, element('a', { class: 'ds-link', href: link.href }, text.wholeEntry)),
    ),
    element('p', { class: 'actions' }, close, ...(isWrong ? [] : [showCodes, print])),
  )
  close.addEventListener('click', () => shown.close())
  shown.addEventListener('close', () => shown.remove())
  print.addEventListener('click', async () => {
    const { printCodes } = await import('./proofCodes.ts')
    shown.close()
    await printCodes(evidence, title, text.readCodes)
  })
  showCodes.addEventListener('click', async () => {
    const { playedCodes } = await import('./proofCodes.ts')
    showCodes.remove()
    shown.lastElementChild!.before(await playedCodes(evidence, text))
  })
  document.body.append(shown)
  shown.showModal()
  return isWrong ? 'wrong' : 'checked'
}
