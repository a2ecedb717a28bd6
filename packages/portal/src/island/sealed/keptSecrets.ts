import { utf8 } from '@gongshi/protocol'
import { encodeKept, type Kept, openKept } from '@gongshi/sdk/browser'
import { findFile, removeFiles, writeFile } from './browserFiles.ts'

/**
 * The secrets of one matter in this browser, in the very file that the command line keeps, under a passphrase. Whatever is made of
 * them is published only after they have been written.
 */
export class KeptSecrets {
  /** As the command line would name it. */
  readonly fileName: string
  readonly #face: Pick<Kept, 'kind' | 'about'>
  #passphrase: string | null = null

  /** `holder` tells apart whose they are, where one browser has several of one matter. */
  constructor(face: Pick<Kept, 'kind' | 'about'>, holder: string) {
    this.#face = face
    this.fileName = `${holder}.${face.about.slice(0, 16)}.${face.kind}.json`
  }

  /** Null where this browser has none. */
  async find(): Promise<File | null> {
    return findFile(this.fileName)
  }

  /** Opens what is here, or a file that somebody brings. @throws {KeyFileError} key-file-… */
  async open(file: Blob, passphrase: string): Promise<Kept> {
    const kept = await openKept(await file.text(), passphrase)
    this.#passphrase = passphrase
    return kept
  }

  /** The first time, under this passphrase. */
  async create(kept: Kept, passphrase: string): Promise<void> {
    this.#passphrase = passphrase
    await navigator.storage.persist?.() // or a full disk might take them
    await this.replace(kept)
  }

  /** What is here stays until the new file is whole. */
  async replace(kept: Kept): Promise<void> {
    await writeFile(this.fileName, [utf8(await encodeKept(kept, this.#passphrase))])
  }

  isFor({ kind, about }: Kept): boolean {
    return kind === this.#face.kind && about === this.#face.about
  }

  /** Sealed documents beside them, by number from 0. */
  sealedName(sealing: number): string {
    return this.fileName.replace(/json$/, `${sealing + 1}.age`)
  }

  /** Everything of this matter that this browser has. */
  async forget(): Promise<void> {
    this.#passphrase = null
    await removeFiles(this.fileName.replace(/json$/, ''))
  }
}
