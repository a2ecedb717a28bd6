export const affair = 'procurement'

/** What the rows of the affair hold, as far as pages read it: the JSON forms of their fields. */
export type OrganId = { readonly scheme: string; readonly id: string }
export type Money = { readonly currency: string; readonly minor: number | string }
export type Fields = {
  readonly buyer: OrganId
  readonly agency: OrganId
  readonly number: string
  readonly division: { readonly scheme: string; readonly code: string; readonly date: string }
  readonly category: string
  readonly estimate: Money
  readonly notice: string | null
  readonly edition: number
  readonly askUntil: string | null
  readonly bidUntil: string | null
  readonly experts: number
  readonly threshold: number | null
}

/** `scheme/id` */
export type OrganText = string

export function organText({ scheme, id }: OrganId): OrganText {
  return `${scheme}/${id}`
}

/** The inverse of `organText`: a scheme has no slash. */
export function organIdOf(text: OrganText): OrganId {
  const at = text.indexOf('/')
  return { scheme: text.slice(0, at), id: text.slice(at + 1) }
}
