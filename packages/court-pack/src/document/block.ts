/** What a document says, apart from how it looks: a sequence of these. */
export type Block =
  | { readonly kind: 'title'; readonly text: string; readonly under: string }
  | { readonly kind: 'heading'; readonly level: 2 | 3 | 4; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  /** Codes side by side, each with what stands under it; `alt` for those who do not see them. */
  | {
      readonly kind: 'codes'
      readonly codes: readonly { readonly text: string; readonly under: string; readonly alt: string }[]
    }
