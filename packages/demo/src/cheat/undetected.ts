import type { Bilingual } from '../bilingual.ts'

/** What one operator can do and no check here notices: said, because a promise is worth what it admits. */
export const undetected: readonly Bilingual[] = [
  {
    zh: '不收。拒绝受理一份提交而不给回执，账本上就没有痕迹。拿到回执的承诺若被违背，则可以举证。',
    en: 'Refuse. Who is turned away without a receipt leaves no trace on the ledger. A promise broken after a receipt can be proven.',
  },
  {
    zh: '趁没人看。谁也没保存过证据或检查点的那段历史，可以改写而无人能证明；从第一个人保存起就不行了。',
    en: 'Rewrite what nobody saw. History of which nobody has saved evidence or a checkpoint can be remade; from the first saved copy on it can’t.',
  },
  {
    zh: '分别欺骗。给每个人看各自的账本，只要这些人从不比对。外部见证人的作用就是替大家比对。',
    en: 'Show each his own. Two books stay hidden while their readers never compare. Outside witnesses are there to compare for everybody.',
  },
  {
    zh: '排先后。在同一时刻到达的提交之间，由运营者决定次序。',
    en: 'Choose the order. Among submissions that arrive together, the operator decides which comes first.',
  },
  {
    zh: '拨时钟。无人旁观时，把新区块的时间写得略早或略晚（但晚于前一块）。见证人的时间戳能收窄这个余地。',
    en: 'Shade the clock. A new block may carry a time somewhat off, later than its predecessor, while nobody watches. Witnesses’ timestamps narrow that.',
  },
  {
    zh: '偷看。运营者能读到存放在节点上的内容；账本只证明它没有被改，不保证没有人看。',
    en: 'Look. The operator can read the documents that lie on the node; the ledger proves that they are unchanged, not that they are unread.',
  },
  {
    zh: '停机。单一运营者可以停止服务。已经保存的证据不受影响。',
    en: 'Stop. One operator can switch it off. Evidence that was saved stays valid.',
  },
]
