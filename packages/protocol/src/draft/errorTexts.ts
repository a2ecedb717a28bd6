import type { ErrorCatalogue } from '../errors.ts'
import type { DraftFailure } from './errors.ts'

export const draftErrorTexts: ErrorCatalogue<DraftFailure['code']> = {
  'draft-too-large': {
    status: 413,
    zh: { what: '文件太大，不是待签稿。', next: '向发起人重新索取待签稿。' },
    en: { what: 'The file is too large to be a draft.', next: 'Ask whoever began the act for the draft again.' },
  },
  'draft-version-unknown': {
    status: 400,
    zh: { what: '不认识这一版待签稿。', next: '换用更新版本的工具打开。' },
    en: { what: 'This version of drafts is not known.', next: 'Open it with a newer version of the tools.' },
  },
  'draft-malformed': {
    status: 400,
    zh: { what: '这不是待签稿，或已损坏。', next: '向发起人重新索取；不要签署。' },
    en: { what: 'This is no draft, or it is damaged.', next: 'Ask for it again, and sign nothing until then.' },
  },
  'draft-key-mismatch': {
    status: 400,
    zh: { what: '待签稿里某个签名的密钥不是所列签名人的。', next: '不要签署；向发起人重新索取。' },
    en: {
      what: 'A signature in the draft is by another key than its signer’s.',
      next: 'Do not sign; ask for it again.',
    },
  },
  'draft-signature-invalid': {
    status: 400,
    zh: { what: '待签稿里有签名（或拒签）验证不通过。', next: '不要签署；向发起人重新索取。' },
    en: { what: 'A signature or refusal in the draft does not verify.', next: 'Do not sign; ask for it again.' },
  },
  'draft-signer-foreign': {
    status: 403,
    zh: { what: '这把密钥不在待签稿所列的签名人之中。', next: '换用所列的密钥，或请发起人重新起草。' },
    en: {
      what: 'This key is none of the draft’s signers.',
      next: 'Use the key that is named, or have the act drafted anew.',
    },
  },
  'draft-signer-repeated': {
    status: 409,
    zh: { what: '这把密钥已经表态。', next: '把待签稿交给下一位签名人。' },
    en: { what: 'This key has signed or declined already.', next: 'Pass the draft on to the next signer.' },
  },
  'draft-declined': {
    status: 409,
    zh: { what: '已有签名人拒签，此稿不能再签或提交。', next: '看拒签的理由，修改后重新起草。' },
    en: {
      what: 'A signer has declined: this draft can no longer be signed or submitted.',
      next: 'Read the reason, and draft the act anew.',
    },
  },
  'draft-unfinished': {
    status: 409,
    zh: { what: '还有签名人没有签。', next: '等全部签名人签完再提交。' },
    en: { what: 'Not everybody has signed yet.', next: 'Submit it when all signers have.' },
  },
  'draft-expired': {
    status: 409,
    zh: { what: '待签稿已过有效期。', next: '重新起草，并给足签署的时间。' },
    en: { what: 'The draft has expired.', next: 'Draft the act anew, with more time to sign.' },
  },
  'draft-other': {
    status: 409,
    zh: { what: '两份待签稿不是同一件事。', next: '核对编号，只合并编号相同的。' },
    en: { what: 'These are drafts of different acts.', next: 'Compare their ids, and join only equal ones.' },
  },
}
