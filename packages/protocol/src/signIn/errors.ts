import { GongshiError } from '../errors.ts'

export type SignInFailure = { readonly code: 'sign-in-malformed' }

/** A sign-in statement that is not what docs/protocol.md says. */
export class SignInError extends GongshiError<SignInFailure> {}
