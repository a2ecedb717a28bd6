import type { Catalogue } from '@gongshi/ui/browser'

export type IslandText = 'passed' | 'remembered' | 'site' | 'refused' | 'next' | 'code' | 'steps' | 'took'

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
  },
}
