import type { ErrorText } from '@gongshi/protocol'
import { GongshiError } from '@gongshi/protocol'
import { ClientError, type Language } from '@gongshi/sdk'
import { findErrorText } from './catalogue.ts'
import { printable, toJson } from './output.ts'

/** What a command ends with; docs/cli.md lists them for scripts. */
export const exit = { done: 0, no: 1, unusable: 2, unreachable: 3, fault: 4, interrupted: 130 } as const

/** A failure as people and programs are told it. */
export type Explained = {
  readonly code: string
  readonly what: string
  readonly next: string
  readonly detail: object
  readonly exit: number
}

export function explain(error: unknown, language: Language): Explained {
  if (error instanceof ClientError && error.failure.code === 'client-node-refused') {
    const { code, title, next, status } = error.failure.problem
    return {
      code,
      what: printable(title),
      next: printable(next),
      detail: { status },
      exit: status >= 500 ? exit.unreachable : exit.no,
    }
  }
  if (error instanceof GongshiError) {
    const { code, ...detail } = error.failure as { code: string }
    const text = findErrorText(code, language) ?? faultText(language)
    return { code, ...text, detail, exit: exitOf(code) }
  }
  return { code: 'cli-fault', ...faultText(language), detail: {}, exit: exit.fault }
}

/** `gongshi: what happened [code]`, the particulars, and what to do next. */
export function explainedText({ code, what, next, detail }: Explained): string {
  const particulars = Object.entries(detail).map(
    ([name, value]) => `  ${name}: ${printable(typeof value === 'string' ? value : toJson(value))}\n`,
  )
  return `gongshi: ${what} [${code}]\n${particulars.join('')}${next === '' ? '' : `  → ${next}\n`}`
}

function exitOf(code: string): number {
  if (code === 'cli-interrupted' || code === 'client-cancelled') return exit.interrupted
  if (code === 'cli-fault') return exit.fault
  if (code === 'client-node-unreachable' || code === 'client-answer-malformed') return exit.unreachable
  if (/^mirror-tile-m(issing|alformed)$/.test(code)) return exit.unreachable
  if (/^mirror-(log-absent|other-log|file-unwritable)$/.test(code)) return exit.unusable
  if (/^(cli|monitor|key|key-file|trust|config|client-url|value|cbor|text)-/.test(code)) return exit.unusable
  return exit.no
}

function faultText(language: Language): ErrorText {
  return findErrorText('cli-fault', language)!
}
