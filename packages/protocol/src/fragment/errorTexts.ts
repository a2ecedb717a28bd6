import type { ErrorCatalogue } from '../errors.ts'
import type { FragmentFailure } from './errors.ts'

export const fragmentErrorTexts: ErrorCatalogue<FragmentFailure['code']> = {
  'fragment-malformed': {
    status: 400,
    zh: { what: '这不是证据二维码的内容。', next: '扫描印有证据的二维码；打开网页用的二维码不装证据。' },
    en: {
      what: 'This is not what a code with evidence says.',
      next: 'Scan the codes that hold evidence; those that open a page hold none.',
    },
  },
  'fragment-damaged': {
    status: 422,
    zh: { what: '一个证据二维码读错了，或已损坏。', next: '重新扫描；仍不行就改用证据文件。' },
    en: {
      what: 'A code with evidence was misread, or it is damaged.',
      next: 'Scan it again; if that fails, use the file.',
    },
  },
  'fragment-foreign': {
    status: 409,
    zh: { what: '这个二维码属于另一份证据。', next: '每份证据分别扫描。' },
    en: { what: 'This code belongs to other evidence.', next: 'Scan the codes of one file at a time.' },
  },
  'fragment-missing': {
    status: 422,
    zh: { what: '证据二维码还没有扫全。', next: '扫描其余的二维码，次序不限，重复无妨。' },
    en: {
      what: 'Some codes of this evidence are still missing.',
      next: 'Scan the others, in any order; twice does no harm.',
    },
  },
  'fragment-too-large': {
    status: 413,
    zh: { what: '证据太大，二维码装不下。', next: '改用证据文件。' },
    en: { what: 'The evidence is too large for codes.', next: 'Use the file instead.' },
  },
}
