import type { Value } from '../cel/value.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import { encodeInput } from '../declare/input.ts'
import type { AffairTexts } from '../texts/texts.ts'
import { actLayout } from './actLayout.ts'
import type { Language } from './labels.ts'
import { type ActWords, type CurrencyDigits, sayAct } from './sayAct.ts'

/** What a transaction says, decoded: what somebody is about to sign, or has signed. */
export type SignedAct = {
  readonly chainId: string
  readonly action: string
  /** Unix milliseconds. */
  readonly notAfter: number
  readonly input: { readonly [name: string]: Value }
}

/**
 * What a signature means, from the declaration and its texts alone: nothing that a page adds can stand between the signer
 * and the bytes. Every member of the input is there, in full.
 */
export function actWords(
  declaration: AffairDeclaration,
  texts: AffairTexts,
  language: Language,
  act: SignedAct,
  digits: CurrencyDigits,
): ActWords {
  const layout = actLayout(declaration, texts, language, act.action)
  return sayAct(layout, act, encodeInput(declaration, act.action, act.input), digits)
}
