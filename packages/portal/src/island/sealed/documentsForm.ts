import { isDocumentName } from '@gongshi/sealed'
import { formatBytes } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { type Bidding, say } from './bidding.ts'
import { field, fileInput, judge } from './parts.ts'

/** Together; what one page and one upload can carry. */
const mostBytes = 4_000_000_000

/** The files of a bid. Nothing of them is read before they are sealed. */
export class DocumentsForm {
  readonly host: HTMLElement
  readonly #bidding: Bidding
  readonly #input = fileInput('', true)

  constructor(bidding: Bidding) {
    this.#bidding = bidding
    const list = element('ul', { class: 'small plain', id: 'documents-list' })
    this.#input.addEventListener('change', () => {
      replace(
        list,
        this.#files().map((file) => element('li', {}, `${file.name} · ${formatBytes(file.size, bidding.lang)}`)),
      )
      judge(this.#input, this.#fault())
    })
    const most = formatBytes(mostBytes, bidding.lang)
    this.host = element(
      'div',
      {},
      field('documents', say(bidding, 'files'), this.#input, say(bidding, 'filesHelp', { most })),
      list,
    )
  }

  /** Null where something is wrong, which is said by then. */
  read(): readonly File[] | null {
    const fault = this.#fault()
    judge(this.#input, fault)
    if (fault !== null) this.#input.focus()
    return fault === null ? this.#files() : null
  }

  #files(): readonly File[] {
    return [...(this.#input.files ?? [])]
  }

  #fault(): string | null {
    const files = this.#files()
    const empty = files.find(({ size }) => size === 0)
    if (empty !== undefined) return say(this.#bidding, 'fileEmpty', { name: empty.name })
    const unfit = files.findIndex(({ name }) => !isDocumentName(name.normalize('NFC')))
    if (unfit >= 0) return say(this.#bidding, 'fileName', { number: unfit + 1 })
    const alike = files.map(({ name }) => name.normalize('NFKC').toLowerCase())
    const twice = files.find((_, at) => alike.indexOf(alike[at]!) !== at)
    if (twice !== undefined) return say(this.#bidding, 'fileTwice', { name: twice.name })
    const size = files.reduce((sum, file) => sum + file.size, 0)
    const { lang } = this.#bidding
    if (size <= mostBytes) return null
    return say(this.#bidding, 'tooLarge', { size: formatBytes(size, lang), most: formatBytes(mostBytes, lang) })
  }
}
