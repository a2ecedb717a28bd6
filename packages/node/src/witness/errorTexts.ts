import type { ErrorCatalogue } from '@gongshi/protocol'
import type { NodeFailure } from '../errors.ts'

type Code = Extract<NodeFailure['code'], `witness-${string}` | 'witnesses-stale'>

/** What comes of asking witnesses for cosignatures. */
export const witnessErrorTexts: ErrorCatalogue<Code> = {
  'witness-unreachable': {
    status: 502,
    zh: { what: '连接不到见证人，或其回答过慢。', next: '检查地址和网络；节点会自动重试。' },
    en: {
      what: 'A witness cannot be reached, or is slow.',
      next: 'Check its address and the network; it is asked again.',
    },
  },
  'witness-refused': {
    status: 502,
    zh: { what: '见证人拒绝签名。', next: '请见证人登记本日志的验证公钥。' },
    en: { what: 'A witness refused to cosign.', next: 'Ask its operator to follow this log’s verifier key.' },
  },
  'witness-contradicts': {
    status: 409,
    zh: {
      what: '见证人见过的日志与本节点的不同：更长，或不是同一个。',
      next: '立即查明：数据可能被回退，或有第二个节点用同一密钥公布。不要更换来源名来绕过。',
    },
    en: {
      what: 'A witness has seen another log under this origin than this node has: a longer one, or not this one.',
      next: 'Find out at once: this data was rolled back, or a second node publishes with the same key. Do not take another origin to get by.',
    },
  },
  'witness-answer-malformed': {
    status: 502,
    zh: { what: '见证人的回答不合约定，或签名不成立。', next: '核对配置中的见证人公钥。' },
    en: {
      what: 'The answer of a witness is none, or its signature does not hold.',
      next: 'Check its key in the settings.',
    },
  },
  'witnesses-stale': {
    status: 503,
    zh: { what: '见证人过久没有联署，本节点暂不受理。', next: '稍后再试；运营方应检查见证人。' },
    en: {
      what: 'No quorum of witnesses has cosigned for too long, and this node takes nothing in meanwhile.',
      next: 'Try again later; its operator should look at the witnesses.',
    },
  },
}
