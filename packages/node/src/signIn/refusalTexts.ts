import type { ErrorCatalogue } from '@gongshi/protocol'
import type { NodeFailure } from '../errors.ts'

type Code = Extract<
  NodeFailure['code'],
  | 'sign-in-needed'
  | 'sign-in-refused'
  | 'sign-in-mismatch'
  | 'sign-in-busy'
  | 'challenge-unknown'
  | 'step-up-needed'
  | 'origin-refused'
  | 'provider-unknown'
  | 'provider-flow-unknown'
  | 'provider-refused'
  | 'provider-mistrusted'
  | 'provider-unavailable'
  | 'subject-unbound'
>

/** What stands in the way of an officer at the door of the workspace. */
export const signInRefusalTexts: ErrorCatalogue<Code> = {
  'sign-in-needed': {
    status: 401,
    zh: { what: '此处须先登录。', next: '到 /zh/sign-in 用通行密钥登录；会话可能已结束。' },
    en: {
      what: 'This is for officers who have signed in.',
      next: 'Sign in with a passkey at /en/sign-in; a session may have ended.',
    },
  },
  'sign-in-refused': {
    status: 401,
    zh: { what: '未能登录。', next: '请向管理员确认这把密钥已登记、未吊销，并用登记的那台设备再试。' },
    en: {
      what: 'The sign-in was refused.',
      next: 'Ask an administrator whether the key is registered and not revoked, and try with the device it lies in.',
    },
  },
  'sign-in-mismatch': {
    status: 400,
    zh: { what: '登录声明不是为本账本、本站或这一步作出的。', next: '重新打开登录页再试。' },
    en: {
      what: 'The sign-in statement is for another ledger, another site or another step.',
      next: 'Open the sign-in page again and try once more.',
    },
  },
  'sign-in-busy': {
    status: 503,
    zh: { what: '登录请求过多，暂不受理。', next: '一分钟后再试；若持续，请管理员查看指标。' },
    en: {
      what: 'There are too many sign-ins at the moment.',
      next: 'Try again in a minute; if it lasts, the operator should look at the metrics.',
    },
  },
  'challenge-unknown': {
    status: 401,
    zh: { what: '登录用的一次性挑战已过期或已用过。', next: '重新打开登录页再试。' },
    en: {
      what: 'The challenge of this sign-in has expired or was used already.',
      next: 'Open the sign-in page again and try once more.',
    },
  },
  'step-up-needed': {
    status: 403,
    zh: { what: '这一步须先用通行密钥再次确认身份。', next: '到 /zh/workspace/step-up 确认后再做一次。' },
    en: {
      what: 'This step asks for a fresh signature by passkey.',
      next: 'Confirm at /en/workspace/step-up, then do it again.',
    },
  },
  'origin-refused': {
    status: 403,
    zh: { what: '请求不是由本站页面发出的。', next: '在本站的页面上操作；站点须在账本所列的网址之中。' },
    en: {
      what: 'The request does not come from a page of this site.',
      next: 'Do it on a page of this site; the ledger must name the site’s address.',
    },
  },
  'provider-unknown': {
    status: 404,
    zh: { what: '没有这个登录服务。', next: '在登录页选择一个。' },
    en: { what: 'There is no such provider.', next: 'Choose one on the sign-in page.' },
  },
  'provider-flow-unknown': {
    status: 400,
    zh: { what: '这次登录不是在此浏览器中开始的，或已过期。', next: '在登录页重新开始，十分钟内完成。' },
    en: {
      what: 'This sign-in was not begun in this browser, or it has expired.',
      next: 'Begin again on the sign-in page and finish within ten minutes.',
    },
  },
  'provider-refused': {
    status: 403,
    zh: { what: '登录服务没有为您作证。', next: '重新登录一次；若仍不行，请询问该服务的管理员。' },
    en: {
      what: 'The provider does not vouch for you.',
      next: 'Sign in there once more; if that fails, ask whoever runs it.',
    },
  },
  'provider-mistrusted': {
    status: 403,
    zh: { what: '登录服务的答复不可信，未予采纳。', next: '改用通行密钥登录，并告知运维人员。' },
    en: {
      what: 'The provider’s answer does not hold, so nobody was let in.',
      next: 'Sign in by passkey instead, and tell the operator.',
    },
  },
  'provider-unavailable': {
    status: 503,
    zh: { what: '登录服务没有及时答复。', next: '稍后再试，或改用通行密钥登录。' },
    en: { what: 'The provider did not answer in time.', next: 'Try again later, or sign in by passkey.' },
  },
  'subject-unbound': {
    status: 403,
    zh: { what: '您在登录服务的账号还没有绑定密钥。', next: '先用通行密钥登录，在“我的登录”中绑定。' },
    en: {
      what: 'Your account there is bound to no key.',
      next: 'Sign in by passkey first, and bind it under My sessions.',
    },
  },
}
