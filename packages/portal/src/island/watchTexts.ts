import type { Catalogue } from '@gongshi/ui/browser'
import type { Watched } from './watchLog.ts'

export type WatchText =
  | Watched['state']
  | `${Watched['state']}More`
  | 'unchanged'
  | 'grown'
  | 'notKept'
  | 'saveFile'
  | 'seen'
  | 'entries'
  | 'root'
  | 'visits'
  | 'picture'
  | 'proof'
  | 'proofMore'
  | 'forget'

/** What the page that watches the ledger says of a visit. */
export const watchTexts: Catalogue<WatchText> = {
  zh: {
    first: '从现在起，您的浏览器记住了这部账本：共 {size} 条记录。',
    firstMore: '下次打开本页，浏览器会核对：今天看到的全部记录仍在原处，一条不少、一字未改。',
    notKept: '您的浏览器不让本站保存数据，下次仍会当作第一次。请退出无痕窗口。',
    consistent: '前后一致。',
    consistentMore: '刚刚由您的浏览器核对：上次的日志正是现在这部日志的开头。',
    unchanged: '自 {day} 以来没有新增记录：仍是原来的 {before} 条，一条未改。',
    grown: '自 {day} 以来，原有的 {before} 条记录一条未改，新增 {added} 条。',
    forked: '警报：账本已分叉，历史被改写！',
    forkedMore:
      '公布者先后签署了两份互相矛盾的检查点。请立即保存证据文件，交给监督方、媒体或其他见证方；任何人都能用 gongshi verify 独立核对。',
    shrunk: '警报：账本比您上次看到的短。',
    shrunkMore: '可能只是旧的缓存，过几分钟再看；若仍如此，记录已被撤回。请保存两份签名的检查点。',
    unverified: '警报：本站所给的检查点不能通过核验。',
    unverifiedMore: '签名不对，或所给的日志与签名不符。请保存两份检查点，不要采信本站的内容。',
    saveFile: '保存证据文件',
    seen: '看到的时间',
    entries: '记录数',
    root: '日志根',
    visits: '您的浏览器看到过的检查点',
    picture: '每次访问时的记录数，由上到下从早到晚；深色为该次新增',
    proof: '一致性证明（{count} 个哈希）',
    proofMore: '按 RFC 9162，由这些哈希能从上次的日志根算出现在的日志根',
    forget: '忘掉以前的访问，重新开始',
  },
  en: {
    first: 'From now on your browser remembers this ledger: {size} entries.',
    firstMore:
      'When you open this page again, it checks that all you see today is still there, none missing, none changed.',
    notKept:
      'Your browser does not let this site keep anything: the next visit will be a first one again. Leave private browsing.',
    consistent: 'Consistent.',
    consistentMore: 'Checked just now, by your browser: the log of your last visit is how the log of now begins.',
    unchanged: 'Nothing new since {day}: still the same {before} entries, none of them changed.',
    grown: 'Since {day} none of the {before} entries has changed, and {added} were added.',
    forked: 'ALARM: the ledger has forked. Its history was rewritten.',
    forkedMore:
      'Its publisher has signed two checkpoints that contradict. Save the proof file now and give it to a supervisor, a journalist or a witness: anybody can judge it with gongshi verify.',
    shrunk: 'ALARM: the ledger is shorter than at your last visit.',
    shrunkMore:
      'It may be a stale cache: look again in some minutes. If it stays so, entries were taken back. Save both signed checkpoints.',
    unverified: 'ALARM: the checkpoint that this site shows does not verify.',
    unverifiedMore:
      'A signature is wrong, or the log is not the one that was signed for. Save both checkpoints and do not rely on this site.',
    saveFile: 'Save the proof file',
    seen: 'Seen',
    entries: 'Entries',
    root: 'Root of the log',
    visits: 'Checkpoints that your browser has seen',
    picture: 'Entries at each visit, the earliest on top; dark is what was added since the one before',
    proof: 'The consistency proof ({count} hashes)',
    proofMore: 'By RFC 9162 these hashes lead from the root of your last visit to the root of now',
    forget: 'Forget earlier visits and begin anew',
  },
}
