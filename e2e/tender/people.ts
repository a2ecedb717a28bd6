import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Cbor, toHex } from '@gongshi/protocol'
import { type Json, parseRowKey } from '@gongshi/sdk'
import { type Ran, run } from '../../packages/cli/test/runInTest.ts'
import { fresh, organOf, place } from './house.ts'
import type { Ledger } from './ledgers.ts'

type Done = { readonly outcome: readonly [string, ...unknown[]]; readonly index: number }

/** People at the ledger by the command line, each with the key that is named after them. */
export class People {
  readonly #ledger: Ledger
  /** Where they keep what they save. */
  readonly #folder: string

  constructor(ledger: Ledger, folder: string) {
    this.#ledger = ledger
    this.#folder = folder
  }

  at(name: string): string {
    return join(this.#folder, name)
  }

  gongshi(...line: readonly string[]): Promise<Ran> {
    return run(line, {
      now: () => Date.now() + this.#ledger.aheadMs(),
      random: fresh,
      fetch: globalThis.fetch,
      env: { GONGSHI_KEYS: this.#ledger.keys, GONGSHI_PASSPHRASE: 'for a test', GONGSHI_URL: this.#ledger.url() },
    })
  }

  /** What a command prints that must succeed. */
  async good(...line: readonly string[]): Promise<string> {
    const { code, out, err } = await this.gongshi(...line)
    assert.equal(code, 0, `${line.join(' ')}: ${out}${err}`)
    return out
  }

  /** An act on a tender that must be accepted. */
  act(action: string, input: Json, ...by: readonly string[]): Promise<Done> {
    return this.actOf('procurement', action, input, ...by)
  }

  async actOf(affair: string, action: string, input: Json, ...by: readonly string[]): Promise<Done> {
    const file = this.at(`${randomUUID()}.json`)
    writeFileSync(file, JSON.stringify(input))
    const signers = by.flatMap((name) => ['--key', name])
    const { out, err } = await this.gongshi('submit', affair, action, ...signers, '--input', file, '--json')
    assert.notEqual(out, '', `${action}: ${err}`)
    const done = JSON.parse(out) as Done
    assert.equal(done.outcome[0], 'ok', `${action}: ${JSON.stringify(done.outcome)}`)
    return done
  }

  /** Of each organ of the house, the officer as an act names one. */
  async officerNumbers(): Promise<ReadonlyMap<string, Json>> {
    const { rows } = JSON.parse(
      await this.good('query', 'organisations', 'officer', '--limit', '200', '--json'),
    ) as Page
    return new Map(rows.map(({ fields }) => [(fields.organ as { id: string }).id, [{ hex: fields.number! }]]))
  }

  /** Rows of the affair as a view has them, once `holds` says that the view has come so far. */
  async rows(entity: string, holds: (rows: readonly Row[]) => boolean = () => true): Promise<readonly Row[]> {
    for (const until = Date.now() + 60_000; Date.now() < until; ) {
      const page = JSON.parse(await this.good('query', 'procurement', entity, '--limit', '200', '--json')) as Page
      const rows = page.rows.map((row) => ({ ...row, ref: refOf(parseRowKey(row.key)) }))
      if (holds(rows)) return rows
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    assert.fail(`waited in vain for the rows of ${entity}`)
  }
}

type Page = { readonly rows: readonly Omit<Row, 'ref'>[] }
export type Row = {
  readonly key: string
  /** As an act names the row. */
  readonly ref: Json
  readonly status: string
  readonly fields: { readonly [field: string]: Json }
}

function refOf(key: Cbor): Json {
  if (key instanceof Uint8Array) return { hex: toHex(key) }
  if (Array.isArray(key)) return key.map(refOf)
  return typeof key === 'bigint' ? Number(key) : (key as string)
}

/** Who plans does not publish: the works office takes on a second purchaser, whose key has this point. */
export async function hirePurchaser(people: People, point: { readonly [part: string]: Json }): Promise<void> {
  const organ = organOf('works')
  const titles = { titleZh: '采购岗', titleEn: 'Purchaser', clause: 'decree/1' }
  const office = { organ, post: 'buying', roles: ['purchaser'], division: place, ...titles }
  await people.actOf('organisations', 'openOffice', office, 'city')
  const number = 'a1'.repeat(16)
  await people.actOf('organisations', 'enrol', { number, organ }, 'works')
  const officer = [{ hex: number }]
  const from = new Date().toISOString()
  const term = { officer, office: [['x-sample', 'works'], 'buying'], from, until: null, clause: 'decree/1' }
  await people.actOf('organisations', 'appoint', term, 'works')
  await people.actOf('organisations', 'registerKey', { ...point, officer }, 'works')
}
