import type { Lang } from '@gongshi/ui'

type Term = { readonly id: string } & { readonly [L in Lang]: { readonly term: string; readonly meaning: string } }

/** Words that pages use, said plainly, each under an address of its own. */
export const glossary: readonly Term[] = [
  term(
    'ledger',
    ['账本', '按次序记下每一项公务行为的册子。只能往后写，写过的改不了；改了就会被查出。'],
    [
      'Ledger',
      'A book that writes down every official act in order. It only grows: a change to what is written is detected.',
    ],
  ),
  term(
    'entry',
    ['记录', '账本上的一条，有自己的号码：谁做了什么，什么时候，依据什么。'],
    ['Entry', 'One line of the ledger with a number of its own: who did what, when, on what ground.'],
  ),
  term(
    'block',
    ['区块', '一批同时入账的记录。区块的号码叫高度。'],
    ['Block', 'Entries that were taken in together. Its number is its height.'],
  ),
  term(
    'affair',
    ['事项', '一类公务，例如信息公开、招投标。它的规则是公开的，由账本执行。'],
    [
      'Affair',
      'A kind of official business, such as disclosure or procurement. Its rules are public, and the ledger carries them out.',
    ],
  ),
  term(
    'clause',
    ['依据条款', '一项行为所依据的法律或规章的那一条。'],
    ['Clause', 'The article of a law or rule on which an act rests.'],
  ),
  term(
    'organ',
    ['机关', '依法行使职权的部门，用代码区分，改名后仍是同一个机关。'],
    ['Organ', 'A department with powers by law, told apart by its code: it stays the same when its name changes.'],
  ),
  term(
    'mandate',
    ['授权', '一个机关或职位把一项权力在一段时间内交给别人行使。'],
    ['Mandate', 'A power lent to somebody for a time by an organ or an office.'],
  ),
  term(
    'signature',
    ['签名', '只有持有密钥的人才能作出、而任何人都能核对的标记。'],
    ['Signature', 'A mark that only the holder of a key can make and anyone can check.'],
  ),
  term(
    'hash',
    ['哈希', '由文件算出的一小段字，好比指纹：文件改动一点，它就完全不同。'],
    ['Hash', 'Some letters computed from a file, like a fingerprint: a small change of the file changes all of them.'],
  ),
  term(
    'commitment',
    ['内容承诺', '加了随机数的哈希：它固定了内容，却不透露内容。'],
    ['Commitment', 'A hash with something random mixed in: it fixes a content without telling it.'],
  ),
  term(
    'evidence',
    ['证据', '一个文件，能证明某条记录在账本上。不用上网，也不用相信本站，就能核对。'],
    [
      'Evidence',
      'A file that proves an entry to be on the ledger. It is checked offline and without trusting this site.',
    ],
  ),
  term(
    'trust-root',
    ['信任根', '核对从哪里开始：账本的创世和验证者的公钥。应当从本站以外的地方取得。'],
    [
      'Trust root',
      'Where checking begins: the ledger’s genesis and its validators’ keys. Get it from somewhere else than this site.',
    ],
  ),
  term(
    'fingerprint',
    ['指纹', '信任根的哈希，短到可以念给别人听，用来比对。'],
    ['Fingerprint', 'The hash of the trust root: short enough to be read aloud and compared.'],
  ),
  term(
    'checkpoint',
    ['检查点', '一份签了名的说明：账本到此为止有多少条，合起来的哈希是什么。'],
    ['Checkpoint', 'A signed note that says how many entries there are and what hash they make together.'],
  ),
  term(
    'witness',
    ['见证方', '在运行方之外、为检查点签名的机构。运行方想给两个人看两部账本，就瞒不过它。'],
    [
      'Witness',
      'Somebody outside who signs checkpoints. An operator who shows two ledgers to two people does not get past it.',
    ],
  ),
  term(
    'receipt',
    ['回执', '一项行为办完后的凭证：做了什么，接下来做什么，怎样证明。'],
    ['Receipt', 'What remains in your hands after an act: what was done, what comes next, and the proof.'],
  ),
  term(
    'erasure',
    ['销毁', '依法删去个人信息等内容。记录和签名还在，留下一块“墓碑”说明何时依据什么销毁。'],
    [
      'Erasure',
      'The destruction of a content by law. The entry and its signatures stay, with a tombstone that says when and why.',
    ],
  ),
  term(
    'synthetic',
    ['虚构示例', '为演示编造的数据，凡出现处都注明。'],
    ['Synthetic', 'Data made up for a demonstration, labelled wherever they stand.'],
  ),
]

function term(id: string, zh: readonly [string, string], en: readonly [string, string]): Term {
  return { id, zh: { term: zh[0], meaning: zh[1] }, en: { term: en[0], meaning: en[1] } }
}
