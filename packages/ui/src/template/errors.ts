/** A template that its author must mend: thrown when the template is first used, whatever the values. */
export type TemplateFailure = {
  readonly code:
    | 'template-position'
    | 'template-unquoted'
    | 'template-attribute'
    | 'template-element'
    | 'template-value'
    | 'template-truncated'
  readonly at: string
}

export class TemplateError extends Error {
  readonly failure: TemplateFailure

  constructor(code: TemplateFailure['code'], at: string) {
    super(`${code}: ${at}`)
    this.name = 'TemplateError'
    this.failure = { code, at }
  }
}
