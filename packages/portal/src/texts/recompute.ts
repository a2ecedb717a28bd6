import type { Catalogue } from '@gongshi/ui'

type RecomputeText =
  | 'title'
  | 'lead'
  | 'here'
  | 'start'
  | 'waiting'
  | 'failed'
  | 'noScript'
  | 'file'
  | 'held'
  | 'elsewhere'
  | 'taken'
  | 'lines'
  | 'verdict'
  | 'rule'
  | 'inputs'
  | 'files'
  | 'criteriaFile'
  | 'candidatesFile'
  | 'seatsFile'
  | 'openingsFile'
  | 'offersFile'
  | 'sheetsFile'
  | 'marks'
  | 'criterion'
  | 'points'
  | 'ledger'
  | 'notYet'
  | 'stranger'
  | 'strangerLead'
  | 'commands'

/** Words of the page on which an award is computed again. */
export const recomputeTexts: Catalogue<RecomputeText> = {
  zh: {
    title: '{lot}：自己复算中标结果',
    lead: '中标结果由招标文件中的公式得出，不由哪一个人说了算。任何人都可以用账本上的数据重新计算：抽取专家、核对评分、算出每一项得分、排出名次，看是否与账本一致。',
    here: '在此复算',
    start: '在我的浏览器中复算',
    waiting: '正在取得数据和证明，并重新计算……',
    failed: '没有完成：节点没有给出数据。请稍后再试，或使用下方的命令。',
    noScript: '在此复算需要脚本。没有脚本时，本页列出规则、数据和账本的结果；也可以用下方的命令离线复算。',
    held: '或者选择（拖入）已有的 .gse 文件：',
    elsewhere: '这份文件属于另一个标段，不是本页的标段。',
    file: '保存数据和证明（.gse），可离线复算',
    taken: '核验证明并重新计算用时 {ms} 毫秒；账本截至 {time}。',
    lines: '共 {count} 行',
    verdict: '与账本比较',
    rule: '规则',
    inputs: '输入的数据',
    files: '账本中的全部数据，供下载（JSON）：',
    criteriaFile: '评审因素',
    candidatesFile: '候选专家',
    seatsFile: '席位',
    openingsFile: '已开启的投标及其密钥',
    offersFile: '报价',
    sheetsFile: '评分表',
    marks: '专家评分',
    criterion: '因素',
    points: '各专家评分',
    ledger: '账本的结果',
    notYet: '该标段尚未评定，还没有可复算的结果。',
    stranger: '不依靠本站',
    strangerLead:
      '网页和脚本由本站提供，所以在此复算还不是独立的证明。用从别处取得的程序和信任根，取得一次文件，之后离线复算：',
    commands: '命令',
  },
  en: {
    title: '{lot}: recompute the award yourself',
    lead: 'The award follows from the formula in the notice, not from anybody’s word. Anyone computes it again from what stands on the ledger: the draw of the experts, the points, each criterion’s part, the ranks; and sees whether it is as the ledger says.',
    here: 'Recompute here',
    start: 'Recompute in my browser',
    waiting: 'Fetching rows and proofs, and computing…',
    failed: 'Not done: the node gave no data. Try again later, or use the commands below.',
    noScript:
      'To recompute here takes scripts. Without them this page has the rule, the figures and what the ledger says; the commands below recompute it offline.',
    held: 'Or choose (or drop here) a .gse file that you hold:',
    elsewhere: 'This file is of another lot than the one of this page.',
    file: 'Save rows and proofs (.gse), to recompute offline',
    taken: 'Proofs verified and award recomputed in {ms} ms; the ledger as of {time}.',
    lines: '{count} lines',
    verdict: 'Against the ledger',
    rule: 'The rule',
    inputs: 'What goes in',
    files: 'All of it as the ledger has it, to download (JSON):',
    criteriaFile: 'Criteria',
    candidatesFile: 'Candidates',
    seatsFile: 'Seats',
    openingsFile: 'Opened bids with their secrets',
    offersFile: 'Offers',
    sheetsFile: 'Score sheets',
    marks: 'Points of the experts',
    criterion: 'Criterion',
    points: 'Points by expert',
    ledger: 'What the ledger says',
    notYet: 'The lot has not been assessed: there is nothing to recompute yet.',
    stranger: 'Without relying on this site',
    strangerLead:
      'Page and script come from this site, so what is recomputed here is not independent proof. With a program and a trust root from elsewhere, gather the file once and recompute it offline:',
    commands: 'Commands',
  },
}
