import type { ErrorCatalogue } from '@gongshi/protocol'
import type { CourtPackFailure } from './errors.ts'

export const courtPackErrorTexts: ErrorCatalogue<CourtPackFailure['code']> = {
  'court-pack-empty': {
    status: 400,
    zh: { what: '没有指明证据包说的是哪条记录。', next: '至少给出一个条目序号或一条记录。' },
    en: { what: 'Nothing was named that the pack is to be about.', next: 'Name an entry or a row at least.' },
  },
  'court-pack-too-many': {
    status: 413,
    zh: { what: '条目太多，一个证据包装不下。', next: '分成几个证据包，每个说清一件事。' },
    en: { what: 'These are more entries than one pack holds.', next: 'Make several packs, each about one matter.' },
  },
  'court-pack-row-unknown': {
    status: 404,
    zh: { what: '账本上没有这条记录。', next: '核对事项、种类和键，可从该记录页面的地址取得。' },
    en: {
      what: 'The ledger has no such row.',
      next: 'Compare affair, kind and key with the address of its page.',
    },
  },
}
