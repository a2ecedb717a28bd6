import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { usualProcurement } from '@gongshi/affairs'
import type { Genesis, Installed } from '@gongshi/ledger'
import { generateSecret, type Signer, secretSigner, sha256, utf8 } from '@gongshi/protocol'
import { type Logger, pino } from 'pino'
import {
  createLedger,
  type FoundingOfficer,
  foundingRows,
  houseRows,
  installAffairs,
  type NodeConfig,
  parseConfig,
  type Running,
  relyingPartiesOf,
  runNode,
} from '../src/index.ts'

export const chainId = 'sample-city'
export const organ = { scheme: 'x-sample', id: 'city-office' }
const division = { scheme: 'x-sample', code: '990100', date: '2026-01-01' }
const foundedMs = Date.UTC(2026, 0, 1)

/** Officers by name: their keys follow from it, so that every test knows them. */
export const officers = {
  clerk: signerOf('clerk'),
  notary: signerOf('notary', 'es256'),
  keeper: signerOf('keeper'),
  keeper2: signerOf('keeper2'),
  registrar: signerOf('registrar'),
  former: signerOf('former'),
} as const

const roles: Readonly<Record<keyof typeof officers, readonly string[]>> = {
  clerk: ['publisher', 'importer', 'consultant', 'receiver', 'moderator'],
  notary: ['publisher'],
  keeper: ['recordsKeeper', 'lawReviewer'],
  keeper2: ['recordsKeeper'],
  registrar: ['administrator', 'delegate', 'registrar', 'divisionKeeper', 'lawKeeper'],
  former: ['publisher'],
}

export function signerOf(name: string, suite: 'ed25519' | 'es256' = 'ed25519'): Signer {
  return secretSigner(suite, secretOf(name, suite))
}

export function secretOf(name: string, suite: 'ed25519' | 'es256' = 'ed25519'): Uint8Array {
  return generateSecret(suite, sha256(utf8(`sample officer ${name}`)))
}

/** Another organ of the same ledger, with one officer who may do there what all of the first may do together. */
export const harbour = { scheme: 'x-sample', id: 'harbour-office' }
export const neighbour = signerOf('neighbour')
export const neighbourNumber = sha256(utf8('neighbour')).subarray(0, 16)
const neighbourHolder: FoundingOfficer = {
  post: 'harbour-master',
  organ: harbour,
  roles: [...new Set(Object.values(roles).flat())],
  division,
  number: neighbourNumber,
  key: neighbour.key,
}

export type Sample = Running & {
  readonly data: string
  /** Every line that the node has logged. */
  readonly lines: readonly string[]
  /** Stops it and runs it again on the same data. */
  restart(): Promise<void>
  /** Stops it and removes its folder. */
  end(): Promise<void>
}

export type SampleOptions = {
  readonly config?: Partial<{ [Key in keyof NodeConfig]: unknown }>
  readonly erasureWaitMs?: number
  /** How long the house votes. Milliseconds. */
  readonly votingPeriod?: number
  /** Addresses of the portal on which passkeys sign. */
  readonly portals?: readonly string[]
  /** Absent: the embedded one. `config` must name the same. */
  readonly engine?: 'cometbft'
  /** What the program brings. Absent: what every release does. */
  readonly affairs?: readonly Installed[]
  /** With another organ, the harbour. */
  readonly neighbours?: boolean
  /** Called on the folder between founding and running. */
  readonly prepare?: (data: string) => void
}

export { installAffairs as sampleAffairs }

/** A folder for a test's own data. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'gongshi-node-'))
}

/** Founds the sample city in a folder that does not exist or is empty. */
export async function foundSample(
  data: string,
  {
    erasureWaitMs = 1000,
    votingPeriod = 1000,
    portals,
    engine,
    neighbours = false,
  }: Pick<SampleOptions, 'erasureWaitMs' | 'votingPeriod' | 'portals' | 'engine' | 'neighbours'> = {},
): Promise<Genesis> {
  const installed = await installAffairs()
  const affairs = installed.map(({ program, versionHash }) => ({
    name: program.affair,
    version: program.version,
    versionHash,
  }))
  const rights = {
    ...rowsOf(erasureWaitMs, votingPeriod, neighbours),
    ...(portals && { relyingParties: relyingPartiesOf(portals) }),
    ...(engine && { engine }),
  }
  return (await createLedger(data, { chainId, origin: `localhost/${chainId}/node`, affairs, ...rights }, powers))
    .genesis
}

/** The number under which the ledger knows an officer. */
export function officerNumber(name: keyof typeof officers): Uint8Array {
  return sha256(utf8(name)).subarray(0, 16)
}

function rowsOf(erasureWaitMs: number, votingPeriod: number, neighbours: boolean) {
  const names = Object.keys(officers) as (keyof typeof officers)[]
  const holders: FoundingOfficer[] = names.map((name) => ({
    post: name,
    organ,
    roles: roles[name],
    division,
    number: officerNumber(name),
    key: officers[name].key,
    ...(name === 'former' ? { revokedFor: 'left' } : {}),
  }))
  const organs = [organ, ...(neighbours ? [harbour] : [])].map((each) => ({
    organ: each,
    kind: 'administrative',
    division,
  }))
  if (neighbours) holders.push(neighbourHolder)
  const house = houseRows([organ], foundedMs, { votingPeriod, urgentPeriod: 60_000, longestPause: 600_000 })
  return {
    ...house,
    ...foundingRows(organs, holders, foundedMs),
    parameters: [
      ...house.parameters,
      {
        affair: 'erasure',
        name: 'waitingTime',
        value: erasureWaitMs,
        from: '2026-01-01T00:00:00Z',
        basis: 'personal-information/47',
      },
      {
        affair: 'organisations',
        name: 'keyNotice',
        value: 1000,
        from: '2026-01-01T00:00:00Z',
        basis: 'electronic-signature/13',
      },
      ...(['leastDays', 'answerDays'] as const).map((name) => ({
        affair: 'participation',
        name,
        value: 1,
        from: '2026-01-01T00:00:00Z',
        basis: 'major-decisions/15',
      })),
      ...usualProcurement.map((parameter) => ({ affair: 'procurement', from: '2026-01-01T00:00:00Z', ...parameter })),
    ],
  }
}

export const powers = {
  now: () => Date.now(),
  random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
  version: 'test',
}

/** A new ledger of the sample city with a node that runs on free ports. */
export async function startSample(options: SampleOptions = {}): Promise<Sample> {
  const folder = freshFolder()
  const data = join(folder, 'data')
  await foundSample(data, options)
  options.prepare?.(data)
  const lines: string[] = []
  let running = await runSample(data, lines, options.config, options.affairs)
  return {
    data,
    lines,
    get url() {
      return running.url
    },
    get routes() {
      return running.routes
    },
    get opsUrl() {
      return running.opsUrl
    },
    stop: () => running.stop(),
    async restart() {
      await running.stop()
      running = await runSample(data, lines, options.config, options.affairs)
    },
    async end() {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs a node on a ledger that is there. */
export async function runSample(
  data: string,
  lines: string[] = [],
  config: SampleOptions['config'] = {},
  affairs?: readonly Installed[],
): Promise<Running> {
  const whole = parseConfig({ data, http: { port: 0 }, ops: { port: 0 }, ...config })
  return runNode(whole, affairs ?? (await installAffairs()), { ...powers, logger: keepLines(lines) })
}

function keepLines(lines: string[]): Logger {
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      lines.push(piece.toString())
      done()
    },
  })
  return pino({ level: 'info' }, sink)
}
