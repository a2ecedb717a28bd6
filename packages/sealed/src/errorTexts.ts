import type { ErrorCatalogue } from '@gongshi/protocol'
import type { SealedFailure } from './errors.ts'

export const sealedErrorTexts: ErrorCatalogue<SealedFailure['code']> = {
  'sealed-malformed': {
    status: 400,
    zh: { what: '不是本系统封存的文件', next: '请核对文件；封存方须用本系统的工具重新封存' },
    en: {
      what: 'These are no sealed documents',
      next: 'Check the file; whoever sealed it must seal it again with our tools',
    },
  },
  'sealed-other-secret': {
    status: 400,
    zh: { what: '用这把密钥打不开：不是为此份封存的，或文件开头被改动', next: '请核对是哪一份投标、哪一把密钥' },
    en: {
      what: 'This secret does not open it: it was sealed for something else, or its beginning was altered',
      next: 'Check which bid this is, and which secret',
    },
  },
  'sealed-altered': {
    status: 400,
    zh: { what: '封存的文件被改动或不完整', next: '请取另一份副本；账本上的承诺值可判断哪一份是原件' },
    en: {
      what: 'What was sealed has been altered, or a part of it is missing',
      next: 'Get another copy; the commitment on the ledger tells which is the true one',
    },
  },
  'sealed-entry-refused': {
    status: 400,
    zh: { what: '有一个文件的名称或类型不被接受', next: '请改用普通文件和通行的文件名，名称不得重复，再封存' },
    en: {
      what: 'One of the documents has a name or kind that is not accepted',
      next: 'Seal plain files, under names that every system takes, each once',
    },
  },
  'sealed-too-many': {
    status: 413,
    zh: { what: '文件数目过多', next: '请合并后再封存' },
    en: { what: 'These are too many documents', next: 'Join some of them, and seal again' },
  },
  'sealed-too-large': {
    status: 413,
    zh: { what: '文件总量过大', next: '请压缩或删减后再封存' },
    en: { what: 'The documents are too large together', next: 'Compress or leave out some, and seal again' },
  },
  'sealed-source-changed': {
    status: 409,
    zh: { what: '封存期间有文件被改动', next: '请关闭正在编辑的程序，再封存' },
    en: {
      what: 'A document changed while it was being sealed',
      next: 'Close whatever is writing to it, and seal again',
    },
  },
}
