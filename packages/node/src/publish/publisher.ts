import type { LedgerReads } from '@gongshi/ledger'
import { type NoteSigner, signCheckpoint } from '@gongshi/protocol'
import { type Published, readPublished, writePublished } from './publishedFile.ts'

export type PublisherOptions = {
  readonly ledger: Pick<LedgerReads, 'findApp'>
  /** The last height that is durable. */
  readonly latestHeight: () => number
  readonly signer: NoteSigner
  /** Folder of the record of what was shown. */
  readonly folder: string
  readonly everyMs: number
  readonly onFault: (error: unknown) => void
}

/**
 * Cuts signed checkpoints (C2SP tlog-checkpoint) at block ends whose next header is durable, at most one in
 * `everyMs`. What was shown is written down and synced first: a node that restarts must never show less.
 */
export class Publisher {
  readonly #options: PublisherOptions
  #published: Published | null
  #timer: NodeJS.Timeout | null = null
  /** One at a time: on a slow disk a cut may outlast the interval, and two would write the same file. */
  #working: Promise<void> | null = null

  private constructor(options: PublisherOptions, published: Published | null) {
    this.#options = options
    this.#published = published
  }

  static async start(options: PublisherOptions): Promise<Publisher> {
    const publisher = new Publisher(options, await readPublished(options.folder))
    await publisher.cut()
    publisher.#timer = setInterval(() => {
      publisher.#working ??= publisher
        .cut()
        .catch(options.onFault)
        .finally(() => {
          publisher.#working = null
        })
    }, options.everyMs)
    return publisher
  }

  get published(): Published | null {
    return this.#published
  }

  /** Under what this node signs tree heads. */
  get signer(): NoteSigner {
    return this.#options.signer
  }

  /** Publishes the newest proven tree head, if it is newer than the one shown. */
  async cut(): Promise<void> {
    const height = this.#options.latestHeight() - 1
    const app = height < 1 ? undefined : this.#options.ledger.findApp(height)
    if (app === undefined || app.logSize <= (this.#published?.size ?? 0)) return
    const { signer } = this.#options
    const note = await signCheckpoint({ origin: signer.name, size: app.logSize, root: app.logRoot }, [signer])
    const published = { height, size: app.logSize, note }
    await writePublished(this.#options.folder, published)
    this.#published = published
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#working
  }
}
