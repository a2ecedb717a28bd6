import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type OrganNode, organHistories, treeAt } from '@gongshi/affairs'
import { readRegister } from '@gongshi/registers'
import { createClient, getLedger } from '@gongshi/sdk'
import { runDemo, temporaryFolder } from '../test/foundedDemo.ts'
import { importCity } from './importCity.ts'
import { readDemoKey } from './keys.ts'

/** Every organ of a tree with its superior. */
function superiors(nodes: readonly OrganNode[], over: string | null = null): (readonly [string, string | null])[] {
  return nodes.flatMap(({ organ: { id }, inferiors }) => [[id, over] as const, ...superiors(inferiors, id)])
}

describe('the organs of the synthetic city', () => {
  test('forty and six suppliers, in a tree that a reform changes on one day; imported twice, they stand there once', async () => {
    const folder = await temporaryFolder()
    const node = await runDemo(folder.path)
    const client = createClient({ url: node.url })
    const keys = (name: string) => readDemoKey(folder.path, name)
    await importCity(client, keys)
    const { logSize } = await getLedger(client)
    await importCity(client, keys)
    assert.equal((await getLedger(client)).logSize, logSize)

    const { organs, periods } = await readRegister(client)
    const histories = organHistories(organs, periods)
    assert.equal(histories.size, 46)
    const kinds = [...histories.values()].map(({ states }) => states.at(-1)!.kind)
    assert.deepEqual([...new Set(kinds)].sort(), [
      'administrative',
      'enterprise',
      'judicial',
      'party',
      'publicInstitution',
    ])
    const before = new Map(superiors(treeAt(histories, '2024-12-31')))
    const after = new Map(superiors(treeAt(histories, '2025-01-01')))
    assert.deepEqual([before.size, after.size], [43, 43])
    const moved = [...after].filter(([id, over]) => before.has(id) && before.get(id) !== over).map(([id]) => id)
    assert.deepEqual(moved, ['qs-food-lab', 'qs-metrology'])
    assert.deepEqual([...before.keys()].filter((id) => !after.has(id)).sort(), ['qs-commerce', 'qs-food', 'qs-quality'])
    await node.stop()
    await folder.remove()
  })
})
