import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { usualProcurement } from '@gongshi/affairs'
import {
  createLedger,
  type FoundingOfficer,
  foldersOf,
  foundingRows,
  houseRows,
  installAffairs,
  NodeError,
  relyingPartiesOf,
} from '@gongshi/node'
import { secretSigner } from '@gongshi/protocol'
import { createClient, getTrust } from '@gongshi/sdk'
import { type DemoOfficer, demoOfficers } from './city/officers.ts'
import { demoDivision, demoScheme, foundingOrgan, houseMembers, readDemoOrgans } from './city/organs.ts'
import { DemoError } from './errors.ts'
import { importCity } from './importCity.ts'
import { createSecret, type DemoSecret, readDemoKey, writeDemoKeys, writeTrusteeKept } from './keys.ts'
import { PastClock } from './pastClock.ts'
import { playStories } from './procurement/playStories.ts'
import { type Story, stories } from './procurement/stories.ts'
import { withNode } from './runningNode.ts'

export type DemoPowers = { now(): number; random(bytes: number): Uint8Array }

export const demoChainId = 'demo-qingshi'
/** Short, so that an erasure can be watched. Law and prudence ask for days. */
const erasureWaitMs = 20_000
const keyNoticeMs = 60_000
/** Short, so that a vote can be watched to its end. */
const demoPeriods = { votingPeriod: 10 * 60_000, urgentPeriod: 10 * 60_000, longestPause: 24 * 60 * 60_000 }

/**
 * Makes the demo's ledger in `data`, unless it is there: its first organ, officers and their keys, names for the pages, `tenders` played.
 * @throws {DemoError} demo-other-ledger; {NodeError} data-exists when the folder holds something that is no ledger
 */
export async function prepareDemo(data: string, powers: DemoPowers, tenders = stories): Promise<void> {
  const chainId = await chainIdOf(data)
  if (chainId === demoChainId) return
  if (chainId !== undefined) throw new DemoError({ code: 'demo-other-ledger', path: data })
  await assertEmpty(data)
  // In a folder of its own first: a founding that is interrupted leaves no half of a city behind.
  const made = join(data, unfinished)
  await rm(made, { recursive: true, force: true })
  await foundDemo(made, powers, tenders)
  const names = await readdir(made)
  // The genesis last: with it the folder holds a ledger.
  for (const name of names.toSorted((one, other) => Number(isGenesis(one)) - Number(isGenesis(other))))
    await rename(join(made, name), join(data, name))
  await rm(made, { recursive: true })
}

const unfinished = 'founding'
const isGenesis = (name: string) => name === basename(foldersOf('').genesis)

/** @throws {NodeError} data-exists */
async function assertEmpty(data: string): Promise<void> {
  const names = await readdir(data).catch(() => [])
  if (names.some((name) => name !== 'lock' && name !== unfinished))
    throw new NodeError({ code: 'data-exists', path: data })
}

/** The ledger that a folder holds; undefined where there is none. */
export async function chainIdOf(data: string): Promise<string | undefined> {
  const text = await readFile(foldersOf(data).genesis, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as { chainId?: string }).chainId
}

/** The day on which the city’s ledger begins, before today: its procedures take the days that the law gives them. */
const foundedDaysAgo = 90
const dayMs = 86_400_000
/** In the morning of the city, in milliseconds after midnight UTC. */
const morningMs = 2 * 60 * 60_000

/** The node runs under a clock of the past until the present is reached: every time limit on the ledger is the law’s own. */
async function foundDemo(data: string, powers: DemoPowers, tenders: readonly Story[]): Promise<void> {
  const today = Math.floor(powers.now() / dayMs) * dayMs + morningMs
  const clock = new PastClock(powers, tenders.length === 0 ? powers.now() : today - foundedDaysAgo * dayMs)
  await writeFounding(data, { ...powers, now: () => clock.now() }, new Date(today))
  const past = { random: powers.random, now: () => clock.now() }
  const opened = await withNode(data, past, ({ url }) => playPast(url, data, { today, clock, tenders }), {
    clockJumpMs: 100 * dayMs,
  })
  if (!opened.started) throw new DemoError({ code: 'demo-unsound', reason: opened.code })
}

async function playPast(
  url: string,
  data: string,
  { today, clock, tenders }: { readonly today: number; readonly clock: PastClock; readonly tenders: readonly Story[] },
) {
  const now = () => clock.now()
  const trust = await getTrust(createClient({ url, now }))
  const client = createClient({ url, now, trust, chainId: demoChainId })
  const keys = (name: string) => readDemoKey(data, name)
  await importCity(client, keys)
  const kept = await playStories(client, keys, { tenders, today, setClock: (time) => clock.set(time) })
  for (const { name, secrets } of kept) await writeTrusteeKept(data, name, secrets)
}

async function writeFounding(data: string, powers: DemoPowers, present: Date): Promise<void> {
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
    parameters: [waitingTime, keyNotice, ...consultationTimes, ...tenderParameters(present), ...house.parameters],
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
const shortTimes: { readonly [name: string]: number } = {
  leastBidding: 60_000,
  leastAfterAmendment: 60_000,
  disputeTime: 60_000,
  openingTime: 600_000,
}
/** So that a sheet more or less is no chore to fill in. */
const leastExperts = 3

/** As the law has them until the present, and from then on short. */
function tenderParameters(present: Date) {
  const own = { affair: 'procurement', from: '2026-01-01T00:00:00Z' }
  const usual = usualProcurement.map((each) => ({
    ...own,
    ...each,
    value: each.name === 'leastExperts' ? leastExperts : each.value,
  }))
  const short = usual.flatMap((each) => {
    const value = shortTimes[each.name]
    return value === undefined ? [] : [{ ...each, value, from: present.toISOString() }]
  })
  return [...usual, ...short]
}

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
