import type { Language } from '@gongshi/sdk'

/** A sentence in both languages; where it is used, one is chosen. */
export type Bilingual = { readonly zh: string; readonly en: string }

const isLanguage = (text: string | undefined): text is Language => text === 'zh' || text === 'en'

/**
 * `--lang` wins, then the usual variables. Read before anything else, because a complaint about the other flags must be
 * in the right language already.
 */
export function detectLanguage(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const flag = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  const given = flag < 0 ? undefined : args[flag] === '--lang' ? args[flag + 1] : args[flag]!.slice('--lang='.length)
  if (isLanguage(given)) return given
  const locale = env.GONGSHI_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
