import type { Catalogue } from '@gongshi/ui'

type KeyText =
  | 'title'
  | 'lead'
  | 'officer'
  | 'ownKey'
  | 'signs'
  | 'signsNot'
  | 'evidence'
  | 'evidenceHow'
  | 'mandates'
  | 'noMandates'
  | 'revisions'
  | 'signed'
  | 'noSigned'
  | 'organKeys'
  | 'whose'
  | 'ofOfficer'

/** What the page of a key says beside the words of other pages. */
export const keyTexts: Catalogue<KeyText> = {
  zh: {
    title: '密钥',
    lead: '机关或公务人员用它签署。账本只记编号，不记姓名。',
    officer: '人员编号',
    ownKey: '机关自己的密钥',
    signs: '现在可以签署',
    signsNot: '现在不能签署',
    evidence: '证据',
    evidenceHow: '这把密钥在当前状态中的证据（.gse）',
    mandates: '现有职权',
    noMandates: '现在没有职权。',
    revisions: '登记经过',
    signed: '所签署的行为',
    noSigned: '没有签署过。',
    organKeys: '密钥',
    whose: '归属',
    ofOfficer: '公务人员的密钥',
  },
  en: {
    title: 'Key',
    lead: 'An organ or an officer signs with it. The ledger knows numbers, no names.',
    officer: 'Number of the officer',
    ownKey: 'the organ’s own key',
    signs: 'signs now',
    signsNot: 'does not sign now',
    evidence: 'Evidence',
    evidenceHow: 'Evidence for this key in the state as it is (.gse)',
    mandates: 'What it may do now',
    noMandates: 'It has no power now.',
    revisions: 'How it was registered',
    signed: 'What it signed',
    noSigned: 'It has signed nothing.',
    organKeys: 'Keys',
    whose: 'Whose',
    ofOfficer: 'an officer’s key',
  },
}
