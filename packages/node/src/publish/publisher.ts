import { setTimeout as sleep } from 'node:timers/promises'
import type { LedgerReads } from '@gongshi/ledger'
import { type NoteSigner, signCheckpoint } from '@gongshi/protocol'
import type { Witnesses } from '../witness/witnesses.ts'
import type { CosignedHeads, EarlierHead } from './cosignedHeads.ts'
import { type Head, type Published, readPublished, writePublished } from './publishedFile.ts'

export type PublisherOptions = {
  readonly ledger: Pick<LedgerReads, 'findApp' | 'logHashes'>
  /** The last height that is durable. */
  readonly latestHeight: () => number
  readonly signer: NoteSigner
  readonly witnesses: Pick<Witnesses, 'isEmpty' | 'isDue' | 'cosign'>
  /** Null where there are no witnesses. */
  readonly cosignedHeads: Pick<CosignedHeads, 'keep' | 'findBefore' | 'close'> | null
  /** Folder of the record of what was shown. */
  readonly folder: string
  readonly everyMs: number
  readonly onFault: (error: unknown) => void
}

/** Somebody who waits for a cosigned checkpoint looks again so often. Milliseconds. */
const lookAgainMs = 20

/**
 * Cuts signed checkpoints (C2SP tlog-checkpoint) at block ends whose next header is durable, at most one in
 * `everyMs`, and has them cosigned. What is shown, to witnesses first, is written down and synced before: a node that
 * restarts must never show less. Witnesses who don't answer hold up neither commits nor, for longer than they may take, the
 * checkpoint: it is then published with those cosignatures that there are.
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
    // With no witness to wait for there is a checkpoint before anybody can ask.
    if (options.witnesses.isEmpty) await publisher.cut()
    else publisher.#work()
    publisher.#timer = setInterval(() => publisher.#work(), options.everyMs)
    return publisher
  }

  #work(): void {
    this.#working ??= this.cut()
      .catch(this.#options.onFault)
      .finally(() => {
        this.#working = null
      })
  }

  get published(): Published | null {
    return this.#published
  }

  /** Under what this node signs tree heads. */
  get signer(): NoteSigner {
    return this.#options.signer
  }

  /** The newest head that a quorum of witnesses has cosigned. */
  get cosigned(): Head | null {
    return this.#published?.cosigned ?? null
  }

  /** A cosigned head from before the entry at `index`, as late as one was kept. @throws {NodeError} cosigned-unreadable */
  findEarlier(index: number): EarlierHead | undefined {
    return this.#options.cosignedHeads?.findBefore(index)
  }

  /** Waits, not for long, until a cosigned checkpoint covers `size` entries. At once where there are no witnesses. */
  async awaitCosigned(size: number, longestMs: number): Promise<void> {
    const until = performance.now() + longestMs
    while (!this.#options.witnesses.isEmpty && (this.cosigned?.size ?? 0) < size && performance.now() < until)
      await sleep(lookAgainMs)
  }

  /** Publishes the newest proven tree head, if it is newer than the one shown or is to be cosigned again. */
  async cut(): Promise<void> {
    const { ledger, signer, witnesses, folder, cosignedHeads } = this.#options
    const height = this.#options.latestHeight() - 1
    const app = height < 1 ? undefined : ledger.findApp(height)
    const shown = this.#published
    if (app === undefined || app.logSize < (shown?.size ?? 1)) return
    const isNew = app.logSize > (shown?.size ?? 0)
    const isUnwitnessed = !witnesses.isEmpty && shown !== null && shown.cosigned?.size !== shown.size
    if (!isNew && !isUnwitnessed && !witnesses.isDue) return
    const checkpoint = { origin: signer.name, size: app.logSize, root: app.logRoot }
    const note = await signCheckpoint(checkpoint, [signer])
    const head = { height, size: app.logSize, note }
    const before = shown?.cosigned ?? null
    if (isNew) await writePublished(folder, { ...head, cosigned: before })
    const { lines, isQuorum } = await witnesses.cosign({ note, checkpoint, hashes: ledger.logHashes() })
    if (!isNew && !isQuorum) return
    const signed = { ...head, note: note + lines.join('') }
    const published = { ...signed, cosigned: isQuorum ? signed : before }
    if (lines.length > 0) await writePublished(folder, published)
    this.#published = published
    if (isQuorum && before !== null && before.size < signed.size) cosignedHeads?.keep(before)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#working
    this.#options.cosignedHeads?.close()
  }
}
