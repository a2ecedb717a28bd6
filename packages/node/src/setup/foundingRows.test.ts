import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { freshFolder, officers, organ, powers, runSample, sampleAffairs } from '../../test/sampleNode.ts'
import { createLedger, type Founding, foundingRows } from '../index.ts'

const division = { scheme: 'x-sample', code: '990100', date: '2026-01-01' }
const holder = { post: 'founder', organ, roles: ['publisher'], division, key: officers.clerk.key }
const numbered = (byte: number) => ({ ...holder, number: new Uint8Array(16).fill(byte) })

async function found(rows: ReturnType<typeof foundingRows>): Promise<{ run(): Promise<void>; remove(): void }> {
  const folder = freshFolder()
  const data = join(folder, 'data')
  const affairs = (await sampleAffairs()).map(({ program, versionHash }) => ({
    name: program.affair,
    version: program.version,
    versionHash,
  }))
  const founding: Founding = { chainId: 'founded', origin: 'localhost/founded/node', affairs, ...rows, parameters: [] }
  await createLedger(data, founding, powers)
  return {
    run: async () => await (await runSample(data)).stop(),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

describe('the rows of a genesis', () => {
  test('an office that several hold, and an officer who holds several, stand there once', () => {
    const { offices, officers: people, appointments } = foundingRows([], [numbered(1), numbered(2)], 0)
    assert.deepEqual([offices!.length, people.length, appointments!.length], [1, 2, 2])
    const both = foundingRows([], [numbered(1), { ...numbered(1), post: 'second' }], 0)
    assert.deepEqual(
      [both.offices!.length, both.officers.length, both.appointments!.length, both.keys.length],
      [2, 1, 2, 1],
    )
  })

  test('organs, offices, officers, appointments and keys are of their declarations', async () => {
    const { run, remove } = await found(
      foundingRows([{ organ, kind: 'administrative', division }], [numbered(1)], Date.now()),
    )
    await run()
    remove()
  })

  test('an organ under another is counted there; one under nothing that is there makes no genesis', async () => {
    const rows = foundingRows([{ organ, kind: 'administrative', division }], [], Date.now())
    const under = (parent: string) => ({
      ...rows.organs[0]!,
      organ: { scheme: 'x-sample', id: 'child' },
      parent: [['x-sample', parent]],
    })
    const good = await found({ ...rows, organs: [...rows.organs, under('city-office')] })
    await good.run()
    good.remove()
    for (const organs of [
      [under('city-office'), ...rows.organs],
      [...rows.organs, under('nowhere')],
    ]) {
      const { run, remove } = await found({ ...rows, organs })
      await assert.rejects(run(), { code: 'genesis-malformed' })
      remove()
    }
  })
})
