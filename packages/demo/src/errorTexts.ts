import type { ErrorCatalogue } from '@gongshi/protocol'
import type { DemoFailure } from './errors.ts'

export const demoErrorTexts: ErrorCatalogue<DemoFailure['code']> = {
  'demo-other-ledger': {
    status: 409,
    zh: {
      what: '这个文件夹里是另一个账本，演示不会碰它。',
      next: '用 --data 指定另一个文件夹，或用 --no-demo 启动这个账本。',
    },
    en: {
      what: 'This folder holds another ledger; the demo leaves it alone.',
      next: 'Name another folder with --data, or start this ledger with --no-demo.',
    },
  },
  'demo-absent': {
    status: 404,
    zh: { what: '这里没有演示数据。', next: '先运行 npm start，再试一次；数据在别处时用 --data 指定。' },
    en: {
      what: 'There is no demo here.',
      next: 'Run npm start first; if its data lies elsewhere, name it with --data.',
    },
  },
  'demo-incomplete': {
    status: 409,
    zh: { what: '演示数据还没有发布完。', next: '再运行一次 npm start，等它列出可以打开的网址。' },
    en: {
      what: 'The demo has not published everything yet.',
      next: 'Run npm start once more and wait until it lists what to open.',
    },
  },
  'demo-unsound': {
    status: 409,
    zh: {
      what: '这份演示数据不能从头重新执行：已损坏，或有条目的正文已删除。',
      next: '换一份新的：npm start -- --data 新文件夹，再对它运行 gongshi demo cheat --data 新文件夹。',
    },
    en: {
      what: 'This demo cannot be executed again from the start: it is damaged, or an entry’s body was erased in it.',
      next: 'Make a fresh one, npm start -- --data DIR, and run gongshi demo cheat --data DIR.',
    },
  },
  'demo-key-unreadable': {
    status: 500,
    zh: { what: '演示用的密钥缺失或无法读取。', next: '演示数据可以重建：删除数据文件夹，再运行 npm start。' },
    en: {
      what: 'A key of the demo is missing or cannot be read.',
      next: 'The demo can be made anew: delete its data folder and run npm start.',
    },
  },
  'demo-seed-refused': {
    status: 500,
    zh: {
      what: '演示数据未被账本接受。',
      next: '演示数据可以重建：删除数据文件夹，再运行 npm start；仍不行请提交问题。',
    },
    en: {
      what: 'The ledger refused a part of the demo’s data.',
      next: 'Delete the demo’s data folder and run npm start; if it happens again, please file an issue.',
    },
  },
  'demo-attack-unknown': {
    status: 400,
    zh: { what: '没有这种作弊方式。', next: '运行 gongshi demo cheat --help 查看全部名称。' },
    en: { what: 'There is no attack of this name.', next: 'gongshi demo cheat --help lists them all.' },
  },
  'demo-output-taken': {
    status: 409,
    zh: { what: '证据文件夹里有别的东西，演示不会覆盖。', next: '用 --output 指定一个新文件夹。' },
    en: {
      what: 'The folder for the evidence holds something else, which the demo will not overwrite.',
      next: 'Name a new folder with --output.',
    },
  },
}
