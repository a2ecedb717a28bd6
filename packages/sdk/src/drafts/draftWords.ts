import { type ActWords, type AffairDeclaration, type AffairTexts, actWords, decodeInput } from '@gongshi/affair-kit'
import type { Draft } from '@gongshi/protocol'
import type { Language } from '../client.ts'
import { ClientError } from '../errors.ts'

/** Declarations and texts that the reader has of its own: never those of whoever asks for a signature. */
export type KnownAffairs = {
  find(
    affair: string,
  ): { readonly declaration: AffairDeclaration; readonly texts: { readonly [L in Language]: AffairTexts } } | undefined
}

export type CurrencyDigits = (currency: string) => number | null | undefined

/** What a signature under a draft means: "You sign: …", and what there is to compare. */
export type DraftWords = ActWords & {
  readonly heading: string
  /** The transaction's id in sixteen groups of four: two screens that show the same show the same act. */
  readonly id: string
}

/**
 * A draft in plain words, from its bytes and the reader's own declarations alone. CLI, pages and verifier all show these.
 * @throws {ClientError} client-action-unknown for an affair, version or action that the reader does not have
 * @throws {KitError} value-… for an input that is not what the declaration asks for
 */
export function draftWords(
  draft: Pick<Draft, 'chainId' | 'affair' | 'version' | 'action' | 'notAfter' | 'input' | 'txId'>,
  language: Language,
  known: KnownAffairs,
  digits: CurrencyDigits,
): DraftWords {
  const { chainId, affair, version, action, notAfter } = draft
  const found = known.find(affair)
  if (found === undefined || found.declaration.version !== version || !Object.hasOwn(found.declaration.actions, action))
    throw new ClientError({ code: 'client-action-unknown' })
  const { declaration, texts } = found
  const input = decodeInput(declaration, action, draft.input)
  const words = actWords(declaration, texts[language], language, { chainId, action, notAfter, input }, digits)
  const heading = language === 'zh' ? `您签署：${words.title}` : `You sign: ${words.title}`
  return { ...words, heading, id: grouped(draft.txId) }
}

function grouped(id: Uint8Array): string {
  const hex = Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/.{4}(?=.)/g, '$& ')
}
