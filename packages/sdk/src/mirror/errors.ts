import { GongshiError } from '@gongshi/protocol'

export type MirrorFailure =
  | { readonly code: 'mirror-log-absent'; readonly url: string }
  | { readonly code: 'mirror-tile-missing'; readonly path: string; readonly status: number }
  | { readonly code: 'mirror-tile-malformed'; readonly path: string }
  | { readonly code: 'mirror-tile-mismatch'; readonly path: string }
  | { readonly code: 'mirror-other-log'; readonly kept: string; readonly served: string }
  /** Sizes are numbers of entries; `proof` is the file that shows it to others. */
  | { readonly code: 'mirror-log-shrank'; readonly kept: number; readonly served: number; readonly proof: string }
  | { readonly code: 'mirror-log-forked'; readonly kept: number; readonly served: number; readonly proof: string }
  | { readonly code: 'mirror-file-unwritable'; readonly path: string }

/** What keeps a mirror from the whole of a log, or shows that there is not one log. */
export class MirrorError extends GongshiError<MirrorFailure> {}
