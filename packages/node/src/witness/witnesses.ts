import { NodeError } from '../errors.ts'
import type { AskedWitness, ToCosign } from './askWitness.ts'

export type WitnessesOptions = {
  readonly asked: readonly AskedWitness[]
  /** So many of them must cosign. */
  readonly quorum: number
  readonly alarmAfterMs: number
  now(): number
  /** Told once when a witness begins to fail, or fails in another way. */
  readonly onFailure: (failure: NodeError) => void
}

export type WitnessStatus = { readonly name: string; readonly failures: number; readonly cosignedAt: number | null }

type Standing = { failures: number; code: string | null; nextAt: number; cosignedAt: number | null; isBusy: boolean }

const firstPauseMs = 1000
const longestPauseMs = 60_000

/** The outside witnesses of a node's log: asked at once, each again after a pause that grows while it fails. */
export class Witnesses {
  readonly #options: WitnessesOptions
  readonly #standings: readonly (Standing & { readonly witness: AskedWitness })[]
  /** UnixMs; the first time that they are asked counts as one. Null before: an empty log has nothing to cosign. */
  #quorumAt: number | null = null

  constructor(options: WitnessesOptions) {
    this.#options = options
    this.#standings = options.asked.map((witness) => {
      return { witness, failures: 0, code: null, nextAt: 0, cosignedAt: null, isBusy: false }
    })
  }

  get isEmpty(): boolean {
    return this.#standings.length === 0
  }

  /** No quorum for longer than the operator wants. */
  get isStale(): boolean {
    return !this.isEmpty && this.quorumAgeMs > this.#options.alarmAfterMs
  }

  get quorumAgeMs(): number {
    return this.#quorumAt === null ? 0 : this.#options.now() - this.#quorumAt
  }

  /** Whether a checkpoint that was cosigned is to be cosigned anew, so that an idle log shows that it is watched. */
  get isDue(): boolean {
    return !this.isEmpty && (this.#quorumAt === null || this.quorumAgeMs > this.#options.alarmAfterMs / 4)
  }

  status(): readonly WitnessStatus[] {
    return this.#standings.map(({ witness, failures, cosignedAt }) => ({ name: witness.name, failures, cosignedAt }))
  }

  /** The lines of those who have cosigned: as soon as they are a quorum, else once everybody has answered or failed. */
  async cosign(asked: ToCosign): Promise<{ readonly lines: readonly string[]; readonly isQuorum: boolean }> {
    const { quorum, now } = this.#options
    this.#quorumAt ??= now()
    const lines: string[] = []
    const due = this.#standings.filter(({ isBusy, nextAt }) => !isBusy && nextAt <= now())
    await new Promise<void>((resolve) => {
      const asking = due.map(async (standing) => {
        const line = await this.#ask(standing, asked)
        if (line !== null) lines.push(line)
        if (lines.length >= quorum) resolve()
      })
      Promise.all(asking).then(() => resolve())
    })
    const isQuorum = !this.isEmpty && lines.length >= quorum
    if (isQuorum) this.#quorumAt = now()
    return { lines: [...lines], isQuorum }
  }

  async #ask(standing: Standing & { readonly witness: AskedWitness }, asked: ToCosign): Promise<string | null> {
    const { now, onFailure } = this.#options
    standing.isBusy = true
    try {
      const line = await standing.witness.cosign(asked)
      Object.assign(standing, { failures: 0, code: null, nextAt: 0, cosignedAt: now() })
      return line
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      if (standing.code !== error.code) onFailure(error)
      const pause = Math.min(firstPauseMs * 2 ** standing.failures, longestPauseMs)
      Object.assign(standing, { failures: standing.failures + 1, code: error.code, nextAt: now() + pause })
      return null
    } finally {
      standing.isBusy = false
    }
  }
}
