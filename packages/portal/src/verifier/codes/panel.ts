import { element } from '../dom.ts'
import { cameraView } from './cameraView.ts'
import { CodeCollection } from './collection.ts'
import type { CodesDoor } from './door.ts'
import { readPicture, type Texts } from './pictures.ts'
import { progressView } from './progress.ts'
import { words } from './words.ts'

/**
 * The panel that reads evidence from QR codes: a camera, pictures, and how many are still missing.
 * @returns what shows it, with pictures to begin with
 */
export function codesPanel({ host, say, lang, take }: CodesDoor): (pictures: readonly File[]) => void {
  const collection = new CodeCollection()
  const progress = progressView({ say, lang })
  const camera = cameraView(say, progress.tell, takeIn)
  const head = words(say, 'h3', 'codesHead', { class: 'subtitle', tabindex: '-1' })
  const again = words(say, 'button', 'codesAgain', { type: 'button', class: 'ds-button', 'data-variant': 'tertiary' })
  const pictures = element('input', { class: 'file', type: 'file', id: 'pictures', accept: 'image/*', multiple: true })
  const panel = element(
    'div',
    { class: 'stack' },
    head,
    words(say, 'p', 'codesHint', { class: 'small' }),
    camera.video,
    element('p', { class: 'actions' }, camera.button, again),
    words(say, 'label', 'codesPictures', { class: 'ds-label', for: 'pictures' }),
    pictures,
    progress.parts,
  )

  function takeIn(texts: Texts): void {
    for (const text of texts) {
      const read = collection.add(text)
      if (read.kind !== 'whole') {
        progress.show(read, collection.size)
        continue
      }
      camera.close()
      clear()
      panel.remove()
      take(new File([read.file as BlobPart], 'evidence.gse'))
      return
    }
  }

  async function readPictures(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const { name } = file
      progress.tell(say('codesReading', { name }))
      const texts = await readPicture(file).catch(() => null)
      if (texts === null) progress.tell(say('fileUnreadable', { name }))
      else if (texts.length === 0) progress.tell(say('codesNone', { name }))
      else takeIn(texts)
    }
  }

  function clear(): void {
    collection.clear()
    progress.clear()
  }

  again.addEventListener('click', clear)
  pictures.addEventListener('change', () => void readPictures([...(pictures.files ?? [])]))
  return (files) => {
    host.append(panel)
    head.focus()
    void readPictures(files)
  }
}
