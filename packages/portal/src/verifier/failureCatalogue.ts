import { fragmentErrorTexts, proofErrorTexts } from '@gongshi/protocol'
import { clientErrorTexts, groundWords } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'

export type FailureText = { readonly what: string; readonly next: string }
type InBoth<Text> = { readonly [L in Lang]: Text }

/** The protocol's own texts for the codes at which evidence, or reading it from QR codes, can fail. */
export const failures: { readonly [code: string]: InBoth<FailureText> } = Object.fromEntries(
  Object.entries({ ...proofErrorTexts, ...clientErrorTexts, ...fragmentErrorTexts })
    .filter(
      ([code]) => code.startsWith('evidence-') || code.startsWith('client-ground-') || code.startsWith('fragment-'),
    )
    .map(([code, { zh, en }]) => [code, { zh, en }]),
)

/** For a code newer than this page: the step and the code still tell what to ask about. */
export const unknownFailure: InBoth<FailureText> = {
  zh: {
    what: '这一步不成立。',
    next: '不要采信这份证据。记下代码，向提供证据的一方索取新的文件，并用较新的核验程序再试。',
  },
  en: {
    what: 'This step does not hold.',
    next: 'Do not rely on this evidence. Note the code, ask whoever gave you the file for a new one, and try a newer verifier.',
  },
}

/** What the verdict adds: not failures, but things that a reader should know. */
export const findings: { readonly [kind: string]: InBoth<string> } = {
  'grounds-broken': { zh: groundWords.zh.broken, en: groundWords.en.broken },
  'act-refused': {
    zh: '账本拒绝了这一行为（{code}）：它被记录在案，但没有生效。',
    en: 'The ledger refused this act ({code}): it is on record, but it had no effect.',
  },
  'body-erased': {
    zh: '提交的原文已由第 {entry} 条记录依法销毁；签名和记录仍在，仍可核对。',
    en: 'What was submitted has been erased by law, by entry {entry}; the entry and its signatures remain and verify.',
  },
  'body-absent': {
    zh: '证据里没有附上提交的原文；签名和记录仍可核对。',
    en: 'The evidence does not carry what was submitted; the entry and its signatures verify without it.',
  },
  'time-doubted': {
    zh: '账本给它记的时间，与外部见证方的时钟不符，相差五分钟以上：要么账本的时钟不准，要么时间被写早或写晚了。',
    en: 'The time that the ledger gives it is more than five minutes outside of what the witnesses’ clocks allow: the ledger’s clock was wrong, or the entry was dated falsely.',
  },
  'trust-expired': {
    zh: '信任根里的密钥自 {date} 起已过信任期。每一步都成立，但不宜再单凭这些密钥。请向账本索取按新信任根重新证明的证据。',
    en: 'The trust root’s keys have been out of their trust period since {date}. Every step holds, but these keys alone should no longer be relied on: ask for evidence refreshed under a recent trust root.',
  },
}
