import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { parseTrust } from '@gongshi/protocol'
import { powers, runDemo, temporaryFolder } from '../../test/foundedDemo.ts'
import { type Attempt, attackNames, cheat, seedDemo } from '../index.ts'
import { checkFile } from './citizen.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let data: string
let output: string
let untouched: ReadonlyMap<string, string>
let attempts: readonly Attempt[]

before(async () => {
  folder = await temporaryFolder()
  data = join(folder.path, 'data')
  output = join(folder.path, 'cheats')
  // PERF: every attack replays the ledger, and its tenders' proofs take most of that; e2e/demo has them all.
  const node = await runDemo(data, {}, [])
  await seedDemo({ url: node.url, data })
  await node.stop()
  untouched = await fingerprints(data)
  attempts = await cheat({ data, output }, powers)
})
after(() => folder.remove())

/** What must catch each attack: who, at which step, by which code. */
const expected: { readonly [attack: string]: readonly string[] } = {
  'edit-row': ['node read state-damaged', 'evidence inclusion evidence-not-in-state'],
  'swap-content': ['node read content-damaged', 'evidence members evidence-member-mismatch'],
  'flip-byte': ['node start blocks-damaged', 'evidence body evidence-body-mismatch'],
  'rewrite-history': [
    'node start blocks-diverge',
    're-execution replay app-hash',
    'checkpoints checkpoint checkpoint-inconsistent',
    'headers commit header-double-signed',
    'evidence app evidence-app-mismatch',
  ],
  'drop-entry': [
    'node transaction transaction-unknown',
    'checkpoints checkpoint checkpoint-inconsistent',
    'headers commit header-double-signed',
    'evidence app evidence-app-mismatch',
  ],
  'roll-back': [
    'node start blocks-behind-state',
    'node start blocks-behind-state',
    'checkpoints checkpoint checkpoint-shrunk',
    'headers commit header-double-signed',
    'evidence app evidence-app-mismatch',
  ],
  fork: [
    'headers commit header-double-signed',
    'checkpoints checkpoint checkpoint-inconsistent',
    'evidence app evidence-app-mismatch',
  ],
  backdate: [
    'node start block-out-of-order',
    're-execution replay time',
    'checkpoints entries log-time-backwards',
    'checkpoints checkpoint checkpoint-inconsistent',
    'headers commit header-double-signed',
    'evidence app evidence-app-mismatch',
  ],
}

describe('P4 the corrupt administrator', () => {
  for (const attack of attackNames)
    test(`${attack} is caught, and by these checks`, async () => {
      const attempt = attempts.find(({ name }) => name === attack)
      assert.deepEqual(catches(attempt!), expected[attack])
      assert.equal(attempt!.caught, true)
      await assertFiles(attempt!)
    })

  test('the original is only read', async () => {
    assert.deepEqual(await fingerprints(data), untouched)
  })

  test('the files lie side by side under one trust root', async () => {
    assert.deepEqual((await readdir(output)).sort(), [...attackNames, 'trust.json'].sort())
  })

  test('one attack alone writes over its own files only', async () => {
    const alone = await cheat({ data, output, attack: 'edit-row' }, powers)
    assert.deepEqual(
      alone.map(({ name, caught }) => [name, caught]),
      [['edit-row', true]],
    )
    assert.equal((await readdir(output)).length, attackNames.length + 1)
  })

  test('anything but a demo, an unknown attack and a taken folder are refused', async () => {
    const elsewhere = join(folder.path, 'elsewhere')
    await assert.rejects(cheat({ data: elsewhere, output: join(folder.path, 'o1') }, powers), { code: 'demo-absent' })
    await assert.rejects(cheat({ data, output, attack: 'bribe' }, powers), { code: 'demo-attack-unknown' })
    await assert.rejects(cheat({ data, output: data }, powers), { code: 'demo-output-taken' })
  })
})

function catches({ checks }: Attempt): string[] {
  return checks.flatMap(({ by, step, code, mustCatch }) => (mustCatch ? [`${by} ${step} ${code}`] : []))
}

/** What the citizen saved holds; of the rest, exactly what the checks said does not. */
async function assertFiles({ files, checks, name }: Attempt): Promise<void> {
  const trust = parseTrust(await readFile(join(output, 'trust.json'), 'utf8'))
  const refused = new Set<string>()
  for (const { path } of files.filter((file) => file.path.endsWith('.gse'))) {
    const finding = await checkFile(await readFile(path), trust, powers.now())
    const label = path.split('/').at(-1)!
    if (!finding.ok) refused.add(label)
    if (/^(saved|citizen-[ab]|same-number)\.gse$/.test(label)) assert.equal(finding.ok, true, `${name} ${label}`)
    if (label === 'contradiction.gse') assert.equal(finding.ok, false, name)
  }
  assert.equal(refused.size, 1, `${name}: one file turns red`)
  assert.ok(checks.some(({ by, code }) => by === 'evidence' && code !== null))
}

async function fingerprints(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    found.set(
      path,
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    )
  }
  return found
}
