import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { findSharedData, missingSharedData } from '@gongshi/testkit'
import fc from 'fast-check'
import { MergeError } from '../errors.ts'
import type { JsonObject } from '../json/parse.ts'
import { mergeReleases } from './mergeReleases.ts'
import { omitted, wholeLists } from './rules.ts'

const at = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`
const release = (day: number, rest: object = {}): JsonObject => ({
  ocid: 'ocds-000000-1',
  id: `r${day}`,
  date: at(day),
  tag: ['tender'],
  ...rest,
})
const compiled = (...releases: object[]): JsonObject =>
  mergeReleases(releases.map((rest, day) => release(day + 1, rest))).compiled
const known = (day: number): JsonObject => ({
  ocid: 'ocds-000000-1',
  id: `ocds-000000-1-${at(day)}`,
  date: at(day),
  tag: ['compiled'],
})

type Node = { readonly [name: string]: unknown; readonly type?: string | readonly string[]; readonly $ref?: string }
type Schema = Node & {
  readonly properties: { readonly [name: string]: Node }
  readonly definitions: Schema['properties']
}

/** As the standard's page on merging says, with each reference followed. */
function rulesOf(schema: Schema): { readonly omitted: string[]; readonly wholeLists: string[] } {
  const found = { omitted: [] as string[], wholeLists: [] as string[] }
  const open = (node: Node): Node => (node.$ref ? schema.definitions[node.$ref.replace('#/definitions/', '')]! : node)
  const typesOf = (node: Node): readonly string[] => [node.type ?? []].flat()
  const visit = (properties: { readonly [name: string]: Node }, path: readonly string[]): void => {
    for (const [name, raw] of Object.entries(properties)) {
      const node = { ...open(raw), ...raw }
      const here = [...path, name]
      const items = node.items === undefined ? undefined : open(node.items as Node)
      const members = (node.properties ?? items?.properties) as { readonly [name: string]: Node } | undefined
      const isList = typesOf(node).includes('array')
      if (raw.omitWhenMerged) found.omitted.push(here.join('/'))
      else if (isList && (raw.wholeListMerge || typesOf(items!).some((type) => type !== 'object') || !members?.id))
        found.wholeLists.push(here.join('/'))
      else if (members !== undefined) visit(members, here)
    }
  }
  visit(schema.properties, [])
  return found
}

test('the rules are those of the vendored schema', () => {
  const schema = readFileSync(new URL('../schema/release-schema-1.1.5.json', import.meta.url), 'utf8')
  assert.deepEqual(rulesOf(JSON.parse(schema)), { omitted, wholeLists })
})

describe('merging by OCDS 1.1.5', () => {
  test('what the reference implementation makes of made-up sequences', () => {
    const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/merge.json', import.meta.url), 'utf8'))
    assert.ok(cases.length >= 30)
    for (const { releases, ...wanted } of cases) {
      const merged = mergeReleases(releases)
      assert.deepEqual({ compiled: merged.compiled, versioned: merged.versioned }, wanted)
    }
  })

  test('in the order of dates, whatever the order they come in; at one instant in that order', () => {
    const later = release(2, { language: 'zh' })
    const sooner = release(1, { language: 'en' })
    assert.equal(mergeReleases([later, sooner]).compiled.language, 'zh')
    const east = { ...sooner, date: '2026-01-02T07:59:59+08:00', language: 'fr' }
    assert.equal(mergeReleases([later, east]).compiled.language, 'zh', 'by the instant, not by the letters')
    const same = { ...sooner, date: '2026-01-02T08:00:00+08:00', language: 'fr' }
    assert.equal(mergeReleases([later, same]).compiled.language, 'fr')
  })

  test('null takes a value away; items merge by their ids, whole lists do not', () => {
    const first = { tender: { title: 'Bridge', items: [{ id: 1, description: 'steel', quantity: 2 }] }, parties: [] }
    const second = { tender: { title: null, items: [{ id: '1', quantity: 3 }, { id: 2 }] } }
    assert.deepEqual(compiled(first, second), {
      ...known(2),
      tender: { items: [{ id: 1, description: 'steel', quantity: 3 }, { id: 2 }] },
    })
    const roles = (...each: string[]) => ({ parties: [{ id: 'a', roles: each }] })
    assert.deepEqual(compiled(roles('buyer', 'payer'), roles('supplier')).parties, [{ id: 'a', roles: ['supplier'] }])
  })

  test('the versioned release tells every value and whose it was, and no history of an item’s id', () => {
    const { versioned } = mergeReleases([
      release(1, { tender: { items: [{ id: 1, quantity: 2 }] } }),
      release(2, { tender: { items: [{ id: 1, quantity: 2 }] } }),
      release(3, { tender: { items: [{ id: 1, quantity: 4 }] } }),
    ])
    const version = (day: number, value: number) => ({
      releaseID: `r${day}`,
      releaseDate: at(day),
      releaseTag: ['tender'],
      value,
    })
    const items = [{ id: 1, quantity: [version(1, 2), version(3, 4)] }]
    assert.deepEqual(versioned, { ocid: 'ocds-000000-1', tender: { items } })
  })

  test('a member named like the machinery is a member', () => {
    const odd = JSON.parse('{"__proto__":{"a":1},"constructor":"x","tender":{"__proto__":"y"}}')
    assert.ok(JSON.stringify(compiled(odd, {})).includes('"__proto__":{"a":1}'))
  })

  const shared = findSharedData('procurement')
  const skip = shared === undefined ? missingSharedData : false
  test('the worked example of the standard: its six releases make its compiled release', { skip }, async () => {
    const read = async (name: string) => JSON.parse(await readFile(`${shared}/fictional-${name}.json`, 'utf8'))
    const names = ['01-planning', '02-tender', '03-tenderAmendment', '04-award', '05-contract', '06-implementation']
    const releases = (await Promise.all(names.map(read))).flatMap((each) => each.releases)
    const [record] = (await read('record')).records
    assert.deepEqual(mergeReleases(releases).compiled, record.compiledRelease)
  })
})

describe('what cannot be merged is refused by its code, at its place', () => {
  const cases: readonly [code: string, at: number, releases: readonly unknown[]][] = [
    ['ocds-merge-empty', 0, []],
    ['ocds-merge-ocid', 1, [release(1), release(2, { ocid: 'ocds-000000-2' })]],
    ['ocds-merge-ocid', 0, [release(1, { ocid: null })]],
    ['ocds-merge-date', 1, [release(1), release(2, { date: '2026-02-30T00:00:00Z' })]],
    ['ocds-merge-date', 0, [release(1, { date: '2026-01-01' })]],
    ['ocds-merge-date', 0, [release(1, { date: null })]],
    ['ocds-merge-id', 0, [release(1, { parties: [{ id: { a: 1 } }] })]],
    ['ocds-merge-id', 1, [release(1, { parties: [{ id: 'a' }] }), release(2, { parties: [{ id: true }] })]],
    ['ocds-merge-type', 1, [release(1, { tender: 'none' }), release(2, { tender: { id: 'a' } })]],
    ['ocds-merge-type', 1, [release(1, { tender: { id: 'a' } }), release(2, { tender: 'none' })]],
    ['ocds-merge-type', 1, [release(1, { awards: [{ id: 'a' }] }), release(2, { awards: { id: 'a' } })]],
    ['ocds-merge-type', 1, [release(1, { x: ['a'] }), release(2, { x: [{ id: 'a' }] })]],
  ]
  for (const [code, place, releases] of cases)
    test(`${code}: ${JSON.stringify(releases).slice(0, 120)}`, () => {
      const isRefused = (error: unknown): boolean => error instanceof MergeError && error.code === code
      const merge = () => mergeReleases(releases as JsonObject[])
      assert.throws(merge, (error) => isRefused(error) && (error as MergeError).failure.at === place)
    })

  test('whatever members hold, nothing but a coded refusal is thrown', () => {
    const rest = fc.dictionary(fc.constantFrom('tender', 'parties', 'id', 'x', '__proto__'), fc.jsonValue())
    fc.assert(
      fc.property(fc.array(rest, { maxLength: 4 }), (all) => {
        try {
          mergeReleases(all.map((each, day) => ({ ...(each as JsonObject), ...release(day + 1) })))
        } catch (error) {
          assert.ok(error instanceof MergeError && error.code.startsWith('ocds-merge-'))
        }
      }),
    )
  })
})
