import { GongshiError } from '../errors.ts'

export type UploadFailure = { readonly code: 'upload-malformed' }

/** An upload or its permit that is not what docs/protocol.md says. */
export class UploadError extends GongshiError<UploadFailure> {}
