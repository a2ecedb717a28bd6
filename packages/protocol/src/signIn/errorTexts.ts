import type { ErrorCatalogue } from '../errors.ts'
import type { SignInFailure } from './errors.ts'

export const signInErrorTexts: ErrorCatalogue<SignInFailure['code']> = {
  'sign-in-malformed': {
    status: 400,
    zh: { what: '登录声明编码无效。', next: '按 docs/protocol.md「登录」一节重新编码。' },
    en: {
      what: 'The sign-in statement is not validly encoded.',
      next: 'Encode it again as docs/protocol.md, section Sign-in, says.',
    },
  },
}
