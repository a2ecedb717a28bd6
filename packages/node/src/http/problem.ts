import type { ErrorCatalogue, GongshiError } from '@gongshi/protocol'
import type { Language } from './language.ts'

/** RFC 9457 problem details, with our stable code and what to do next. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly next: string
  readonly [detail: string]: unknown
}

/** Turns a coded failure into the answer for people and programs; its payload stands beside the code. */
export class ProblemTexts {
  readonly #catalogue: ErrorCatalogue<string>

  constructor(catalogues: readonly ErrorCatalogue<string>[]) {
    this.#catalogue = Object.assign({}, ...catalogues)
  }

  has(code: string): boolean {
    return Object.hasOwn(this.#catalogue, code)
  }

  of(failure: GongshiError<{ readonly code: string }>['failure'], language: Language): Problem {
    const { code: given, ...detail } = failure
    const code = this.has(given) ? given : 'node-failed'
    const text = this.#catalogue[code]!
    return {
      ...(code === given ? detail : {}),
      type: `urn:gongshi:error:${code}`,
      title: text[language].what,
      status: text.status,
      code,
      next: text[language].next,
    }
  }
}
