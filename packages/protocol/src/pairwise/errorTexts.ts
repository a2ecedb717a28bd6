import type { ErrorCatalogue } from '../errors.ts'
import type { CertificateFailure } from './errors.ts'

export const certificateErrorTexts: ErrorCatalogue<CertificateFailure['code']> = {
  'certificate-malformed': {
    status: 400,
    zh: { what: '这不是密钥证书，或已损坏。', next: '请持有人重新出示。' },
    en: { what: 'This is no certificate of a key, or it is damaged.', next: 'Have its holder show it again.' },
  },
  'certificate-issuer-mismatch': {
    status: 403,
    zh: { what: '证书不是由所信任的身份机构签发的。', next: '核对签发机构，或请持有人向该机构申领。' },
    en: {
      what: 'The certificate is by another issuer than the one relied on.',
      next: 'Compare the issuer, or have the holder get one from it.',
    },
  },
  'certificate-signature-invalid': {
    status: 400,
    zh: { what: '证书的签名验证不通过。', next: '不要采信；请持有人重新出示。' },
    en: { what: 'The certificate’s signature does not verify.', next: 'Do not rely on it; have it shown again.' },
  },
  'certificate-out-of-time': {
    status: 403,
    zh: { what: '证书还没有生效，或已经过期。', next: '请持有人换领新的证书。' },
    en: { what: 'The certificate is not valid yet, or no longer.', next: 'Have the holder get a new one.' },
  },
  'certificate-other-scope': {
    status: 403,
    zh: { what: '证书是为另一机关、另一事项或另一密钥签发的。', next: '请持有人出示用于此处的证书。' },
    en: {
      what: 'The certificate is for another organ, case or key.',
      next: 'Have the holder show the one that is for this place.',
    },
  },
}
