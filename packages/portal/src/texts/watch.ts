import type { Catalogue } from '@gongshi/ui'

type WatchPageText =
  | 'title'
  | 'lead'
  | 'waiting'
  | 'failed'
  | 'noScript'
  | 'checkpoint'
  | 'moreTitle'
  | 'more'
  | 'command'

export const watchPageTexts: Catalogue<WatchPageText> = {
  zh: {
    title: '关注账本',
    lead: '您的浏览器记住它看到的账本，每次再来时自己核对：从前的记录有没有被改写或撤回。',
    waiting: '正在核对……',
    failed: '没有取到账本的检查点，请稍后再试。',
    noScript: '本页的核对在您的浏览器中进行，需要启用脚本。也可以自己保存检查点，下次比较：',
    checkpoint: '当前检查点',
    moreTitle: '让电脑一直看着',
    more: '本页的程序由本站自己给出。要完全独立，请用从别处取得的程序：下面的命令每分钟比较一次，重新执行全部行为，发现问题即告警并留下证据文件。',
    command: '命令',
  },
  en: {
    title: 'Watch this ledger',
    lead: 'Your browser keeps what it saw of the ledger and checks, each time you come back, that nothing of it was rewritten or taken back.',
    waiting: 'Checking …',
    failed: 'The ledger’s checkpoint could not be fetched. Please try again later.',
    noScript:
      'This page checks in your browser and needs scripts. You may also keep the checkpoint yourself and compare:',
    checkpoint: 'the checkpoint of now',
    moreTitle: 'Have a machine watch all the time',
    more: 'The program of this page comes from this very site. To depend on nobody take one from elsewhere: this command compares each minute, executes every act again, and raises alarms with proof files.',
    command: 'Command',
  },
}
