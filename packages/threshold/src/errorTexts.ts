import type { ErrorCatalogue } from '@gongshi/protocol'
import type { ThresholdFailure } from './errors.ts'

export const thresholdErrorTexts: ErrorCatalogue<ThresholdFailure['code']> = {
  'threshold-parameters': {
    status: 400,
    zh: { what: '开启人数与保管人数不成立', next: '请设 2 至 32 名保管人，开启所需人数不少于 1、不多于保管人数' },
    en: {
      what: 'So many trustees, of whom so many open, is not possible',
      next: 'Name 2 to 32 trustees, and between one and all of them to open',
    },
  },
  'threshold-malformed': {
    status: 400,
    zh: { what: '数据格式不对，不是保管密钥所用的内容', next: '请用本系统的工具重新生成后再提交' },
    en: { what: 'This is not in the form of what makes or opens a common key', next: 'Make it anew with our tools' },
  },
  'threshold-proof-invalid': {
    status: 400,
    zh: { what: '所附证明不成立', next: '请确认没有改动，且用的是本程序的密钥，再重新生成' },
    en: {
      what: 'The proof that comes with it does not hold',
      next: 'Make sure that it was not altered and belongs to this procedure, and make it anew',
    },
  },
  'threshold-too-few': {
    status: 409,
    zh: { what: '人数不够', next: '请等其余保管人提交' },
    en: { what: 'There are too few of them', next: 'Wait for the other trustees' },
  },
  'threshold-not-the-opener': {
    status: 400,
    zh: { what: '给出的随机数不是封存时用的那一个', next: '请用封存时保存的文件' },
    en: {
      what: 'This is not the number with which it was sealed',
      next: 'Use the file that was kept when it was sealed',
    },
  },
}
