import { FragmentError, isFragment, joinFragments } from '@gongshi/protocol'

/** What one more text that was read from a code came to. */
export type Read =
  | { readonly kind: 'whole'; readonly file: Uint8Array }
  | { readonly kind: 'part'; readonly missing: readonly number[]; readonly count: number }
  /** Read before: a camera sees the same code in each picture. */
  | { readonly kind: 'known' }
  /** A code that holds no evidence, such as the address of a page. */
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'refused'; readonly code: FragmentError['failure']['code'] }

/** The parts of one file as codes give them: in any order, and each as often as it may be. */
export class CodeCollection {
  #texts: readonly string[] = []

  /** Takes in what a code said. What does not belong changes nothing. */
  add(text: string): Read {
    if (!isFragment(text)) return { kind: 'other', text }
    if (this.#texts.includes(text)) return { kind: 'known' }
    const texts = [...this.#texts, text]
    try {
      return { kind: 'whole', file: joinFragments(texts) }
    } catch (cause) {
      if (!(cause instanceof FragmentError)) throw cause
      const { failure } = cause
      if (failure.code !== 'fragment-missing') return { kind: 'refused', code: failure.code }
      this.#texts = texts
      return { kind: 'part', missing: failure.missing, count: failure.count }
    }
  }

  /** How many codes have been read so far. */
  get size(): number {
    return this.#texts.length
  }

  clear(): void {
    this.#texts = []
  }
}
