import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toHex } from '@gongshi/protocol'
import type { Json } from '@gongshi/sdk'
import { type NodeInTest, startNode } from '../../packages/cli/test/nodeInTest.ts'
import { freshFolder, run } from '../../packages/cli/test/runInTest.ts'

const scheme = 'x-walk'
export const place = { scheme, code: '990100', date: '2020-01-01' }
export const organOf = (id: string) => ({ scheme, id })
/** How an act names the row of an organ, and that of an officer. */
export const organRow = (id: string) => [[scheme, id]]
export const officerRow = (number: Uint8Array) => [{ hex: toHex(number) }]
export const timeOf = (ms: number) => new Date(ms).toISOString()
export const votingMs = 3000

/** Two departments that decide together, and two bureaus; a synthetic city's. Each has one officer, who is named after it. */
const founders = {
  finance: { roles: ['delegate', 'administrator', 'lawReviewer'], votes: true },
  justice: { roles: ['delegate', 'registrar', 'divisionKeeper', 'lawKeeper'], votes: true },
  trade: { roles: ['administrator'], votes: false },
  food: { roles: ['administrator', 'publisher'], votes: false },
} as const
type Founder = keyof typeof founders
/** Who signs, by the name of the key. */
export type Signer = Founder | 'deputy' | 'auditor'

/** What became of an act, as the command prints it. */
export type Done = {
  readonly index: number
  readonly outcome: readonly ['ok', readonly (readonly string[])[]] | readonly ['refused', string]
}

/** A city whose ledger its departments have founded, with a node of it: all of it by the command line, as a new user would. */
export class WalkCity {
  readonly #node: NodeInTest
  readonly #keys: string

  private constructor(node: NodeInTest, keys: string) {
    this.#node = node
    this.#keys = keys
  }

  static async found(portal: string): Promise<WalkCity> {
    const keys = freshFolder()
    const known = { GONGSHI_KEYS: keys }
    const departments = []
    for (const [id, { roles, votes }] of Object.entries(founders)) {
      assert.equal((await run(['keys', 'new', id, '--unprotected'], { env: known })).code, 0)
      departments.push({ organ: organOf(id), division: place, key: id, post: `head-${id}`, roles, votes })
    }
    const file = join(keys, 'founders.json')
    writeFileSync(file, JSON.stringify({ founders: departments, votingPeriod: votingMs, waitingTime: 1000 }))
    const founding = ['--chain-id', 'walk-city', '--founders', file, '--portal', portal]
    return new WalkCity(await startNode(founding, known), keys)
  }

  get url(): string {
    return this.#node.url
  }

  async end(): Promise<void> {
    await this.#node.end()
    rmSync(this.#keys, { recursive: true, force: true })
  }

  gongshi(...args: readonly string[]) {
    return this.#node.gongshi(...args)
  }

  /** What a command prints that must succeed. */
  good(...args: readonly string[]): Promise<string> {
    return this.#node.good(...args)
  }

  at(name: string): string {
    return this.#node.at(name)
  }

  /** A key file of an officer, and what an administrator registers of it. */
  async keyOf(name: string): Promise<{ readonly [part: string]: Json }> {
    await this.good('keys', 'new', name, '--unprotected')
    return JSON.parse(await this.good('keys', 'export', name, '--point'))
  }

  /** An act of these officers; what became of it. */
  async act(affair: string, action: string, input: Json, ...by: readonly Signer[]): Promise<Done> {
    const signers = by.flatMap((name) => ['--key', name])
    const { out, err } = await this.gongshi(
      'submit',
      affair,
      action,
      ...signers,
      '--input',
      this.#file(input),
      '--json',
    )
    assert.notEqual(out, '', err)
    return JSON.parse(out) as Done
  }

  /** The link to a page on which somebody is asked to sign this act. */
  async linkTo(page: string, affair: string, action: string, input: Json, key: string): Promise<string> {
    const draft = this.at(`${crypto.randomUUID()}.gsdraft`)
    await this.good('draft', 'new', affair, action, '--input', this.#file(input), '--signer', key, '-o', draft)
    return (await this.good('draft', 'show', draft, '--link', page)).trim()
  }

  /** The codes of the rules that keep a key from an act; none where it may. */
  async whyNot(affair: string, action: string, input: Json, key: string): Promise<string[]> {
    const asked = ['--as', key, '--input', this.#file(input), '--json']
    const said = JSON.parse((await this.gongshi('explain', affair, action, ...asked)).out) as {
      readonly signers: readonly {
        readonly offices: readonly { readonly rules: readonly { readonly code: string; readonly holds: boolean }[] }[]
      }[]
    }
    const rules = said.signers.flatMap(({ offices }) => offices.flatMap((office) => office.rules))
    return rules.filter(({ holds }) => holds === false).map(({ code }) => code)
  }

  #file(input: Json): string {
    const file = this.at(`${crypto.randomUUID()}.json`)
    writeFileSync(file, JSON.stringify(input))
    return file
  }
}
