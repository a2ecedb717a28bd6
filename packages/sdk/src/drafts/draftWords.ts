import {
  type ActLayout,
  type ActWords,
  type AffairDeclaration,
  type AffairTexts,
  actLayout,
  type CurrencyDigits,
  sayAct,
} from '@gongshi/affair-kit'
import type { Draft } from '@gongshi/protocol'
import type { Language } from '../client.ts'
import { ClientError } from '../errors.ts'

/** What there is to say of an act, by the reader's own declarations; undefined for one that they do not have. */
export type KnownActs = (act: Pick<Draft, 'affair' | 'version' | 'action'>, language: Language) => ActLayout | undefined

/** What a signature under a draft means: "You sign: …", and what there is to compare. */
export type DraftWords = ActWords & {
  readonly heading: string
  /** The transaction's id in sixteen groups of four: two screens that show the same show the same act. */
  readonly id: string
}

/**
 * A draft in plain words, from its bytes and the reader's own declarations alone, never from those of whoever asks for a
 * signature. CLI, pages and verifier all show these.
 * @throws {ClientError} client-action-unknown for an affair, version or action that the reader does not have
 * @throws {KitError} value-kind for an input that is not what the declaration asks for
 */
export function draftWords(draft: Draft, language: Language, known: KnownActs, digits: CurrencyDigits): DraftWords {
  const layout = known(draft, language)
  if (layout === undefined) throw new ClientError({ code: 'client-action-unknown' })
  const words = sayAct(layout, draft, draft.input, digits)
  const heading = language === 'zh' ? `您签署：${words.title}` : `You sign: ${words.title}`
  return { ...words, heading, id: grouped(draft.txId) }
}

/** From declarations and texts that came with the reader's own program. */
export function declaredActs(
  affairs: readonly AffairDeclaration[],
  texts: { readonly [affair: string]: { readonly [L in Language]: AffairTexts } },
): KnownActs {
  return ({ affair, version, action }, language) => {
    const declaration = affairs.find(({ name }) => name === affair)
    const known = declaration?.version === version && Object.hasOwn(declaration.actions, action)
    return known ? actLayout(declaration, texts[affair]![language], language, action) : undefined
  }
}

function grouped(id: Uint8Array): string {
  const hex = Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/.{4}(?=.)/g, '$& ')
}
