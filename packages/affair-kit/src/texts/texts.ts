/**
 * An affair's words in one language, as `texts.zh.json` and `texts.en.json` hold them. They have a hash of their own: a
 * typo needs no new version of the affair.
 */
export type AffairTexts = {
  readonly name: string
  readonly entities: { readonly [entity: string]: EntityTexts }
  readonly actions: { readonly [action: string]: ActionTexts }
  /** Offices that officers hold, by the role's name. */
  readonly roles?: { readonly [role: string]: string }
  readonly params?: { readonly [param: string]: string }
  readonly events?: { readonly [event: string]: { readonly name: string; readonly fields?: Words } }
  /** Words of `oneOf`, wherever they occur. */
  readonly words?: Words
  /** What the clauses are called that acts rest on, and others that officers cite: by code, such as `some-law/20`. */
  readonly clauses?: Words
}

export type Words = { readonly [name: string]: string }

type EntityTexts = {
  readonly name: string
  readonly fields: Words
  readonly status: Words
  readonly tallies?: Words
  /** By the meaning under which the declaration has them. */
  readonly invariants?: Words
  /** What whoever fills in a field should know beyond its kind. */
  readonly help?: Words
}

type ActionTexts = {
  readonly name: string
  /** Members of the input that are not fields of the row. */
  readonly input?: Words
  readonly refuse?: Words
  /** What its handler decides, in sentences: a program is no law to whoever cannot read it. */
  readonly computes?: string
  /** Sealed records that the action opens, with their fields. */
  readonly unseals?: { readonly [name: string]: { readonly name: string; readonly fields: Words } }
  /** Signers whose part isn't said by their role: persons and organs. */
  readonly signers?: Words
  /** As an entity's, for members of this action's input; before the entity's where both have words. */
  readonly help?: Words
}
