import type { PublicKey } from '@gongshi/protocol'
import { CliError } from '../errors.ts'
import type { NodePart } from './parts.ts'

type Founding = Parameters<NodePart['createLedger']>[1]
type Installed = Awaited<ReturnType<NodePart['installAffairs']>>[number]

/** Who founds: a key, and the organ in whose name it acts. */
export type Founder = {
  readonly key: PublicKey
  readonly organ: { readonly scheme: string; readonly id: string }
  readonly division: { readonly scheme: string; readonly code: string; readonly date: string }
  /** Name of the founder's office in the organ. */
  readonly post: string
  /** Null: every role. */
  readonly roles: readonly string[] | null
  /** Whether the organ is of the house that decides about the ledger. */
  readonly votes: boolean
}

/** What a founder alone has. */
export const soleFounder = { post: 'founder', roles: null, votes: true } as const

/** Milliseconds; what is absent is as usual. */
export type Periods = {
  readonly votingPeriod?: number
  readonly urgentPeriod?: number
  readonly longestPause?: number
  /** Between the approval of an erasure and the erasure. */
  readonly waitingTime?: number
}

export type NewLedger = {
  readonly chainId: string
  /** Each with an organ of its own. */
  readonly founders: readonly Founder[]
  readonly periods?: Periods
  readonly origin: string
  /** Origins of the portals on which passkeys sign. */
  readonly portals: readonly string[]
}

/** Every role that an affair asks for: a founder hands parts of them on, and may then give them up. */
function rolesAskedFor(affairs: readonly Installed[]): readonly string[] {
  const signers = affairs.flatMap(({ program }) => Object.values(program.actions).flatMap(({ signers: all }) => all))
  const asked = signers.map((signer) => (signer.mode === 'confirmation' ? signer.confirms : signer))
  return [...new Set(asked.flatMap((signer) => (signer.mode === 'officer' ? [signer.role] : [])))].sort()
}

/** A ledger begins with an organ, an office in it, its officer and key for each founder: nobody else can act until they are registered. */
export function foundingOf(
  {
    affairParameters,
    foundingRows,
    houseRows,
    relyingPartiesOf,
    usualPeriods,
  }: Pick<NodePart, 'affairParameters' | 'foundingRows' | 'houseRows' | 'relyingPartiesOf' | 'usualPeriods'>,
  { chainId, founders, periods = {}, origin, portals }: NewLedger,
  affairs: readonly Installed[],
  powers: { now(): number; random(bytes: number): Uint8Array },
): Founding {
  const { waitingTime, ...voting } = periods
  const voters = founders.filter(({ votes }) => votes).map(({ organ }) => organ)
  const house = houseRows(voters, powers.now(), { ...usualPeriods, ...voting })
  const since = new Date(powers.now()).toISOString()
  const parameters = affairParameters(since, waitingTime === undefined ? {} : { waitingTime })
  const organs = founders.map((founder) => ({ ...founder, kind: 'administrative' }))
  const officers = founders.map(({ roles, ...founder }) => {
    return { ...founder, roles: [...(roles ?? rolesAskedFor(affairs))], number: powers.random(16) }
  })
  return {
    chainId,
    origin,
    affairs: affairs.map(({ program, versionHash }) => ({
      name: program.affair,
      version: program.version,
      versionHash,
    })),
    ...foundingRows(organs, officers, powers.now()),
    ...house,
    parameters: [...house.parameters, ...parameters],
    relyingParties: relyingPartiesOf(portals),
  }
}

/** `GB-32100:91330100799655058B` -> scheme and id. @throws {CliError} cli-value-invalid */
export function parseOrgan(text: string): Founder['organ'] {
  const match = /^([A-Za-z0-9-]{1,40}):(\S{1,100})$/.exec(text)
  if (match === null) throw new CliError({ code: 'cli-value-invalid', flag: '--organ', expected: 'SCHEME:ID' })
  return { scheme: match[1]!, id: match[2]! }
}

/** `gb-t-2260:330100:2020-01-01` -> scheme, code and the day on which the code was in force. @throws {CliError} cli-value-invalid */
export function parseDivision(text: string): Founder['division'] {
  const match = /^([A-Za-z0-9-]{1,40}):([A-Za-z0-9-]{1,40}):(\d{4}-\d{2}-\d{2})$/.exec(text)
  if (match === null)
    throw new CliError({ code: 'cli-value-invalid', flag: '--division', expected: 'SCHEME:CODE:YYYY-MM-DD' })
  return { scheme: match[1]!, code: match[2]!, date: match[3]! }
}

/** The origin of a portal: https, or http on this machine, by a name and not an IP address. @throws {CliError} cli-value-invalid */
export function parsePortal(text: string): string {
  const url = URL.parse(text)
  const isNamed = url !== null && /[a-z]/.test(url.hostname) && !url.hostname.includes(':')
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === 'localhost')
  if (!isNamed || !isSafe) throw new CliError({ code: 'cli-value-invalid', flag: '--portal', expected: 'https://NAME' })
  return url.origin
}
