import { GongshiError } from '@gongshi/protocol'

export type SoloFailure =
  | {
      readonly code: 'blocks-damaged'
      readonly segment: string
      readonly position: number
      readonly height: number | null
    }
  | { readonly code: 'blocks-missing'; readonly height: number }
  | { readonly code: 'blocks-behind-state'; readonly blocks: number; readonly state: number }
  | { readonly code: 'blocks-diverge'; readonly height: number }
  | { readonly code: 'blocks-erased'; readonly height: number }
  | { readonly code: 'disk-full' }
  | { readonly code: 'disk-failed'; readonly operation: string }
  | { readonly code: 'data-locked' }
  | { readonly code: 'clock-jumped'; readonly byMs: number; readonly limitMs: number }
  | { readonly code: 'validator-mismatch' }
  /** The block at `height` was the last one by this operator; a consortium goes on. */
  | { readonly code: 'handed-over'; readonly height: number }

/** A failure of the embedded engine. */
export class SoloError extends GongshiError<SoloFailure> {}

/** Names a failed file operation; a full disk has a code of its own because its cure is another. */
export function diskFailure(operation: string, cause: unknown): SoloError {
  if (cause instanceof SoloError) return cause
  const system = (cause as { readonly code?: unknown } | null)?.code
  const full = system === 'ENOSPC' || system === 'EDQUOT'
  return new SoloError(full ? { code: 'disk-full' } : { code: 'disk-failed', operation }, { cause })
}
