import { toHex } from '@gongshi/protocol'
import type { Context } from './context.ts'

/**
 * Text from elsewhere must not steer the terminal: control, bidi and other invisible characters are shown as a mark.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' || character === '\t' ? character : '�',
  )
}

/** One JSON document for programs: bytes as hex, bigints as decimal text. */
export function printJson(context: Pick<Context, 'out'>, value: unknown): void {
  context.out(`${toJson(value)}\n`)
}

export function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_name, inner: unknown) => {
      if (typeof inner === 'bigint') return String(inner)
      return inner instanceof Uint8Array ? toHex(inner) : inner
    },
    2,
  )
}

/** Lines of `name  value`, the names aligned. Chinese characters take two columns. */
export function printFields(context: Pick<Context, 'out'>, fields: readonly (readonly [string, string])[]): void {
  const width = Math.max(0, ...fields.map(([name]) => columns(name)))
  for (const [name, value] of fields) context.out(`${name}${' '.repeat(width - columns(name))}  ${printable(value)}\n`)
}

/** Columns that a text takes in a terminal. */
export function columns(text: string): number {
  return [...text].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character)
        ? 2
        : 1),
    0,
  )
}

/** A line that renews itself while a person watches, and is silent elsewhere. */
export class Progress {
  readonly #context: Pick<Context, 'err' | 'isTerminal' | 'now'>
  #shownAt = Number.NEGATIVE_INFINITY

  constructor(context: Pick<Context, 'err' | 'isTerminal' | 'now'>) {
    this.#context = context
  }

  show(text: string): void {
    if (!this.#context.isTerminal || this.#context.now() - this.#shownAt < 100) return
    this.#shownAt = this.#context.now()
    this.#context.err(`\r\u001b[K${text}`)
  }

  clear(): void {
    if (this.#context.isTerminal) this.#context.err('\r\u001b[K')
  }
}
