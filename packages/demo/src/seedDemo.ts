import { createClient, getTrust } from '@gongshi/sdk'
import type { Bilingual } from './bilingual.ts'
import { consult } from './consult.ts'
import { govern, registerClauses } from './govern.ts'
import { importCity } from './importCity.ts'
import { readDemoKey } from './keys.ts'
import { lendPowers } from './powers.ts'
import { seed } from './seed.ts'
import { tipsFor } from './tips.ts'

/**
 * Fills the demo that a running node serves, and says what to open and try. Run twice, everything is there once.
 * @throws {DemoError} demo-key-unreadable, demo-seed-refused; {ClientError} where the node can't be asked
 */
export async function seedDemo(
  node: { readonly url: string; readonly data: string },
  report: (done: number, of: number) => void = () => undefined,
): Promise<Bilingual> {
  const asking = createClient({ url: node.url })
  // The node is our own, started a moment ago on a folder that we can read.
  const client = createClient({ url: node.url, trust: await getTrust(asking) })
  const keys = (name: string) => readDemoKey(node.data, name)
  await importCity(client, keys)
  await seed(client, keys, report)
  await registerClauses(client, keys)
  await govern(client, keys)
  await lendPowers(client, keys)
  await consult(client, keys)
  return tipsFor(client, node.data)
}
