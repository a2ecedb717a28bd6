import { GongshiError } from '@gongshi/protocol'

/** One thing in a bundle that a handler may not do. `what` is the author's own source, cut short. */
export type BundleFault = {
  readonly code:
    | 'handlers-too-large'
    | 'handlers-too-deep'
    | 'handlers-syntax'
    | 'handlers-import'
    | 'handlers-missing'
    | 'handler-syntax'
    | 'handler-global'
    | 'handler-name'
    | 'handler-property'
    | 'handler-assignment'
    | 'handler-regular-expression'
    | 'handler-float'
    | 'handler-integer'
    | 'handler-rest'
    | 'handler-catch'
    | 'handler-default'
    | 'handler-new'
  readonly line: number
  readonly column: number
  readonly what?: string
}

export type BundleFailure = { readonly code: 'handlers-refused'; readonly faults: readonly BundleFault[] }

/** A handlers file that cannot be a part of a version. All faults at once. */
export class BundleError extends GongshiError<BundleFailure> {
  constructor(faults: readonly BundleFault[]) {
    super({ code: 'handlers-refused', faults })
    this.message = faults.map(({ code, line, column, what }) => `${code} at ${line}:${column} ${what ?? ''}`).join('\n')
  }
}
