import type { Lang } from '@gongshi/ui/browser'
import type { VerifierText } from '../texts.ts'

/** What the page hands to the reader of codes: where it may draw, how it speaks, and who takes what was read. */
export type CodesDoor = {
  readonly host: HTMLElement
  readonly say: (key: VerifierText, values?: Readonly<Record<string, string | number>>) => string
  readonly lang: () => Lang
  readonly take: (file: File) => void
}

declare global {
  /** Set by the reader's script: shows its panel, with the pictures' codes already read. */
  var gongshiCodes: ((door: CodesDoor, pictures: readonly File[]) => void) | undefined
}
