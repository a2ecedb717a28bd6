import type { NativeFault } from '../errors.ts'
import { dateOf, type ReleaseFacts } from '../facts.ts'
import { codeText, objectOf, objectsOf, textOf } from '../json/look.ts'
import type { Json, JsonObject } from '../json/parse.ts'
import { type Money, moneyOf } from '../money.ts'
import type { OrganId } from '../organ.ts'
import { brokenReferences } from './references.ts'

/**
 * What a release says of the acts with which a procedure of the affair `procurement` begins, in the names of their inputs.
 * What it does not say is not there.
 */
export type NativeProcedure = {
  readonly plan: {
    readonly buyer: OrganId
    readonly number?: string
    readonly category?: 'goods' | 'works' | 'services'
    readonly estimate?: Money
  }
  readonly lots: readonly { readonly number: number; readonly title?: string; readonly estimate?: Money }[]
  readonly publish: { readonly askUntil?: number; readonly bidUntil?: number }
}

export type NativeMapping = {
  /** Null: it is no open tender, and nothing of it can be a native procedure. */
  readonly procedure: NativeProcedure | null
  /** Inputs that the acts need and the release does not say: officers say them, nobody invents them. */
  readonly missing: readonly string[]
  readonly faults: readonly NativeFault[]
  /** Members of which nothing was taken, as JSON pointers: they stay in the release as it is published. */
  readonly kept: readonly string[]
}

/** No release says these: a division of the ledger, a plan beside it, how many experts judge, a ceiling for each lot. */
const neverSaid = ['plan.agency', 'plan.division', 'plan.plan', 'plan.experts', 'publish.notice']
const categories = ['goods', 'works', 'services'] as const
const taken = ['/ocid', '/id', '/date', '/tag', '/initiationType', '/buyer']
const takenOfTender = new Set(
  'id procurementMethod mainProcurementCategory value lots tenderPeriod enquiryPeriod'.split(' '),
)
const mostLots = 20
/** A number with so many digits is the same in the file and as a double. */
const mostDigits = 15

/**
 * Maps a release into the beginnings of a native procedure, by its own words alone. Total, whatever the release holds.
 * @param facts what the reader took from it: the buyer and the exact amounts
 */
export function nativeProcedure(release: JsonObject, facts: ReleaseFacts): NativeMapping {
  const faults = new Set<NativeFault>(brokenReferences(release))
  const tender = objectOf(release.tender)
  if (tender === undefined) faults.add('ocds-native-tender-absent')
  else if (tender.procurementMethod !== 'open') faults.add('ocds-native-method')
  if (tender === undefined || tender.procurementMethod !== 'open')
    return { procedure: null, missing: [], faults: [...faults], kept: Object.keys(release).map(pointer) }
  const procedure = {
    plan: planOf(tender, facts, faults),
    lots: lotsOf(tender, faults),
    publish: datesOf(tender, faults),
  }
  const said = new Set([
    ...Object.keys(procedure.plan).map((name) => `plan.${name}`),
    ...Object.keys(procedure.publish).map((name) => `publish.${name}`),
  ])
  const wanted = ['plan.number', 'plan.category', 'plan.estimate', 'publish.askUntil', 'publish.bidUntil']
  const missing = [...wanted.filter((name) => !said.has(name)), ...neverSaid, ...missingOfLots(procedure.lots)]
  return { procedure, missing, faults: [...faults], kept: keptOf(release, tender) }
}

function planOf(tender: JsonObject, { organ, amounts }: ReleaseFacts, faults: Set<NativeFault>) {
  const number = codeText(typeof tender.id === 'number' ? String(tender.id) : tender.id)
  const category = categories.find((each) => each === tender.mainProcurementCategory)
  if (category === undefined && tender.mainProcurementCategory !== undefined) faults.add('ocds-native-category')
  const estimate = amounts.find(({ use }) => use === 'tender')?.amount
  const isStated = objectOf(tender.value)?.amount !== undefined
  if (estimate === undefined ? isStated : estimate.minor <= 0n) faults.add('ocds-native-amount')
  return {
    buyer: organ,
    ...(number === undefined ? {} : { number }),
    ...(category === undefined ? {} : { category }),
    ...(estimate === undefined || estimate.minor <= 0n ? {} : { estimate }),
  }
}

function lotsOf(tender: JsonObject, faults: Set<NativeFault>): NativeProcedure['lots'] {
  const lots = objectsOf(tender.lots)
  if (lots.length > mostLots) faults.add('ocds-native-lots-many')
  return lots.slice(0, mostLots).map((lot, at) => {
    const title = textOf(lot.title)
    const estimate = lotMoney(objectOf(lot.value), faults)
    return {
      number: at + 1,
      ...(title === undefined ? {} : { title }),
      ...(estimate === undefined ? {} : { estimate }),
    }
  })
}

function lotMoney(value: JsonObject | undefined, faults: Set<NativeFault>): Money | undefined {
  if (value?.amount === undefined || value.amount === null) return undefined
  const text = String(value.amount)
  const isExact = typeof value.amount === 'number' && text.replaceAll(/[^0-9]/g, '').length <= mostDigits
  const money = isExact ? moneyOf(text, textOf(value.currency) ?? '') : 'ocds-amount-malformed'
  if (typeof money !== 'string' && money.minor > 0n) return money
  faults.add('ocds-native-amount')
  return undefined
}

function datesOf(tender: JsonObject, faults: Set<NativeFault>) {
  const read = (period: Json | undefined): number | undefined => {
    const { startDate, endDate } = objectOf(period) ?? {}
    if (endDate === undefined || endDate === null) return undefined
    const [start, end] = [dateOf(textOf(startDate)), dateOf(textOf(endDate))]
    if (end !== null && (start === null || start <= end)) return end
    faults.add('ocds-native-date')
    return undefined
  }
  const [askUntil, bidUntil] = [read(tender.enquiryPeriod), read(tender.tenderPeriod)]
  if (askUntil !== undefined && bidUntil !== undefined && askUntil >= bidUntil) faults.add('ocds-native-date')
  return { ...(askUntil === undefined ? {} : { askUntil }), ...(bidUntil === undefined ? {} : { bidUntil }) }
}

function missingOfLots(lots: NativeProcedure['lots']): string[] {
  if (lots.length === 0) return ['lots']
  return lots.flatMap(({ number, title, estimate }) => [
    ...(title === undefined ? [`lots.${number}.title`] : []),
    ...(estimate === undefined ? [`lots.${number}.estimate`] : []),
    `lots.${number}.ceiling`,
  ])
}

function keptOf(release: JsonObject, tender: JsonObject): string[] {
  const members = Object.keys(release).map(pointer)
  const rest = members.filter((path) => path !== '/tender' && !taken.includes(path))
  const ofTender = Object.keys(tender).filter((name) => !takenOfTender.has(name))
  return [...rest, ...ofTender.map((name) => `/tender${pointer(name)}`)]
}

/** RFC 6901. */
function pointer(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
