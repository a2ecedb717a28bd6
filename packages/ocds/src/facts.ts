import type { Refusal, Warning } from './errors.ts'
import { codeText, objectOf, objectsOf, textOf } from './json/look.ts'
import type { JsonObject, ParsedObject } from './json/parse.ts'
import { maxAmounts } from './limits.ts'
import { type Money, moneyOf } from './money.ts'
import { type OrganId, organOf } from './organ.ts'

export const amountUses = ['budget', 'tender', 'award', 'contract', 'transaction'] as const
export type AmountUse = (typeof amountUses)[number]

/** The closed code list releaseTag of OCDS 1.1.5. */
export const releaseTags = [
  'planning',
  'planningUpdate',
  'tender',
  'tenderAmendment',
  'tenderUpdate',
  'tenderCancellation',
  'award',
  'awardUpdate',
  'awardCancellation',
  'contract',
  'contractUpdate',
  'contractAmendment',
  'implementation',
  'implementationUpdate',
  'contractTermination',
  'compiled',
] as const
export type ReleaseTag = (typeof releaseTags)[number]

/** All of a release that goes on the ledger. `date`: milliseconds since 1970, null if the source has none. */
export type ReleaseFacts = {
  readonly ocid: string
  readonly id: string
  readonly date: number | null
  readonly tags: readonly ReleaseTag[]
  readonly amounts: readonly { readonly use: AmountUse; readonly amount: Money }[]
  readonly organ: OrganId
}

export type Facts =
  | { readonly ok: true; readonly facts: ReleaseFacts; readonly warnings: Warning[] }
  | { readonly ok: false; readonly code: Refusal }

export function factsOf(parsed: ParsedObject): Facts {
  const release = parsed.value
  const ocid = codeText(release.ocid)
  if (ocid === undefined) return { ok: false, code: 'ocds-ocid-malformed' }
  const id = codeText(release.id)
  if (id === undefined) return { ok: false, code: 'ocds-id-malformed' }
  const { organ, warnings } = organOf(release, ocid)
  if (organ === undefined) return { ok: false, code: 'ocds-organ-absent' }
  const date = dateOf(textOf(release.date))
  if (date === null) warnings.push('ocds-date-malformed')
  const tags = tagsOf(release)
  if (!Array.isArray(release.tag) || tags.length !== release.tag.length) warnings.push('ocds-tag-unknown')
  const { amounts, problems } = amountsOf(parsed)
  return { ok: true, facts: { ocid, id, date, tags, amounts, organ }, warnings: [...warnings, ...problems] }
}

function tagsOf(release: JsonObject): ReleaseTag[] {
  const tags = Array.isArray(release.tag) ? release.tag : []
  return releaseTags.filter((tag) => tags.includes(tag))
}

const dateTime =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?(?:[Zz]|[+-]([0-9]{2}):([0-9]{2}))$/

/** RFC 3339 date-time with its offset; anything vaguer has no place in time. Leap seconds count as the next second. */
export function dateOf(text: string | undefined): number | null {
  const parts = dateTime.exec(text ?? '')
  if (text === undefined || parts === null) return null
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6])]
  if (month < 1 || month > 12 || day < 1 || day > lastDayOf(year, month) || hour > 23 || minute > 59 || second > 60)
    return null
  if (Number(parts[7] ?? 0) > 23 || Number(parts[8] ?? 0) > 59) return null
  const time = Date.parse(second === 60 ? text.replace(/:60/, ':59').toUpperCase() : text.toUpperCase())
  const ms = second === 60 ? time + 1000 : time
  return Number.isSafeInteger(ms) && ms >= 0 ? ms : null
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** PERF: a release has several dates, and a Date made to ask it cost as much as reading the text. */
function lastDayOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : daysOfMonths[month - 1]!
}

type Amounts = { amounts: { use: AmountUse; amount: Money }[]; problems: Warning[] }

function amountsOf(parsed: ParsedObject): Amounts {
  const result: Amounts = { amounts: [], problems: [] }
  for (const { use, value } of valuesOf(parsed.value)) {
    // A currency without an amount is what planning says when the sum is not known yet.
    if (value.amount === undefined || value.amount === null) continue
    const text = parsed.amountTexts.get(value)
    const currency = textOf(value.currency)
    const amount = text === undefined ? 'ocds-amount-malformed' : moneyOf(text, currency ?? '')
    if (typeof amount === 'string') result.problems.push(amount)
    else if (result.amounts.length < maxAmounts) result.amounts.push({ use, amount })
    else result.problems.push('ocds-amounts-many')
  }
  return { amounts: result.amounts, problems: [...new Set(result.problems)] }
}

function* valuesOf(release: JsonObject): Generator<{ use: AmountUse; value: JsonObject }> {
  const contracts = objectsOf(release.contracts)
  const transactions = contracts.flatMap((contract) => objectsOf(objectOf(contract.implementation)?.transactions))
  const places: [AmountUse, (JsonObject | undefined)[]][] = [
    ['budget', [objectOf(objectOf(objectOf(release.planning)?.budget)?.amount)]],
    ['tender', [objectOf(objectOf(release.tender)?.value)]],
    ['award', objectsOf(release.awards).map((award) => objectOf(award.value))],
    ['contract', contracts.map((contract) => objectOf(contract.value))],
    ['transaction', transactions.map((transaction) => objectOf(transaction.value))],
  ]
  for (const [use, values] of places) for (const value of values) if (value !== undefined) yield { use, value }
}
