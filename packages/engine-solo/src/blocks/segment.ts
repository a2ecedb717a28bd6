import type { File } from '../files/files.ts'
import type { RecordPlace } from './scan.ts'

/**
 * A file of the block log: records of consecutive heights, one behind the other. PERF: two numbers a record, no object, for a node
 * holds them of every block that there is.
 */
export class Segment {
  readonly name: string
  readonly file: File
  /** Behind the last record. */
  end = 0
  /** Up to here the file is written, with zeros behind the records. */
  filled = 0
  #first: number | null = null
  readonly #positions: number[] = []
  readonly #lengths: number[] = []

  constructor(name: string, file: File) {
    this.name = name
    this.file = file
  }

  get firstHeight(): number | null {
    return this.#first
  }

  get lastHeight(): number | null {
    return this.#first === null ? null : this.#first + this.#positions.length - 1
  }

  /** A record that stands in the file; the caller sees to it that its height is the next. */
  add({ height, position, length }: RecordPlace): void {
    this.#first ??= height
    this.#positions.push(position)
    this.#lengths.push(length)
  }

  find(height: number): RecordPlace | undefined {
    const at = height - (this.#first ?? 0)
    const [position, length] = [this.#positions[at], this.#lengths[at]]
    return position === undefined || length === undefined ? undefined : { height, position, length }
  }
}
