import { carryOut, type PlannedAct, planDivisions, planOrgans, readDivisions, readRegister } from '@gongshi/registers'
import { type Client, createWallet } from '@gongshi/sdk'
import { registrarName } from './city/officers.ts'
import { demoDivisionTables, readCityFile, readDemoOrgans } from './city/organs.ts'
import { DemoError } from './errors.ts'
import type { DemoKeys } from './seed.ts'

/**
 * The city's places and organs, from its files, as `gongshi import divisions` and `gongshi import organs` do it; what is
 * there already is left alone.
 * @throws {DemoError} demo-seed-refused; {ClientError} where the node can't be asked
 */
export async function importCity(client: Client, keys: DemoKeys): Promise<void> {
  for (const { file, asOf } of demoDivisionTables) {
    const read = readDivisions(await readCityFile(file))
    await perform(client, keys, planDivisions(read, await readRegister(client), { asOf }))
  }
  await perform(client, keys, planOrgans(await readDemoOrgans(), await readRegister(client)))
}

type Plan = { readonly acts: readonly PlannedAct[]; readonly refused: readonly { readonly code: string }[] }

async function perform(client: Client, keys: DemoKeys, { acts, refused }: Plan): Promise<void> {
  const wallet = createWallet(await keys(registrarName))
  const carried = await carryOut(acts, { client, wallet })
  const [fault] = [...refused, ...carried.refused]
  if (fault !== undefined) throw new DemoError({ code: 'demo-seed-refused', reason: fault.code })
}
