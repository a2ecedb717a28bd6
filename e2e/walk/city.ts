import { rmSync } from 'node:fs'
import { clauses, governance, organisations } from '@gongshi/affairs'
import type { Signer } from '@gongshi/protocol'
import { type ActInput, actOf, type Client, type Committed, createClient, createWallet, submit } from '@gongshi/sdk'
import { createLedger, foundingRows, houseRows, type Running, relyingPartiesOf } from '../../packages/node/src/index.ts'
import { freshFolder, powers, runSample, sampleAffairs, signerOf } from '../../packages/node/test/sampleNode.ts'

const scheme = 'x-walk'
export const place = { scheme, code: '990100', date: '2020-01-01' }
export const organOf = (id: string) => ({ scheme, id })
/** How an act names the row of an organ. */
export const organRow = (id: string) => [[scheme, id]]
export const votingMs = 3000

/** Two departments that decide together, and two bureaus; a synthetic city's. Each has one officer, who is named after it. */
const roles = {
  finance: ['delegate', 'administrator', 'lawReviewer'],
  justice: ['delegate', 'registrar', 'lawKeeper'],
  trade: ['administrator'],
  food: ['administrator', 'publisher'],
} as const
type Organ = keyof typeof roles
const organs = Object.keys(roles) as Organ[]

const numberOf = (organ: Organ): Uint8Array => new Uint8Array(16).fill(organs.indexOf(organ) + 1)

/** A city whose ledger two departments have founded, with a node of it. */
export class WalkCity {
  readonly #running: Running
  readonly #folder: string
  readonly client: Client

  private constructor(running: Running, folder: string) {
    this.#running = running
    this.#folder = folder
    this.client = createClient({ url: running.url })
  }

  static async found(portal: string): Promise<WalkCity> {
    const folder = freshFolder()
    const data = `${folder}/data`
    const foundedMs = Date.UTC(2026, 0, 1)
    const founders = organs.map((id) => ({ organ: organOf(id), kind: 'administrative', division: place }))
    const holders = organs.map((id) => ({
      post: `head-${id}`,
      organ: organOf(id),
      roles: roles[id],
      division: place,
      number: numberOf(id),
      key: signerOf(`walk ${id}`).key,
    }))
    const periods = { votingPeriod: votingMs, urgentPeriod: 60_000, longestPause: 600_000 }
    const house = houseRows([organOf('finance'), organOf('justice')], foundedMs, periods)
    const affairs = (await sampleAffairs()).map(({ program, versionHash }) => ({
      name: program.affair,
      version: program.version,
      versionHash,
    }))
    const rights = { ...house, ...foundingRows(founders, holders, foundedMs) }
    const waitingTime = { affair: 'erasure', name: 'waitingTime', value: 1000, from: '2026-01-01T00:00:00Z' }
    const parameters = [...house.parameters, { ...waitingTime, basis: 'personal-information/47' }]
    const relyingParties = relyingPartiesOf([portal])
    const founding = {
      chainId: 'walk-city',
      origin: 'localhost/walk-city',
      affairs,
      ...rights,
      parameters,
      relyingParties,
    }
    await createLedger(data, founding, powers)
    return new WalkCity(await runSample(data), folder)
  }

  get url(): string {
    return this.#running.url
  }

  signer(organ: Organ): Signer {
    return signerOf(`walk ${organ}`)
  }

  async end(): Promise<void> {
    await this.#running.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** An act of these officers; what became of it. */
  async act(affair: string, action: string, input: ActInput, ...by: readonly (Organ | Signer)[]): Promise<Committed> {
    const signers = by.map((each) => (typeof each === 'string' ? this.signer(each) : each))
    const declaration = { organisations, governance, clauses }[affair]
    return submit(
      this.client,
      createWallet(...(signers as [Signer])),
      actOf(declaration!, action as never),
      input as never,
    )
  }
}
