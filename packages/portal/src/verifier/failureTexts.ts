import { fill, type Lang } from '@gongshi/ui/browser'
import { type FailureText, failures, findings, unknownFailure } from './failureCatalogue.ts'
import type { Note } from './result.ts'

export function failureText(code: string, lang: Lang): FailureText {
  return (Object.hasOwn(failures, code) ? failures[code]! : unknownFailure)[lang]
}

export function findingText({ kind, values }: Note, lang: Lang, date: (at: number) => string): string {
  if (!Object.hasOwn(findings, kind)) return kind
  return fill(findings[kind]![lang], { ...values, date: typeof values.since === 'number' ? date(values.since) : '' })
}
