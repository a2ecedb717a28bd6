import type { Catalogue } from '@gongshi/ui/browser'

export type AdmissionText = keyof typeof zh

const zh = {
  standing: '目前进展',
  procedure: '程序',
  desk: '核验机关',
  key: '签发密钥',
  keyNone: '尚未公布',
  keyIssued: '已公布，身份核验等级 {level}',
  given: '已签发份数',
  stepIssue: '下一步：生成签发密钥并公布。须在发布公告之前。',
  stepSign: '可以签发：先核对单位有无资格，再载入其请求。每个单位一份。',
  over: '现在没有要做的：截止之后，或公告发布时还没有签发密钥。',
  level: '核验身份所达到的等级（ISO/IEC 29115）',
  level1: '1：未核验',
  level2: '2：有一定把握',
  level3: '3：很有把握',
  level4: '4：当面核验',
  actIssue: '生成并公布',
  secrets: '本程序的核验机关保密文件',
  begin: '生成',
  beginLead:
    '为这一个程序生成签发密钥，先以口令加密保存在本浏览器，再公布公钥。丢失它，就不能再准入任何单位：请立即备份。',
  sign: '签发',
  signLead:
    '签发的内容是盲化的：谁请求过，只有贵单位知道；进来的是哪一份投标，贵单位也不知道。请求须由该单位现任代表签署，由本页核对。',
  request: '单位交来的请求（request.cose）',
  requestHelp: '由该单位在投标页上生成。',
  requestMissing: '请选择请求文件。',
  actSign: '核对并签发',
  signed: '已为 {organ} 签发，共签发 {count} 份。请把文件交还该单位。',
  saveSigned: '保存签好的文件',
  again: '重新查看',
  keep: '备份',
  keepLead: '保密文件与命令行工具通用：放在密钥文件旁即可用 gongshi desk 继续，反之亦可载入本页。',
  saveSecrets: '另存保密文件',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  standing: 'Where it stands',
  procedure: 'Procedure',
  desk: 'Desk',
  key: 'Key for tokens',
  keyNone: 'not published yet',
  keyIssued: 'published, level of assurance {level}',
  given: 'Tokens signed',
  stepIssue: 'Next: make the key for tokens and publish it, before the notice goes out.',
  stepSign: 'Tokens can be signed: judge first whether the organ may bid, then load its request. One an organ.',
  over: 'There is nothing to do now: the deadline is over, or the notice went out without a key.',
  level: 'How surely you identify whoever asks (ISO/IEC 29115)',
  level1: '1: not at all',
  level2: '2: with some confidence',
  level3: '3: with high confidence',
  level4: '4: in person',
  actIssue: 'Make and publish',
  secrets: 'The desk’s secrets of this procedure',
  begin: 'Make the key',
  beginLead:
    'A key is made for the tokens of this procedure alone, kept in this browser under a passphrase, and then its public part is published. Who loses it lets nobody else in: save a copy at once.',
  sign: 'Sign a token',
  signLead:
    'What is signed is blinded: you alone know who asked, and even you do not know which bid came of it. The request has to be signed by a representative of the organ who is in office; this page checks it.',
  request: 'The organ’s request (request.cose)',
  requestHelp: 'Made by the organ on the page where it bids.',
  requestMissing: 'Choose the file of the request.',
  actSign: 'Check and sign',
  signed: 'Signed for {organ}, {count} in all. Hand the file back to the organ.',
  saveSigned: 'Save what was signed',
  again: 'Look again',
  keep: 'Backup',
  keepLead:
    'The files of the command line are the same: put this one beside the key file and go on with gongshi desk, or load here what it has kept.',
  saveSecrets: 'Save the secrets',
}

/** What the desk's page says once its script runs. */
export const admissionTexts: Catalogue<AdmissionText> = { zh, en }
