/** The languages of every page and text. */
export type Lang = 'zh' | 'en'
export const languages: readonly Lang[] = ['zh', 'en']

/** The value of the `lang` attribute: Chinese pages are simplified Chinese, so that fonts and readers choose rightly. */
export const htmlLang: { readonly [L in Lang]: string } = { zh: 'zh-Hans', en: 'en' }

/** What stands between a name and its value in running text. */
export const colon: { readonly [L in Lang]: string } = { zh: '：', en: ': ' }

export function otherLang(lang: Lang): Lang {
  return lang === 'zh' ? 'en' : 'zh'
}

/** Texts by key, complete in both languages: the type refuses a missing one, a test compares their placeholders. */
export type Catalogue<Key extends string> = { readonly [L in Lang]: { readonly [K in Key]: string } }

/** Fills `{name}` places. A name without a value stays as it is, so that the gap shows in a test and not as "undefined". */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : place,
  )
}

/** One thing said in one or more languages, as a record holds it: organ names, titles. */
export type LocalText = readonly { readonly lang: string; readonly text: string }[]

/** The text in the page's language, otherwise the first one, with its own language for the `lang` attribute. */
export function localText(texts: LocalText, lang: Lang): { readonly text: string; readonly lang: string } {
  return texts.find((one) => one.lang.split('-')[0] === lang) ?? texts[0] ?? { text: '', lang }
}
