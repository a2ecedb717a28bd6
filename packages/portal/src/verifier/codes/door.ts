import type { Lang } from '@gongshi/ui/browser'
import type { VerifierText } from '../texts.ts'

/** What the page hands to the reader of codes: where it may draw, how it speaks, and who takes what was read. */
export type CodesDoor = {
  readonly host: HTMLElement
  readonly say: (key: VerifierText, values?: Readonly<Record<string, string | number>>) => string
  readonly lang: () => Lang
  readonly take: (file: File) => void
}

/** The reader, once its script runs. */
export type CodesReader = {
  /** Shows the panel, with the pictures' codes already read. */
  readonly open: (pictures: readonly File[]) => void
}

declare global {
  /** Set by the reader's script. */
  var gongshiCodes: ((door: CodesDoor) => CodesReader) | undefined
}

/** The element that holds the reader's script as text, which runs when it is first asked for and not before. */
export const codesScriptId = 'codes-script'
