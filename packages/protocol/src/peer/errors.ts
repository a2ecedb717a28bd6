import { GongshiError } from '../errors.ts'

export type PeerFailure = { readonly code: 'peer-statement-malformed' }

/** What a member's node says to others that is not what docs/protocol.md says. */
export class PeerError extends GongshiError<PeerFailure> {}
