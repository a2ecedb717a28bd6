import type { Place, ReadRelease } from '@gongshi/ocds'

type Refused = { readonly at: number; readonly ocid?: string; readonly id?: string; readonly code: string }

/** What became of each release: counted, and the refused ones named with the reason. Never what a release says. */
export class ImportReport {
  readonly #now: () => number
  readonly #startedAt: number
  readonly #refused: Refused[] = []
  readonly #warnings = new Map<string, number>()
  #published = 0
  #already = 0
  #read = 0

  constructor(now: () => number) {
    this.#now = now
    this.#startedAt = now()
  }

  read(read: ReadRelease): void {
    this.#read++
    for (const code of new Set(read.warnings.map((warning) => warning.code)))
      this.#warnings.set(code, (this.#warnings.get(code) ?? 0) + 1)
    if (!read.ok) this.refused(read.at, read, read.code)
  }

  published(): void {
    this.#published++
  }

  already(): void {
    this.#already++
  }

  refused({ index }: Place, { ocid, id }: { readonly ocid?: string; readonly id?: string }, code: string): void {
    this.#refused.push({
      at: index,
      ...(ocid === undefined ? {} : { ocid }),
      ...(id === undefined ? {} : { id }),
      code,
    })
  }

  /** `perSecond`: releases settled a second, whatever became of them. */
  summary() {
    const seconds = Math.max(0.001, (this.#now() - this.#startedAt) / 1000)
    return {
      read: this.#read,
      published: this.#published,
      already: this.#already,
      refused: this.#refused.length,
      seconds,
      perSecond: Math.round((this.#published + this.#already + this.#refused.length) / seconds),
      refusals: [...this.#refused].sort((left, right) => left.at - right.at),
      warnings: Object.fromEntries([...this.#warnings].sort()),
    }
  }
}
