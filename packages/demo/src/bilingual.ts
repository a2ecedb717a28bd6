/** A text for people, in both languages of the demo. */
export type Bilingual = { readonly zh: string; readonly en: string }
