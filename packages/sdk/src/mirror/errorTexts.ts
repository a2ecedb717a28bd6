import type { ErrorCatalogue } from '@gongshi/protocol'
import type { MirrorFailure } from './errors.ts'

const dishonest = {
  zh: '停止使用该地址，保留证据文件，并交给监督方和其他见证方。',
  en: 'Stop relying on this address; keep the proof file and give it to a monitor and other witnesses.',
}
const otherSource = {
  zh: '重新运行；若仍如此，换一个地址，并告知该地址的运营方。',
  en: 'Run it again; if it stays so, take another address and tell whoever runs this one.',
}

export const mirrorErrorTexts: ErrorCatalogue<MirrorFailure['code']> = {
  'mirror-log-absent': {
    status: 404,
    zh: { what: '该地址下没有日志检查点。', next: '给出节点地址，或检查点文件 checkpoint 所在的地址。' },
    en: {
      what: 'There is no checkpoint of a log under this address.',
      next: 'Give the address of a node, or the one below which the file checkpoint lies.',
    },
  },
  'mirror-tile-missing': {
    status: 502,
    zh: { what: '检查点所承诺的一块日志取不到。', next: otherSource.zh },
    en: { what: 'A piece of the log that the checkpoint covers is not served.', next: otherSource.en },
  },
  'mirror-tile-malformed': {
    status: 502,
    zh: { what: '一块日志的长度或编码有误。', next: otherSource.zh },
    en: { what: 'A piece of the log has another length or encoding than it must have.', next: otherSource.en },
  },
  'mirror-tile-mismatch': {
    status: 502,
    zh: { what: '一块日志与签名的检查点不符，未保存。', next: otherSource.zh },
    en: {
      what: 'A piece of the log is not the one that the signed checkpoint covers; it is not kept.',
      next: otherSource.en,
    },
  },
  'mirror-other-log': {
    status: 409,
    zh: { what: '该文件夹存放的是另一个日志的副本。', next: '换一个文件夹，或核对地址。' },
    en: { what: 'This folder mirrors another log.', next: 'Take another folder, or check the address.' },
  },
  'mirror-log-shrank': {
    status: 409,
    zh: {
      what: '该地址给出的日志比已保存的短。',
      next: '可能是旧的缓存或副本，稍后再试；若持续如此，日志已被回退：保留证据文件并交给监督方。',
    },
    en: {
      what: 'The log that is served is shorter than the one that was mirrored.',
      next: 'A stale cache or copy may serve it: try again later. If it stays so, the log was rolled back: give the proof file to a monitor.',
    },
  },
  'mirror-log-forked': {
    status: 409,
    zh: { what: '日志已分叉：同一公布者签署了两份互相矛盾的检查点。', next: dishonest.zh },
    en: { what: 'The log has forked: its publisher has signed two checkpoints that contradict.', next: dishonest.en },
  },
  'mirror-file-unwritable': {
    status: 500,
    zh: { what: '副本文件夹无法写入。', next: '检查文件夹、权限和剩余空间，再次运行即可继续。' },
    en: {
      what: 'The folder of the mirror cannot be written.',
      next: 'Check folder, permissions and the space left; running it again goes on.',
    },
  },
}
