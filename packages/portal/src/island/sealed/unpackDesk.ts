import { fromHex, type TrustRoot } from '@gongshi/protocol'
import { createClient, getTrust, parseRowKey } from '@gongshi/sdk'
import { openedDocuments } from '@gongshi/sdk/bid'
import { workerCipher } from '@gongshi/sealed/browser'
import { fill, formatBytes, type Lang } from '@gongshi/ui/browser'
import { element } from '../../verifier/dom.ts'
import { ownScript } from '../ownScript.ts'
import { removeFiles, writeFile } from './browserFiles.ts'
import { langOf, Progress, Speaker, saveLink } from './parts.ts'
import { rememberedFor } from './trustHere.ts'
import { unpackTexts } from './unpackTexts.ts'

type Unpacked = { readonly name: string; readonly file: File }

/**
 * Unpacks a bid's documents into files that this browser keeps until the next time, and links them. They are a stranger's: names are
 * shown as text, and nothing is ever opened in this site's name.
 */
export async function unpackHere(host: HTMLElement, result: HTMLElement): Promise<void> {
  const lang = langOf(host)
  const text = unpackTexts[lang]
  const { procedure = '', bid = '', worker = '' } = host.dataset
  const speaker = new Speaker(lang, `unpack-${bid.slice(0, 16)}`)
  result.replaceChildren(speaker.said)
  const progress = new Progress(text.fetching, `work-${bid.slice(0, 16)}`, lang)
  speaker.tell(progress.host)
  const cipher = workerCipher(() => new Worker(ownScript(worker)), 1)
  const prefix = `unpacked.${bid}.`
  try {
    const { trust, isOwn } = await trustForReading(lang)
    const client = createClient({ url: location.origin, language: lang, trust })
    await removeFiles(prefix)
    const aside = (size: number, sealed: AsyncIterable<Uint8Array>) =>
      writeFile(`${prefix}age`, sealed, (bytes) => progress.show(bytes, size))
    const unpacked: Unpacked[] = []
    for await (const { name, bytes } of openedDocuments(client, [parseRowKey(procedure), fromHex(bid)], aside, cipher))
      unpacked.push({ name, file: await writeFile(`${prefix}${unpacked.length}`, bytes) })
    tell(speaker, unpacked, isOwn, lang)
  } catch (error) {
    speaker.fail(error)
  } finally {
    cipher.end()
  }
}

/** Reading gives nothing away: where the reader has confirmed no root, the site's own does, and that is said. */
async function trustForReading(lang: Lang): Promise<{ readonly trust: TrustRoot; readonly isOwn: boolean }> {
  const site = await getTrust(createClient({ url: location.origin, language: lang }))
  const remembered = rememberedFor(site.chainId)
  return remembered === null ? { trust: site, isOwn: false } : { trust: remembered.root.root, isOwn: true }
}

function tell(speaker: Speaker, unpacked: readonly Unpacked[], isOwn: boolean, lang: Lang): void {
  const text = unpackTexts[lang]
  if (unpacked.length === 0) {
    speaker.note('info', text.none)
    return
  }
  const items = unpacked.map(({ name, file }, at) =>
    element(
      'li',
      {},
      saveLink(`${speaker.said.id}-${at}`, name, file, name.split('/').at(-1)!),
      ` · ${formatBytes(file.size, lang)}`,
    ),
  )
  speaker.note(
    'info',
    fill(text.done, { count: unpacked.length }),
    element('ul', { 'data-unpacked': String(unpacked.length) }, items),
    element('p', { class: 'small' }, text.care),
    isOwn ? null : element('p', { class: 'small' }, text.site),
  )
}
