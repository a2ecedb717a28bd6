import type { Catalogue } from '@gongshi/ui/browser'

export type IslandText =
  | 'passed'
  | 'remembered'
  | 'site'
  | 'refused'
  | 'next'
  | 'code'
  | 'steps'
  | 'took'
  | 'asOf'
  | 'otherEntry'
  | 'tampered'
  | 'witnessed'
  | 'unwitnessed'
  | 'proofTitle'
  | 'proofWrong'
  | 'close'
  | 'saveProof'
  | 'printProof'
  | 'wholeEntry'
  | 'readCodes'
  | 'showCodes'
  | 'codesHow'
  | 'codesPrevious'
  | 'codesNext'
  | 'codesPlay'
  | 'codesPause'

/** What the check in place says beside the steps' own texts. */
export const islandTexts: Catalogue<IslandText> = {
  zh: {
    passed: '刚刚在您的浏览器中核对：{count} 步全部通过。',
    remembered: '依据您的浏览器自 {date} 起记住的信任根。',
    site: '信任根由本站自己给出，所以这还不是独立的证明：请下载证据，用从别处取得的核验程序和指纹再核对。',
    refused: '核对不通过，停在“{step}”。{what}',
    next: '接下来',
    code: '代码',
    steps: '逐步查看',
    took: '用时 {ms} 毫秒',
    tampered: '副本共 {size} 字节，第 {at} 个由 {before} 改成了 {after}（十六进制）。',
    otherEntry: '这份证据本身有效，但不是第 {entry} 条记录的：它证明不了这里所示的内容。',
    asOf: '区块高度 {height}，{time} 由次块确认。',
    witnessed: '另有外部见证方签名。',
    unwitnessed: '没有足够的外部见证方签名。',
    proofTitle: '第 {entry} 条记录的证据',
    proofWrong: '第 {entry} 条记录：证据不对，请勿采信',
    close: '关闭',
    saveProof: '保存证据 .gse',
    printProof: '打印本页和证据二维码',
    wholeEntry: '查看整条记录',
    readCodes:
      '以下二维码合起来就是这份证据，次序不限：在核验页按“扫描证据二维码”即可读取，断网也行；读出的文字逐行存成文件，gongshi verify 也能核对。',
    showCodes: '显示证据二维码',
    codesHow: '在另一台设备打开核验页，按“扫描证据二维码”，对准这里；次序不限，不用联网。',
    codesPrevious: '上一个',
    codesNext: '下一个',
    codesPlay: '轮流显示',
    codesPause: '停住',
  },
  en: {
    passed: 'Checked just now, by your browser: all {count} steps passed.',
    remembered: 'Under the trust root that your browser has remembered since {date}.',
    site: 'This site gave the trust root itself, so this is not independent proof: download the evidence and check it with a verifier and a fingerprint from elsewhere.',
    refused: 'The check failed at “{step}”. {what}',
    next: 'What to do next',
    code: 'Code',
    steps: 'See each step',
    took: 'took {ms} ms',
    tampered: 'Of the copy’s {size} bytes the {at}th was changed from {before} to {after} (hexadecimal).',
    otherEntry: 'This evidence is sound, but it is not of entry {entry}: it proves nothing of what is shown here.',
    asOf: 'Block height {height}, confirmed by the next block on {time}.',
    witnessed: 'Outside witnesses signed it, too.',
    unwitnessed: 'It carries too few signatures of outside witnesses.',
    proofTitle: 'Evidence of entry {entry}',
    proofWrong: 'Entry {entry}: the evidence is wrong, do not rely on it',
    close: 'Close',
    saveProof: 'Save the evidence .gse',
    printProof: 'Print this page with the evidence as QR codes',
    wholeEntry: 'See the whole entry',
    readCodes:
      'These codes together are the evidence, in any order: “Scan codes of evidence” on the page of the verifier reads them, without a network, too. Saved one a line, what they say is checked by gongshi verify as well.',
    showCodes: 'Show it as QR codes',
    codesHow:
      'Open the verifier on another device, press “Scan codes of evidence”, and hold it before these; in any order, and without a network.',
    codesPrevious: 'Previous',
    codesNext: 'Next',
    codesPlay: 'Show in turn',
    codesPause: 'Hold',
  },
}
