import type { ErrorCatalogue } from '../errors.ts'
import type { PeerFailure } from './errors.ts'

export const peerErrorTexts: ErrorCatalogue<PeerFailure['code']> = {
  'peer-statement-malformed': {
    status: 400,
    zh: { what: '成员节点的声明编码无效。', next: '按 docs/protocol.md「成员之间」一节重新编码。' },
    en: {
      what: 'The statement of a member’s node is not validly encoded.',
      next: 'Encode it again as docs/protocol.md, section Between members, says.',
    },
  },
}
