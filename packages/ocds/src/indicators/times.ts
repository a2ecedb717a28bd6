import { dateOf } from '../facts.ts'
import { objectOf, textOf } from '../json/look.ts'
import type { JsonObject } from '../json/parse.ts'
import { type Facts, type Found, Look } from './facts.ts'
import type { IndicatorCode, ProcessRecord, RedFlag } from './indicator.ts'
import { compare, rational, written } from './rational.ts'
import type { Threshold, Thresholds, ThresholdsAt } from './thresholds.ts'

const dayMs = 86_400_000

/** From the notice to the deadline that stands: fewer whole days than were asked for on the day of the notice. */
export function shortPeriod(record: ProcessRecord, thresholds: ThresholdsAt): RedFlag[] {
  const tender = objectOf(record.compiledRelease.tender)
  const period = objectOf(tender?.tenderPeriod)
  if (period === undefined) return []
  const look = new Look(record.ocid)
  const under = '/compiledRelease/tender/tenderPeriod'
  const start = look.time(period, 'startDate', under) ?? announced(record)
  if (start === null) return []
  const { leastDays } = thresholds(start.value)
  return tooFew('shortPeriod', record.ocid, [start, look.time(period, 'endDate', under)], leastDays)
}

/** The date of the first release that is a notice. */
function announced({ ocid, releases }: ProcessRecord): Found<number> | null {
  const at = releases.findIndex((release) => hasTag(release, 'tender'))
  return at < 0 ? null : new Look(ocid).time(releases[at]!, 'date', `/releases/${at}`)
}

/** A notice that is changed when little time is left of the deadline that stood until then. */
export function lateAmendment(record: ProcessRecord, { amendmentDays }: Thresholds): RedFlag[] {
  const { ocid, releases } = record
  const look = new Look(ocid)
  return releases.flatMap((release, at) => {
    if (!hasTag(release, 'tenderAmendment')) return []
    const before = releases.findLastIndex((each, place) => place < at && endOf(each) !== null)
    if (before < 0) return []
    const period = objectOf(objectOf(releases[before]!.tender)?.tenderPeriod)!
    const deadline = look.time(period, 'endDate', `/releases/${before}/tender/tenderPeriod`)
    return tooFew('lateAmendment', ocid, [look.time(release, 'date', `/releases/${at}`), deadline], amendmentDays)
  })
}

function endOf(release: JsonObject): number | null {
  return dateOf(textOf(objectOf(objectOf(release.tender)?.tenderPeriod)?.endDate))
}

/** Signed before anybody had time to object. */
export function shortStandstill({ ocid, awards, contracts }: Facts, { standstillDays }: Thresholds): RedFlag[] {
  return contracts.flatMap(({ award, signed }) => {
    const awarded = awards.find(({ id }) => id !== null && id === award)
    const lot = awarded?.lots.length === 1 ? awarded.lots[0]! : null
    return tooFew('shortStandstill', ocid, [awarded?.date ?? null, signed], standstillDays, lot)
  })
}

type Span = readonly [from: Found<number> | null, until: Found<number> | null]

/** Raised for fewer whole days than `least`; a span that ends before it begins says nothing. */
function tooFew(
  indicator: IndicatorCode,
  ocid: string,
  [from, until]: Span,
  least: Threshold,
  lot: string | null = null,
): RedFlag[] {
  if (from === null || until === null || until.value < from.value) return []
  const days = Math.floor((until.value - from.value) / dayMs)
  const value = rational(BigInt(days))
  if (compare(value, least.value) >= 0) return []
  const sum = `⌊${until.input.value} − ${from.input.value}⌋ = ${days} d < ${written(least.value)} d`
  const numbers = { value, threshold: least.value, source: least.source }
  return [{ indicator, ocid, lot, inputs: [from.input, until.input], ...numbers, sum }]
}

function hasTag({ tag }: JsonObject, wanted: string): boolean {
  return Array.isArray(tag) && tag.includes(wanted)
}
