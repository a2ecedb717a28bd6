import { affairTexts } from '@gongshi/affairs'
import type { Lang } from '@gongshi/ui'

/** What people read of an affair, by its texts; without any, its name in the declaration. */
export function affairWord(affair: string, lang: Lang): string {
  return textsOf(affair, lang)?.name ?? affair
}

export function actionWord(affair: string, action: string, lang: Lang): string {
  return member(textsOf(affair, lang)?.actions, action)?.name ?? action
}

export function entityWord(affair: string, entity: string, lang: Lang): string {
  return member(textsOf(affair, lang)?.entities, entity)?.name ?? entity
}

export function statusWord(affair: string, entity: string, status: string, lang: Lang): string {
  return member(member(textsOf(affair, lang)?.entities, entity)?.status, status) ?? status
}

/** The words of all statuses of an entity, by status. */
export function statusWords(affair: string, entity: string, lang: Lang): { readonly [status: string]: string } {
  return member(textsOf(affair, lang)?.entities, entity)?.status ?? {}
}

export function parameterWord(affair: string, name: string, lang: Lang): string {
  return member(textsOf(affair, lang)?.params, name) ?? name
}

/** A role, by the first affair that has a word for it. */
export function roleWord(role: string, lang: Lang): string {
  const found = Object.keys(affairTexts).map((affair) => member(textsOf(affair, lang)?.roles, role))
  return found.find((word) => word !== undefined) ?? role
}

/** A word of a `oneOf` of the affair. */
export function wordOf(affair: string, word: string, lang: Lang): string {
  return member(textsOf(affair, lang)?.words, word) ?? word
}

function textsOf(affair: string, lang: Lang) {
  return member(affairTexts, affair)?.[lang]
}

function member<Value>(table: { readonly [name: string]: Value } | undefined, name: string): Value | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
}
