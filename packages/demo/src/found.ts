import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLedger, foldersOf, foundingRows, installAffairs } from '@gongshi/node'
import { secretSigner } from '@gongshi/protocol'
import { demoOfficers } from './city/officers.ts'
import { demoDivision, demoOrgans, demoScheme } from './city/organs.ts'
import { DemoError } from './errors.ts'
import { createSecret, writeDemoKeys } from './keys.ts'

export type DemoPowers = { now(): number; random(bytes: number): Uint8Array }

export const demoChainId = 'demo-qingshi'
/** Short, so that an erasure can be watched. Law and prudence ask for days. */
const erasureWaitMs = 20_000

/**
 * Makes the demo's ledger in `data`, unless it is there: organs, officers and their keys, names for the pages.
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
  const founding = {
    chainId: demoChainId,
    origin: `localhost/${demoChainId}/node`,
    affairs: affairs.map(({ program, versionHash }) => ({
      name: program.affair,
      version: program.version,
      versionHash,
    })),
    ...foundingRows(
      demoOrgans.map(({ id, kind }) => ({ organ: organId(id), kind, division: demoDivision })),
      officers.map(({ name, number, organ, roles, key }) => ({
        post: name,
        organ: organId(organ),
        roles,
        division: demoDivision,
        number,
        key: secretSigner('ed25519', key.secret).key,
      })),
      powers.now(),
    ),
    parameters: [waitingTime],
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

function organId(id: string) {
  return { scheme: demoScheme, id }
}

/** What the pages call each organ. */
async function writeNames(data: string): Promise<void> {
  const names = Object.fromEntries(demoOrgans.map(({ id, zh, en }) => [`${demoScheme}/${id}`, { zh, en }]))
  await writeFile(join(data, 'names.json'), `${JSON.stringify(names, null, 2)}\n`)
}
