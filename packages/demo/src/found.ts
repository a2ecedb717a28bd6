import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { usualProcurement } from '@gongshi/affairs'
import {
  createLedger,
  type FoundingOfficer,
  foldersOf,
  foundingRows,
  houseRows,
  installAffairs,
  relyingPartiesOf,
} from '@gongshi/node'
import { secretSigner } from '@gongshi/protocol'
import { type DemoOfficer, demoOfficers } from './city/officers.ts'
import { demoDivision, demoScheme, foundingOrgan, houseMembers, readDemoOrgans } from './city/organs.ts'
import { DemoError } from './errors.ts'
import { createSecret, type DemoSecret, writeDemoKeys } from './keys.ts'

export type DemoPowers = { now(): number; random(bytes: number): Uint8Array }

export const demoChainId = 'demo-qingshi'
/** Short, so that an erasure can be watched. Law and prudence ask for days. */
const erasureWaitMs = 20_000
const keyNoticeMs = 60_000
/** Short, so that a vote can be watched to its end. */
const demoPeriods = { votingPeriod: 10 * 60_000, urgentPeriod: 10 * 60_000, longestPause: 24 * 60 * 60_000 }

/**
 * Makes the demo's ledger in `data`, unless it is there: its first organ, officers and their keys, names for the pages.
 * @throws {DemoError} demo-other-ledger; {NodeError} data-exists when the folder holds something that is no ledger
 */
export async function prepareDemo(data: string, powers: DemoPowers): Promise<void> {
  const chainId = await chainIdOf(data)
  if (chainId === demoChainId) return
  if (chainId !== undefined) throw new DemoError({ code: 'demo-other-ledger', path: data })
  await foundDemo(data, powers)
}

/** The ledger that a folder holds; undefined where there is none. */
export async function chainIdOf(data: string): Promise<string | undefined> {
  const text = await readFile(foldersOf(data).genesis, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as { chainId?: string }).chainId
}

async function foundDemo(data: string, powers: DemoPowers): Promise<void> {
  const officers = demoOfficers.map((officer) => ({
    ...officer,
    number: powers.random(16),
    key: createSecret(officer.name, powers.random),
  }))
  const affairs = await installAffairs()
  const house = houseRows(houseMembers.map(organId), powers.now(), demoPeriods)
  const founding = {
    chainId: demoChainId,
    origin: `localhost/${demoChainId}/node`,
    affairs: affairs.map(({ program, versionHash }) => ({
      name: program.affair,
      version: program.version,
      versionHash,
    })),
    ...foundingRows(
      [{ organ: organId(foundingOrgan.id), kind: foundingOrgan.kind, division: demoDivision }],
      officers.flatMap(officesOf),
      powers.now(),
    ),
    ...house,
    parameters: [waitingTime, keyNotice, ...consultationTimes, ...tenderParameters, ...house.parameters],
    relyingParties: relyingPartiesOf(['http://localhost:7900']),
    synthetic: true,
  } as const
  await createLedger(data, founding, powers)
  await writeNames(data)
  await writeDemoKeys(
    data,
    officers.map(({ key }) => key),
  )
}

const waitingTime = {
  affair: 'erasure',
  name: 'waitingTime',
  value: erasureWaitMs,
  from: '2026-01-01T00:00:00Z',
  basis: 'personal-information/47',
}

const keyNotice = {
  affair: 'organisations',
  name: 'keyNotice',
  value: keyNoticeMs,
  from: '2026-01-01T00:00:00Z',
  basis: 'electronic-signature/13',
}

/** Short, so that a whole tender can be seen in an afternoon. */
const tenderTimes: { readonly [name: string]: number } = {
  leastBidding: 60_000,
  leastAfterAmendment: 60_000,
  disputeTime: 60_000,
  openingTime: 600_000,
  leastExperts: 3,
}

const tenderParameters = usualProcurement.map((parameter) => ({
  affair: 'procurement',
  from: '2026-01-01T00:00:00Z',
  ...parameter,
  value: tenderTimes[parameter.name] ?? parameter.value,
}))

const consultationTimes = [
  { name: 'leastDays', value: 5 },
  { name: 'answerDays', value: 15 },
].map((each) => ({
  affair: 'participation',
  from: '2026-01-01T00:00:00Z',
  basis: 'major-decisions/15',
  ...each,
}))

type Holder = DemoOfficer & { readonly number: Uint8Array; readonly key: DemoSecret }

function officesOf({ name, number, organ, roles, key, places = [demoDivision] }: Holder): FoundingOfficer[] {
  const holder = { organ: organId(organ), roles, number, key: secretSigner('ed25519', key.secret).key }
  return places.map(({ code, date }) => ({
    ...holder,
    post: places.length === 1 ? name : `${name}-${code}`,
    division: { ...demoDivision, code, date },
  }))
}

function organId(id: string) {
  return { scheme: demoScheme, id }
}

/** What the pages call each organ: the last of its names. */
async function writeNames(data: string): Promise<void> {
  const { organs } = await readDemoOrgans()
  const names = Object.fromEntries(
    [...organs].map(([key, { rows }]) => {
      const { nameZh, nameEn } = rows.at(-1)!.facts
      return [key, { zh: nameZh, en: nameEn }]
    }),
  )
  await writeFile(join(data, 'names.json'), `${JSON.stringify(names, null, 2)}\n`)
}
