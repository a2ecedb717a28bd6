import { kitErrorTexts } from '@gongshi/affair-kit'
import {
  draftErrorTexts,
  type ErrorCatalogue,
  type ErrorText,
  fragmentErrorTexts,
  proofErrorTexts,
  protocolErrorTexts,
} from '@gongshi/protocol'
import { clientErrorTexts, type Language } from '@gongshi/sdk'
import { cliErrorTexts } from './errorTexts.ts'

/** Parts that are loaded only when a command needs them bring the texts of their codes along. */
const catalogues: ErrorCatalogue<string>[] = [
  cliErrorTexts,
  clientErrorTexts,
  kitErrorTexts,
  protocolErrorTexts,
  proofErrorTexts,
  draftErrorTexts,
  fragmentErrorTexts,
]

export function addErrorTexts(catalogue: ErrorCatalogue<string>): void {
  catalogues.push(catalogue)
}

export function findErrorText(code: string, language: Language): ErrorText | undefined {
  return catalogues.find((catalogue) => Object.hasOwn(catalogue, code))?.[code]?.[language]
}
