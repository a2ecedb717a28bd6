import type { ErrorCatalogue, KeyFailure, ProtocolFailure, ReceiptFailure, TransactionFailure } from './errors.ts'

export { draftErrorTexts } from './draft/errorTexts.ts'
export { fragmentErrorTexts } from './fragment/errorTexts.ts'
export { certificateErrorTexts } from './pairwise/errorTexts.ts'
export { peerErrorTexts } from './peer/errorTexts.ts'
export { signInErrorTexts } from './signIn/errorTexts.ts'
export { uploadErrorTexts } from './upload/errorTexts.ts'

type Code = (ProtocolFailure | KeyFailure | TransactionFailure | ReceiptFailure)['code']

/** Texts for people, apart from the classes so that a browser verifier can leave them out. */
export const protocolErrorTexts: ErrorCatalogue<Code> = {
  'cbor-too-large': {
    status: 413,
    zh: { what: '数据超过了允许的大小。', next: '把内容拆成几份，或把大文件作为附件内容存放。' },
    en: { what: 'The data is larger than allowed.', next: 'Split it, or store the large part as content.' },
  },
  'cbor-too-deep': {
    status: 400,
    zh: { what: '数据的嵌套层数过多。', next: '减少数组的嵌套层数。' },
    en: { what: 'The data is nested too deeply.', next: 'Use fewer arrays inside arrays.' },
  },
  'cbor-malformed': {
    status: 400,
    zh: { what: '数据不是完整有效的 CBOR。', next: '重新取得原始文件；它可能被截断或损坏。' },
    en: {
      what: 'The data is not well-formed CBOR.',
      next: 'Get the original again: this copy may be cut short or damaged.',
    },
  },
  'cbor-not-canonical': {
    status: 400,
    zh: { what: '数据不是规范的 CBOR 编码。', next: '按 RFC 8949 第 4.2 节的确定性编码重新生成。' },
    en: {
      what: 'The data is CBOR, but not in its canonical form.',
      next: 'Encode it again deterministically (RFC 8949 §4.2).',
    },
  },
  'cbor-unsupported': {
    status: 400,
    zh: {
      what: '数据含有账本不使用的类型（浮点数、映射、标签或超出范围的整数）。',
      next: '只使用整数、文本、字节串、真假、空值和数组。',
    },
    en: {
      what: 'The data holds a type that the ledger does not use: a float, a map, a tag or an integer out of range.',
      next: 'Use integers, texts, byte strings, true, false, null and arrays only.',
    },
  },
  'text-malformed': {
    status: 400,
    zh: { what: '文本编码无效。', next: '检查文本是否为有效的 UTF-8、十六进制（小写）或 Base64。' },
    en: {
      what: 'The text is not validly encoded.',
      next: 'Check that it is valid UTF-8, lower-case hexadecimal or padded Base64, as asked for.',
    },
  },
  'text-too-long': {
    status: 400,
    zh: { what: '文本过长。', next: '缩短文本，或把长文作为附件内容存放。' },
    en: { what: 'The text is too long.', next: 'Shorten it, or store the long text as content.' },
  },
  'text-forbidden-character': {
    status: 400,
    zh: { what: '文本含有不允许的字符（控制字符、换行或改变书写方向的字符）。', next: '删除这些不可见字符后重试。' },
    en: {
      what: 'The text holds a character that is not allowed: a control, a line break or a mark that turns the direction of writing.',
      next: 'Remove the invisible characters and try again.',
    },
  },
  'cose-outside-profile': {
    status: 400,
    zh: {
      what: '签名结构不符合本协议限定的 COSE 格式。',
      next: '用本项目的工具重新签名，或对照 docs/protocol.md 检查签名结构。',
    },
    en: {
      what: 'The signature structure is outside the COSE profile of this protocol.',
      next: 'Sign again with the tools of this project, or compare with docs/protocol.md.',
    },
  },
  'key-malformed': {
    status: 400,
    zh: { what: '公钥不是规范的 COSE_Key。', next: '重新导出公钥。' },
    en: { what: 'The public key is not a canonical COSE_Key.', next: 'Export the public key again.' },
  },
  'key-suite-mismatch': {
    status: 400,
    zh: { what: '公钥属于另一种签名算法。', next: '按公钥本身的算法登记。' },
    en: { what: 'The public key belongs to another signature suite.', next: 'Register it under its own suite.' },
  },
  'key-not-on-curve': {
    status: 400,
    zh: { what: '公钥不是曲线上的点。', next: '重新导出公钥；它可能已损坏。' },
    en: {
      what: 'The public key is not a point of the curve.',
      next: 'Export the public key again: this copy is damaged.',
    },
  },
  'key-not-canonical': {
    status: 400,
    zh: { what: '公钥的坐标不是规范写法。', next: '重新生成密钥。' },
    en: { what: 'The public key spells its coordinate in a non-canonical way.', next: 'Make a new key.' },
  },
  'key-small-order': {
    status: 400,
    zh: { what: '公钥是小阶点，任何人都能为它伪造签名。', next: '重新生成密钥。' },
    en: { what: 'The public key is a point of small order: anyone could sign for it.', next: 'Make a new key.' },
  },
  'secret-malformed': {
    status: 400,
    zh: { what: '私钥无效。', next: '检查密钥文件是否完整；私钥应为 32 字节。' },
    en: { what: 'The secret key is not valid.', next: 'Check that the key file is whole: a secret is 32 bytes.' },
  },
  'transaction-too-large': {
    status: 413,
    zh: { what: '交易超过 60 KiB。', next: '把大文件作为附件内容存放，交易里只写它的承诺值。' },
    en: {
      what: 'The transaction is larger than 60 KiB.',
      next: 'Store large files as content and put only their commitment into the transaction.',
    },
  },
  'transaction-malformed': {
    status: 400,
    zh: { what: '交易的编码无效。', next: '用本项目的工具重新生成并签名；也可对照 docs/protocol.md 检查编码。' },
    en: {
      what: 'The transaction is not validly encoded.',
      next: 'Make and sign it again with the tools of this project, or compare with docs/protocol.md.',
    },
  },
  'transaction-format-unknown': {
    status: 400,
    zh: { what: '不认识这种交易格式版本。', next: '升级客户端，或按本账本的格式重新生成交易。' },
    en: {
      what: 'This version of the transaction format is not known.',
      next: 'Update the client, or make the transaction in the format of this ledger.',
    },
  },
  'transaction-name-malformed': {
    status: 400,
    zh: { what: '链标识、事务或操作的名称不合规则。', next: '检查名称的拼写:只用字母、数字和连字符。' },
    en: {
      what: 'The chain id, or the name of the affair or action, breaks the naming rule.',
      next: 'Check its spelling: letters, digits and hyphens only.',
    },
  },
  'transaction-number-out-of-range': {
    status: 400,
    zh: { what: '截止时间或版本号超出范围。', next: '检查截止时间（毫秒）和事务版本号。' },
    en: {
      what: 'The expiry time or the version is out of range.',
      next: 'Check the expiry (in milliseconds) and the version of the affair.',
    },
  },
  'transaction-signer-count': {
    status: 400,
    zh: { what: '签名人数目不在 1 到 16 之间。', next: '减少或补足签名人。' },
    en: { what: 'A transaction has 1 to 16 signers.', next: 'Name fewer signers, or at least one.' },
  },
  'transaction-signer-repeated': {
    status: 400,
    zh: { what: '同一把密钥被列为签名人两次。', next: '每位签名人只列一次。' },
    en: { what: 'The same key is named as a signer twice.', next: 'Name each signer once.' },
  },
  'transaction-signature-count': {
    status: 400,
    zh: { what: '签名的数目与列出的签名人不一致。', next: '等所有签名人签完再提交，也不要附加别的签名。' },
    en: {
      what: 'The number of signatures is not the number of named signers.',
      next: 'Submit when all signers have signed, with no other signature added.',
    },
  },
  'transaction-signature-order': {
    status: 400,
    zh: { what: '签名的顺序或签名人与列出的不一致。', next: '按列出的签名人顺序排列签名。' },
    en: {
      what: 'A signature is not by the signer named at its place.',
      next: 'Put the signatures in the order of the named signers.',
    },
  },
  'transaction-suite-unknown': {
    status: 400,
    zh: { what: '交易使用了本协议没有的签名算法。', next: '用 ed25519、es256 或通行密钥签名。' },
    en: {
      what: 'The transaction uses a signature algorithm that this protocol does not have.',
      next: 'Sign with an ed25519 or es256 key or a passkey.',
    },
  },
  'transaction-signature-length': {
    status: 400,
    zh: { what: '签名的长度不对。', next: '重新签名；签名应为 64 字节的原始格式，而不是 DER。' },
    en: { what: 'A signature has the wrong length.', next: 'Sign again: signatures are 64 raw bytes, not DER.' },
  },
  'transaction-input-mismatch': {
    status: 400,
    zh: { what: '内容与签名的哈希不符。', next: '重新取得完整的交易；内容或随机数被改动过。' },
    en: {
      what: 'The input is not the one that was signed.',
      next: 'Get the whole transaction again: its input or salt was changed.',
    },
  },
  'transaction-input-malformed': {
    status: 400,
    zh: { what: '输入内容不是规范的 CBOR 数组，或含有不允许的文字。', next: '按该操作的输入格式重新编码。' },
    en: {
      what: 'The input is not one canonical CBOR array, or holds a text that is not allowed.',
      next: 'Encode it again by the input schema of the action.',
    },
  },
  'signature-key-mismatch': {
    status: 400,
    zh: { what: '给出的公钥不是该签名人的公钥。', next: '提供签名人登记的公钥。' },
    en: { what: 'The key given is not the signer’s.', next: 'Give the key that the signer registered.' },
  },
  'signature-invalid': {
    status: 400,
    zh: { what: '签名验证不通过。', next: '不要采信该内容；请签名人重新签名。' },
    en: { what: 'A signature does not verify.', next: 'Do not rely on it; have the signer sign again.' },
  },
  'assertion-malformed': {
    status: 400,
    zh: {
      what: '通行密钥的签名数据形式不对：成员有缺、有多、次序不对，或带有附加数据。',
      next: '用最新版的浏览器在本账本的门户重新签名。',
    },
    en: {
      what: 'What the passkey signed has another form: members missing, added or in another order, or extensions.',
      next: 'Sign again on this ledger’s portal with a current browser.',
    },
  },
  'assertion-challenge-mismatch': {
    status: 400,
    zh: { what: '通行密钥签署的是另一份内容。', next: '核对将要签署的内容，重新签名。' },
    en: { what: 'The passkey signed something else.', next: 'Compare what is to be signed, and sign again.' },
  },
  'assertion-user-not-verified': {
    status: 400,
    zh: { what: '签名时没有验证使用者（指纹、人脸或密码）。', next: '使用能验证使用者的通行密钥重新签名。' },
    en: {
      what: 'The authenticator did not verify its user (finger, face or PIN).',
      next: 'Sign again with a passkey that verifies its user.',
    },
  },
  'assertion-cross-origin': {
    status: 400,
    zh: { what: '签名是在嵌入别的网站的页面中作出的。', next: '直接打开本账本的门户签名。' },
    en: {
      what: 'It was signed in a page embedded in another site.',
      next: 'Open this ledger’s portal itself, and sign there.',
    },
  },
  'bundle-too-large': {
    status: 413,
    zh: { what: '交易包超过 64 KiB。', next: '分成几个交易包。' },
    en: { what: 'The bundle is larger than 64 KiB.', next: 'Make several bundles of it.' },
  },
  'bundle-malformed': {
    status: 400,
    zh: { what: '交易包的编码无效。', next: '按 docs/protocol.md 重新编码。' },
    en: { what: 'The bundle is not validly encoded.', next: 'Encode it again as docs/protocol.md says.' },
  },
  'bundle-count': {
    status: 400,
    zh: { what: '交易包中的交易数目不在 1 到 256 之间。', next: '分成几个交易包。' },
    en: { what: 'A bundle holds 1 to 256 transactions.', next: 'Make several bundles of it.' },
  },
  'receipt-malformed': {
    status: 400,
    zh: { what: '回执的编码无效。', next: '向节点重新索取回执。' },
    en: { what: 'The receipt is not validly encoded.', next: 'Ask the node for the receipt again.' },
  },
  'receipt-key-mismatch': {
    status: 400,
    zh: { what: '回执不是由该节点的密钥签发的。', next: '核对节点公钥的来源。' },
    en: { what: 'The receipt was not issued under this node’s key.', next: 'Check where the node’s key came from.' },
  },
  'receipt-signature-invalid': {
    status: 400,
    zh: { what: '回执的签名验证不通过。', next: '不要采信该回执；保留它并向运营方报告。' },
    en: {
      what: 'The receipt’s signature does not verify.',
      next: 'Do not rely on it; keep it and report it to the operator.',
    },
  },
}

export { proofErrorTexts } from './evidence/errorTexts.ts'
