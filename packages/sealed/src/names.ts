import { utf8 } from '@gongshi/protocol'
import { SealedError } from './errors.ts'

const mostNameBytes = 255
const mostFolders = 8
/** Control, invisible and direction-changing characters, and what some system takes for more than a character. */
const unfit = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\\:*?"<>|]/u
/** Names that are devices on Windows, whatever their ending. */
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/** Whether a name stays inside its folder, and is the same file's, on every system: `a.pdf`, `drawings/1.pdf`. */
export function isDocumentName(name: string): boolean {
  const parts = name.split('/')
  const isShort = utf8(name).length <= mostNameBytes && parts.length <= mostFolders + 1
  return isShort && name === name.normalize('NFC') && !unfit.test(name) && parts.every(isPart)
}

function isPart(part: string): boolean {
  return part !== '' && !/^[ ]|[. ]$/.test(part) && !device.test(part)
}

/** The names of one container, none of which may take another's place, not even on a system that ignores case. */
export class Names {
  readonly #files = new Set<string>()
  readonly #folders = new Set<string>()

  /** @throws {SealedError} sealed-entry-refused */
  add(name: string, entry: number): void {
    if (!isDocumentName(name)) throw new SealedError({ code: 'sealed-entry-refused', entry, why: 'name' })
    const alike = name.normalize('NFKC').toLowerCase()
    const parts = alike.split('/')
    const folders = parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'))
    if (this.#files.has(alike) || this.#folders.has(alike) || folders.some((folder) => this.#files.has(folder)))
      throw new SealedError({ code: 'sealed-entry-refused', entry, why: 'repeated' })
    this.#files.add(alike)
    for (const folder of folders) this.#folders.add(folder)
  }
}
