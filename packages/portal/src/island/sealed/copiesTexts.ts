import type { Catalogue } from '@gongshi/ui/browser'

const zh = {
  title: '第二份副本',
  lead: '把全部投标的封存文件取来，逐份核对承诺值，保存在本浏览器，并在账本上签署为证。这样，即使运营方的磁盘损坏，也没有投标因此落空。副本是密文，谁也读不到内容；截止前后都可以做，重复运行只取还没有的。',
  room: '本浏览器大约还能为本站保存 {room}。文件更多时，请用命令行 gongshi trustee keep。',
  keep: '保存副本',
  restore: '放回丢失的文件',
  working: '正在处理第 {done} 份：{bytes}',
  none: '目前没有投标。',
  allDone: '全部 {all} 份都已办妥。',
  someNot: '共 {all} 份，其中 {bad} 份没有办妥，见上。请稍后再试；若仍如此，请告知代理机构和监督部门。',
  held: '副本已保存，并已签署',
  already: '副本此前已保存',
  restored: '已放回',
  present: '节点有此文件',
  spoilt: '副本已损坏，与承诺值不符',
  missing: '节点没有此文件',
  unfit: '节点给出的与承诺值不符，没有保存',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'A second copy',
  lead: 'Fetch the sealed documents of every bid, hold each against its commitment, keep them in this browser, and sign on the ledger that you do. No bid then falls because an operator’s disk fails. A copy is ciphertext: nobody reads anything in it. Do it before the deadline or after; run again, it fetches only what is not here yet.',
  room: 'This browser has room for about {room} more of this site. For more than that use the command line: gongshi trustee keep.',
  keep: 'Keep copies',
  restore: 'Put back what is lost',
  working: 'At work on copy {done}: {bytes}',
  none: 'There is no bid yet.',
  allDone: 'All {all} done.',
  someNot:
    '{bad} of {all} could not be done, see above. Try again later; if it stays so, tell the agency and the supervisor.',
  held: 'copy kept, and signed for',
  already: 'copy kept before',
  restored: 'put back',
  present: 'the node has them',
  spoilt: 'the copy is spoilt: not what the bid committed to',
  missing: 'the node does not have them',
  unfit: 'what the node sent is not what the bid committed to; not kept',
}

/** What the part of a trustee's page for second copies says. */
export const copiesTexts: Catalogue<keyof typeof zh> = { zh, en }
