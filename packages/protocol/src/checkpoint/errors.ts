import { GongshiError } from '../errors.ts'

export type NoteFailure =
  | { readonly code: 'note-malformed' }
  | { readonly code: 'note-key-malformed' }
  | { readonly code: 'note-key-unknown' }
  | { readonly code: 'note-signature-invalid' }
  | { readonly code: 'checkpoint-malformed' }
  | { readonly code: 'checkpoint-origin-mismatch' }
  | { readonly code: 'tlog-proof-malformed' }
  | { readonly code: 'tlog-proof-mismatch' }
  | { readonly code: 'entry-bundle-malformed' }

/** A C2SP text or file that isn't one, or whose signature or proof doesn't hold. */
export class NoteError extends GongshiError<NoteFailure> {}
