/**
 * Writes sequences of OCDS releases with what our merging makes of them, a case a line, for `check.py` to merge again: the
 * real ones and the standard's worked example, where they are, a native tender from plan to contract, and made-up ones by
 * a fixed seed.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Json, type JsonObject, MergeError, mergeReleases } from '@gongshi/ocds'
import { findSharedData } from '@gongshi/testkit'
import fc from 'fast-check'
import { wholeTender } from '../../packages/node/test/toldTender.ts'

const runs = 1_500
const seed = 20_260_101

function say(name: string, releases: readonly JsonObject[]): void {
  process.stdout.write(`${JSON.stringify({ name, releases, ...merged(releases) })}\n`)
}

function merged(releases: readonly JsonObject[]): object {
  try {
    const { compiled, versioned } = mergeReleases(releases)
    return { compiled, versioned }
  } catch (error) {
    if (error instanceof MergeError) return { refused: error.code }
    throw error
  }
}

const word = fc.constantFrom('open', 'late', '公示', 'é', '', 'none', '1')
const scalar: fc.Arbitrary<Json> = fc.oneof(
  word,
  fc.constantFrom(null, true, false),
  fc.integer({ min: -3, max: 3 }).map((number) => (number === 0 || number === 1 ? 7 : number)),
  fc.constantFrom(0.1, 1e21, 123_456_789.25, 5e-7),
)
/** Of one kind in each list, as the schema asks of a publisher. */
const id = fc.constantFrom<Json>('a', 'b', 'c', 'd')
const number = fc.integer({ min: 2, max: 5 })

function sometimes(members: { readonly [name: string]: fc.Arbitrary<Json> }): fc.Arbitrary<JsonObject> {
  const each = Object.entries(members).map(([name, member]) => [name, fc.option(member, { freq: 2, nil: undefined })])
  return fc
    .record(Object.fromEntries(each) as { [name: string]: fc.Arbitrary<Json | undefined> })
    .map(
      (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as JsonObject,
    )
}

const few = <Value extends Json>(item: fc.Arbitrary<Value>): fc.Arbitrary<Json> => fc.array(item, { maxLength: 3 })
const nothing = fc.constant<Json>(null)
const value = sometimes({ amount: fc.oneof(number, nothing), currency: word })
const classification = sometimes({ id, scheme: word })
const item = sometimes({
  id: fc.oneof({ arbitrary: number, weight: 5 }, { arbitrary: nothing, weight: 1 }),
  description: scalar,
  classification,
  additionalClassifications: few(classification),
  unit: sometimes({ id, name: scalar, value }),
})
const party = sometimes({
  id,
  name: scalar,
  roles: few(word),
  identifier: sometimes({ id, legalName: scalar }),
  additionalIdentifiers: few(classification),
  details: sometimes({ size: scalar, tags: few(word), nested: few(sometimes({ id, note: scalar })) }),
})
const lot = sometimes({ id, title: scalar, status: scalar, value, unknown: few(sometimes({ id, text: scalar })) })
const bid = sometimes({ id, status: scalar, date: scalar, tenderers: few(sometimes({ id, name: scalar })), value })
const parts = {
  language: scalar,
  parties: few(party),
  buyer: sometimes({ id, name: scalar, additionalIdentifiers: few(classification) }),
  tender: sometimes({
    id: scalar,
    title: scalar,
    submissionMethod: few(word),
    items: few(item),
    lots: few(lot),
    amendment: sometimes({ date: scalar, changes: few(sometimes({ property: word, former_value: scalar })) }),
    tenderPeriod: sometimes({ startDate: scalar, endDate: scalar }),
  }),
  bids: sometimes({ details: few(bid), statistics: few(sometimes({ id, measure: word, value: scalar })) }),
  awards: few(sometimes({ id, suppliers: few(sometimes({ id, name: scalar })), items: few(item), value })),
  publisherExtension: sometimes({ anything: fc.oneof(scalar, few(word)), list: few(sometimes({ id, deep: value })) }),
}

const day = fc.integer({ min: 1, max: 9 }).map((at) => `2026-01-0${at}T00:00:00Z`)
const sequence = fc.array(fc.tuple(day, fc.option(word), sometimes(parts)), { minLength: 1, maxLength: 6 })

const published: JsonObject[] = []
const folder = findSharedData('procurement')
for (const name of folder === undefined ? [] : await readdir(folder)) {
  const { releases } = JSON.parse(await readFile(join(folder!, name), 'utf8')) as { readonly releases?: JsonObject[] }
  published.push(...(releases ?? []))
}
for (const [ocid, releases] of Map.groupBy(published, ({ ocid }) => String(ocid))) say(ocid, releases)
say('a native tender', wholeTender().releases)
for (const [at, releases] of fc.sample(sequence, { numRuns: runs, seed }).entries())
  say(
    `sequence ${at}`,
    releases.map(([date, tag, rest], place) => ({
      ocid: 'ocds-000000-1',
      id: `r${place}`,
      date,
      ...(tag === null ? {} : { tag: [tag] }),
      ...rest,
    })),
  )
