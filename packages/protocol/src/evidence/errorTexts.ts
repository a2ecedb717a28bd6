import type { NoteFailure } from '../checkpoint/errors.ts'
import type { ErrorCatalogue } from '../errors.ts'
import type { LeafFailure } from '../log/errors.ts'
import type { TrustFailure } from '../trust/errors.ts'
import type { EvidenceFailure } from './errors.ts'

const askAgain = {
  zh: '请从节点重新取得这份证据；若仍失败，请向账本的另一个副本或见证方求证。',
  en: 'Get this evidence again; if it fails again, ask another copy of the ledger or a witness.',
}
const forged = {
  zh: '不要采信这份文件。请保留它，并向公布者和监督方询问。',
  en: 'Do not rely on this file. Keep it, and ask its publisher and a monitor.',
}

/** Texts for people for log entries, checkpoints, trust roots and evidence. */
export const proofErrorTexts: ErrorCatalogue<(LeafFailure | NoteFailure | TrustFailure | EvidenceFailure)['code']> = {
  'leaf-malformed': {
    status: 422,
    zh: { what: '这不是有效的账本条目。', next: '请从节点重新取得该条目。' },
    en: { what: 'This is not a log entry.', next: 'Get the entry again from a node.' },
  },
  'leaf-too-large': {
    status: 413,
    zh: { what: '账本条目超过 65,535 字节。', next: '减少一次操作涉及的事项。' },
    en: { what: 'The log entry would exceed 65,535 bytes.', next: 'Do less in one act.' },
  },
  'note-malformed': {
    status: 422,
    zh: { what: '这不是有效的签名文本。', next: '请完整复制文本，包括末尾换行。' },
    en: { what: 'This is not a signed note.', next: 'Copy the whole text, its last newline included.' },
  },
  'note-key-malformed': {
    status: 422,
    zh: { what: '验证公钥的写法有误。', next: '请从信任根文件中完整复制公钥。' },
    en: { what: 'The verifier key is malformed.', next: 'Copy the whole key from the trust root.' },
  },
  'note-key-unknown': {
    status: 422,
    zh: { what: '签名中没有一个来自已知的公钥。', next: '请核对您所持的公钥是否属于这个账本。' },
    en: { what: 'None of the signatures is by a known key.', next: 'Check that your key belongs to this log.' },
  },
  'note-signature-invalid': {
    status: 422,
    zh: { what: '签名文本的签名不成立。', next: forged.zh },
    en: { what: 'A signature on the note does not hold.', next: forged.en },
  },
  'checkpoint-malformed': {
    status: 422,
    zh: { what: '这不是有效的日志检查点。', next: '请从节点重新取得检查点。' },
    en: { what: 'This is not a checkpoint of a log.', next: 'Get the checkpoint again from a node.' },
  },
  'checkpoint-origin-mismatch': {
    status: 422,
    zh: { what: '检查点没有由它所写的来源签名。', next: '请向该来源索取由它签名的检查点。' },
    en: {
      what: 'The checkpoint is not signed by the origin it names.',
      next: 'Ask that origin for its own checkpoint.',
    },
  },
  'tlog-proof-malformed': {
    status: 422,
    zh: { what: '这不是有效的 .tlog-proof 文件。', next: '请从节点重新取得该文件。' },
    en: { what: 'This is not a .tlog-proof file.', next: 'Get the file again from a node.' },
  },
  'tlog-proof-mismatch': {
    status: 422,
    zh: { what: '该证明不包含这个条目。', next: '请确认条目与证明属于同一序号。' },
    en: { what: 'The proof does not cover this entry.', next: 'Check that entry and proof have the same index.' },
  },
  'entry-bundle-malformed': {
    status: 422,
    zh: { what: '条目文件残缺或损坏。', next: '请重新下载。' },
    en: { what: 'The bundle of entries is cut short or damaged.', next: 'Download it again.' },
  },
  'trust-not-json': {
    status: 422,
    zh: { what: '信任根文件不是 JSON。', next: '请选择 trust.json 文件。' },
    en: { what: 'The trust root is not JSON.', next: 'Choose a trust.json file.' },
  },
  'trust-malformed': {
    status: 422,
    zh: { what: '信任根文件缺少字段，或字段的值有误。', next: '请从公布者处重新取得，并核对指纹。' },
    en: {
      what: 'The trust root lacks a field, or has a wrong one.',
      next: 'Get it again from its publisher and compare the fingerprint.',
    },
  },
  'trust-expired': {
    status: 422,
    zh: {
      what: '信任根里的密钥已过信任期，不能再由它推出新的信任根。',
      next: '请从公布者处重新取得信任根，并核对指纹。',
    },
    en: {
      what: 'The keys of the trust root are past their trust period: no newer root may follow from them.',
      next: 'Get a trust root again from its publisher and compare the fingerprint.',
    },
  },
  'trust-renewal-mismatch': {
    status: 422,
    zh: {
      what: '这份证据不是用来更新信任根的那一项。',
      next: '请取得 ledger 的 engine 一项的证据，或用 gongshi trust --from。',
    },
    en: {
      what: 'This evidence is not of the value that renews a trust root.',
      next: 'Fetch evidence of the ledger’s engine, or use gongshi trust --from.',
    },
  },
  'evidence-too-large': {
    status: 413,
    zh: { what: '证据文件超过 24 MB。', next: '请少公开一些部分，或分成几份证据。' },
    en: { what: 'The evidence file exceeds 24 MB.', next: 'Disclose fewer members, or make several files.' },
  },
  'evidence-version-unknown': {
    status: 422,
    zh: { what: '这份证据的格式版本比本工具新。', next: '请使用较新的验证工具。' },
    en: { what: 'The evidence is of a newer format than this tool knows.', next: 'Use a newer verifier.' },
  },
  'evidence-of-states': {
    status: 422,
    zh: {
      what: '这份文件证明账本上的许多数值，不是一条记录。',
      next: '用命令 gongshi verify 核验；中标结果用 gongshi award recompute。',
    },
    en: {
      what: 'This file proves many values of the ledger, not one entry.',
      next: 'Check it by the command gongshi verify; an award, by gongshi award recompute.',
    },
  },
  'evidence-of-entries': {
    status: 422,
    zh: { what: '这份文件合在一起证明好几条记录。', next: '在核验网页或用命令 gongshi verify 逐条核验。' },
    en: {
      what: 'This file proves several entries together.',
      next: 'Check them one by one in the verifier page or by the command gongshi verify.',
    },
  },
  'evidence-malformed': {
    status: 422,
    zh: { what: '这不是有效的证据文件，或文件已损坏。', next: askAgain.zh },
    en: { what: 'This is not an evidence file, or it is damaged.', next: askAgain.en },
  },
  'evidence-other-ledger': {
    status: 422,
    zh: { what: '这份证据属于另一个账本。', next: '请选择该账本的信任根。' },
    en: { what: 'The evidence is of another ledger.', next: 'Choose the trust root of that ledger.' },
  },
  'evidence-before-trust': {
    status: 422,
    zh: { what: '证据所用的区块早于信任根。', next: '请使用较早的信任根，或取得更新后的证据。' },
    en: {
      what: 'The evidence rests on a block before the trust root.',
      next: 'Use an earlier trust root, or ask for refreshed evidence.',
    },
  },
  'evidence-path-order': {
    status: 422,
    zh: { what: '通往该区块的各个区块头时间倒退。', next: forged.zh },
    en: { what: 'The headers on the way go back in time.', next: forged.en },
  },
  'evidence-header-version': {
    status: 422,
    zh: { what: '区块头的协议版本未知。', next: '请使用较新的验证工具。' },
    en: { what: 'The header is of an unknown block protocol.', next: 'Use a newer verifier.' },
  },
  'evidence-chain-restarted': {
    status: 422,
    zh: { what: '区块链在此处重新开始，但没有前一区块的交接证明。', next: askAgain.zh },
    en: { what: 'The chain begins anew here, without the header that hands over to it.', next: askAgain.en },
  },
  'evidence-validators-mismatch': {
    status: 422,
    zh: { what: '签署该区块的验证者不是可信的那一组。', next: '请核对信任根；若无误，不要采信这份文件。' },
    en: {
      what: 'The validators of this block are not those that are trusted.',
      next: 'Check your trust root; if it is right, do not rely on this file.',
    },
  },
  'evidence-commit-malformed': {
    status: 422,
    zh: { what: '投票数与验证者数不符。', next: askAgain.zh },
    en: { what: 'There are not as many votes as validators.', next: askAgain.en },
  },
  'evidence-vote-invalid': {
    status: 422,
    zh: { what: '对区块的一个签名不成立：区块头或签名被改动过。', next: forged.zh },
    en: { what: 'A vote for the block does not hold: header or signature was changed.', next: forged.en },
  },
  'evidence-power-insufficient': {
    status: 422,
    zh: { what: '签名的表决权没有超过三分之二。', next: askAgain.zh },
    en: { what: 'The votes are not more than two thirds of the power.', next: askAgain.en },
  },
  'evidence-overlap-insufficient': {
    status: 422,
    zh: { what: '新的一组验证者没有得到原来一组三分之一以上的支持。', next: askAgain.zh },
    en: { what: 'The new validators lack more than a third of the trusted ones.', next: askAgain.en },
  },
  'evidence-from-future': {
    status: 422,
    zh: { what: '区块的时间在将来。', next: '请检查本机时钟；若无误，不要采信这份文件。' },
    en: {
      what: 'The block is from the future.',
      next: 'Check this device’s clock; if it is right, do not rely on the file.',
    },
  },
  'evidence-app-mismatch': {
    status: 422,
    zh: { what: '区块头所证明的不是这份状态和日志。', next: forged.zh },
    en: { what: 'The header does not stand for this state and log.', next: forged.en },
  },
  'evidence-not-in-log': {
    status: 422,
    zh: { what: '日志中的这个位置没有这个条目。', next: forged.zh },
    en: { what: 'The log does not have this entry at this place.', next: forged.en },
  },
  'evidence-not-in-state': {
    status: 422,
    zh: { what: '账本当时的状态不是这样。', next: forged.zh },
    en: { what: 'The ledger’s state did not hold this.', next: forged.en },
  },
  'evidence-leaf-malformed': {
    status: 422,
    zh: { what: '日志中的条目不合格式。', next: '这是账本运营者的差错，请向监督方报告。' },
    en: { what: 'The entry in the log is malformed.', next: 'This is the operator’s fault: report it to a monitor.' },
  },
  'evidence-leaf-misplaced': {
    status: 422,
    zh: { what: '条目所写的区块或时间晚于证明它的区块。', next: '这是账本运营者的差错，请向监督方报告。' },
    en: {
      what: 'The entry names a later block or time than the one that proves it.',
      next: 'This is the operator’s fault: report it to a monitor.',
    },
  },
  'evidence-signed-missing': {
    status: 422,
    zh: { what: '证据缺少当事人签名的部分。', next: askAgain.zh },
    en: { what: 'The part that was signed is missing.', next: askAgain.en },
  },
  'evidence-signed-malformed': {
    status: 422,
    zh: { what: '签名的部分不合格式。', next: askAgain.zh },
    en: { what: 'The part that was signed is malformed.', next: askAgain.en },
  },
  'evidence-signed-mismatch': {
    status: 422,
    zh: { what: '签名的部分不属于这个条目。', next: forged.zh },
    en: { what: 'What was signed is not this entry.', next: forged.en },
  },
  'evidence-key-malformed': {
    status: 422,
    zh: { what: '签名人的公钥不合格式。', next: askAgain.zh },
    en: { what: 'A signer’s key is malformed.', next: askAgain.en },
  },
  'evidence-key-mismatch': {
    status: 422,
    zh: { what: '所附公钥不是签名人的。', next: forged.zh },
    en: { what: 'A key in the file is not the signer’s.', next: forged.en },
  },
  'evidence-signature-invalid': {
    status: 422,
    zh: { what: '当事人的签名不成立：此事并非由其签署。', next: '请保留这份文件，并向监督方报告。' },
    en: {
      what: 'The signature does not hold: the person named did not sign this.',
      next: 'Keep the file and report it to a monitor.',
    },
  },
  'evidence-body-mismatch': {
    status: 422,
    zh: { what: '所附正文不是当时签署的正文。', next: forged.zh },
    en: { what: 'The body is not the one that was signed.', next: forged.en },
  },
  'evidence-erasure-unproven': {
    status: 422,
    zh: { what: '文件声称正文已依法删除，但没有相应的删除记录。', next: askAgain.zh },
    en: { what: 'The body is said to be erased, but no entry orders it.', next: askAgain.en },
  },
  'evidence-member-unbound': {
    status: 422,
    zh: { what: '公开的部分与此条目的任何承诺值无关。', next: askAgain.zh },
    en: { what: 'A disclosed member belongs to no commitment of this entry.', next: askAgain.en },
  },
  'evidence-member-mismatch': {
    status: 422,
    zh: { what: '公开的部分不是当时承诺的内容：它被改动过。', next: forged.zh },
    en: { what: 'A disclosed member is not what was committed to: it was changed.', next: forged.en },
  },
  'evidence-member-repeated': {
    status: 422,
    zh: { what: '同一部分公开了两次。', next: askAgain.zh },
    en: { what: 'A member is disclosed twice.', next: askAgain.en },
  },
  'evidence-checkpoint-malformed': {
    status: 422,
    zh: { what: '证据所附的检查点不合格式。', next: askAgain.zh },
    en: { what: 'The checkpoint in the evidence is malformed.', next: askAgain.en },
  },
  'evidence-checkpoint-mismatch': {
    status: 422,
    zh: { what: '证据所附的检查点说的是另一份日志。', next: forged.zh },
    en: { what: 'The checkpoint in the evidence is of another log.', next: forged.en },
  },
  'evidence-checkpoint-invalid': {
    status: 422,
    zh: { what: '检查点上没有一个成立的已知签名。', next: forged.zh },
    en: { what: 'The checkpoint has no known signature that holds.', next: forged.en },
  },
  'evidence-earlier-mismatch': {
    status: 422,
    zh: { what: '附上的较早检查点不是这份日志在该条目之前的样子。', next: forged.zh },
    en: { what: 'The earlier checkpoint is not of this log before the entry.', next: forged.en },
  },
  'evidence-cosigners-missing': {
    status: 422,
    zh: { what: '见证方的签名不足。', next: '请稍后取得更新后的证据，或调整信任根的要求。' },
    en: {
      what: 'Too few witnesses have signed.',
      next: 'Ask for refreshed evidence later, or change the policy of your trust root.',
    },
  },
  'evidence-refresh-mismatch': {
    status: 422,
    zh: { what: '两份证据不是同一条记录的，不能合并更新。', next: '请为同一序号的记录取得新的证据。' },
    en: {
      what: 'The two files are not evidence of the same entry.',
      next: 'Ask for fresh evidence of the entry with the same index.',
    },
  },
}
