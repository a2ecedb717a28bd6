import { GongshiError } from '../errors.ts'

export type CertificateFailure =
  | { readonly code: 'certificate-malformed' }
  | { readonly code: 'certificate-issuer-mismatch' }
  | { readonly code: 'certificate-signature-invalid' }
  | { readonly code: 'certificate-out-of-time' }
  | { readonly code: 'certificate-other-scope' }

/** A certificate of a pairwise key that does not hold, or not here. */
export class CertificateError extends GongshiError<CertificateFailure> {}
