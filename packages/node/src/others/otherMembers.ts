import type { LedgerReads } from '@gongshi/ledger'
import {
  type Checkpoint,
  checkEd25519Note,
  equalBytes,
  logRoot,
  NoteError,
  type NoteKey,
  type NoteSigner,
  openCheckpoint,
  signCheckpoint,
} from '@gongshi/protocol'
import { fetchCheckpoint } from '../replicate/peer.ts'
import { type Fork, keepFork, readForks } from './forkFiles.ts'

/**
 * What came of comparing: `same`; `ahead`: it shows entries that this node has not published yet; `forked`: another ledger;
 * `unlisted`: signed by nobody whom the ledger lists; `lied`: no checkpoint, or not signed by whom it names; `absent`: no answer.
 */
export type Comparison = 'same' | 'ahead' | 'forked' | 'unlisted' | 'lied' | 'absent'

/** Another member's node, and how its log compared with this one's when it was last asked. */
export type OtherMember = {
  readonly portal: string
  /** Under which name it publishes, and how many entries it showed; null before it has shown anything that it signed. */
  readonly origin: string | null
  readonly size: number | null
  /** Null: not asked yet. */
  readonly comparison: Comparison | null
}

export type OtherMembersNeeds = {
  readonly portals: readonly string[]
  /** Folder of the proofs. */
  readonly folder: string
  readonly ledger: Pick<LedgerReads, 'logHashes'>
  /** Entries that this node has published: of no more does it sign anything. */
  readonly publishedSize: () => number
  /** The keys under which members publish, as the ledger lists them. */
  readonly keys: () => readonly NoteKey[]
  readonly signer: NoteSigner
  /** Between two rounds; `again`: where somebody could not be compared. Milliseconds. */
  readonly waitsMs: { readonly usual: number; readonly again: number }
  readonly now: () => number
  readonly onFork: (fork: Fork) => void
  readonly onLie: (portal: string) => void
  readonly onFault: (error: unknown) => void
}

type Shown = Checkpoint & { readonly note: string }

/**
 * The nodes of the other members that this one knows, asked again and again for their signed tree heads. Consensus keeps
 * members together while fewer than a third cheat; this shows where more do, or where a node was fed another chain. Where two
 * heads contradict each other, both are kept as a proof that anybody can check, and the alarm stays until somebody has
 * taken the file away.
 */
export class OtherMembers {
  readonly #needs: OtherMembersNeeds
  readonly #members: Map<string, OtherMember>
  readonly #forks: Map<string, Fork>
  /** Heads of more entries than this node had: compared once it has them. */
  readonly #ahead = new Map<string, Shown>()
  readonly #stop = new AbortController()
  #timer: NodeJS.Timeout | null = null
  #round: Promise<void> = Promise.resolve()

  private constructor(needs: OtherMembersNeeds, forks: readonly Fork[]) {
    this.#needs = needs
    this.#forks = new Map(forks.map((fork) => [fork.origin, fork]))
    const unasked = { origin: null, size: null, comparison: null }
    this.#members = new Map(needs.portals.map((portal) => [portal, { portal, ...unasked }]))
  }

  /** Begins to ask; nothing waits for the answers. */
  static async start(needs: OtherMembersNeeds): Promise<OtherMembers> {
    const others = new OtherMembers(needs, await readForks(needs.folder))
    others.#begin()
    return others
  }

  get portals(): readonly string[] {
    return this.#needs.portals
  }

  get members(): readonly OtherMember[] {
    return [...this.#members.values()]
  }

  /** Members that have shown another ledger, since the start or before. */
  get forks(): readonly Fork[] {
    return [...this.#forks.values()]
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    if (this.#timer) clearTimeout(this.#timer)
    await this.#round
  }

  #begin(): void {
    if (this.portals.length === 0) return
    this.#round = Promise.all(this.portals.map((portal) => this.#compare(portal)))
      .then(() => undefined, this.#needs.onFault)
      .finally(() => {
        if (this.#stop.signal.aborted) return
        const isDone = this.members.every(({ comparison }) => comparison === 'same' || comparison === 'forked')
        const { usual, again } = this.#needs.waitsMs
        this.#timer = setTimeout(() => this.#begin(), isDone ? usual : again)
      })
  }

  async #compare(portal: string): Promise<void> {
    const note = await fetchCheckpoint(portal, this.#stop.signal)
    if (this.#stop.signal.aborted) return
    const shown = note === null ? 'absent' : this.#open(note)
    if (shown === 'lied') this.#needs.onLie(portal)
    const earlier = this.#ahead.get(portal)
    if (earlier !== undefined) await this.#take(portal, earlier)
    if (typeof shown === 'string') this.#members.set(portal, { ...this.#members.get(portal)!, comparison: shown })
    else await this.#take(portal, shown)
  }

  /** Under load others are always a little ahead: then what was found of the head before still holds. */
  async #take(portal: string, shown: Shown): Promise<void> {
    const comparison = await this.#judge(portal, shown)
    const { origin, size } = shown
    if (comparison !== 'ahead') this.#ahead.delete(portal)
    else if (!this.#ahead.has(portal)) this.#ahead.set(portal, shown)
    const known = this.#members.get(portal)!
    if (comparison !== 'ahead' || known.comparison !== 'same' || known.origin !== origin)
      this.#members.set(portal, { portal, origin, size, comparison })
  }

  #open(note: string): Shown | 'unlisted' | 'lied' {
    try {
      return { ...openCheckpoint(note, this.#needs.keys(), checkEd25519Note).checkpoint, note }
    } catch (error) {
      if (!(error instanceof NoteError)) throw error
      return error.code === 'note-key-unknown' ? 'unlisted' : 'lied'
    }
  }

  async #judge(portal: string, shown: Shown): Promise<Comparison> {
    const { ledger, publishedSize, signer, now, folder, onFork } = this.#needs
    const { origin, size, root, note: theirs } = shown
    if (this.#forks.has(origin)) return 'forked'
    if (size > publishedSize()) return 'ahead'
    const own = logRoot(ledger.logHashes(), size)
    if (equalBytes(own, root)) return 'same'
    const ours = await signCheckpoint({ origin: signer.name, size, root: own }, [signer])
    const fork = { origin, portal, size, foundAt: now(), theirs, ours }
    this.#forks.set(origin, fork) // said at once, even where the disk can't keep it
    onFork(fork)
    await keepFork(folder, fork)
    return 'forked'
  }
}
