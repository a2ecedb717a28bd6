import { GongshiError } from '@gongshi/protocol'

export type CourtPackFailure =
  | { readonly code: 'court-pack-empty' }
  | { readonly code: 'court-pack-too-many'; readonly limit: number }
  /** The ledger has no such row. */
  | { readonly code: 'court-pack-row-unknown' }

/** A case of which no pack can be made. */
export class CourtPackError extends GongshiError<CourtPackFailure> {}
