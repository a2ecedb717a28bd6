import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { logRoot, type NoteSigner, noteType, signCheckpoint } from '@gongshi/protocol'
import { growLog } from '../../../protocol/test/log.ts'
import { waitFor } from '../../test/acts.ts'
import { freshFolder } from '../../test/sampleNode.ts'
import { OtherMembers } from './otherMembers.ts'

test('what is shown too early is compared later; what nobody has signed is a lie and proves nothing', async () => {
  const folder = freshFolder()
  const leaves = Array.from({ length: 20 }, (_, at) => Uint8Array.of(at))
  const hashes = growLog(leaves)
  const [ours, theirs, strangers] = ['ours', 'theirs', 'strangers'].map(noteSigner)
  const head = (size: number, signer: NoteSigner, log = hashes) =>
    signCheckpoint({ origin: signer.name, size, root: logRoot(log, size) }, [signer])
  const liars = growLog(leaves.toReversed())
  let size = 10
  let shown: string | null = null
  let asked = 0
  const server = createServer((_request, response) => {
    asked++
    response.writeHead(shown === null ? 404 : 200).end(shown)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const portal = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const lies: string[] = []
  const needs = {
    portals: [portal],
    folder: join(folder, 'forks'),
    ledger: { logHashes: () => hashes },
    publishedSize: () => size,
    keys: () => [{ name: 'theirs', type: noteType.ed25519, publicKey: theirs!.publicKey }],
    signer: ours!,
    waitsMs: { usual: 10, again: 10 },
    now: () => 0,
    onFork: () => undefined,
    onLie: (member: string) => lies.push(member),
    onFault: (error: unknown) => assert.fail(String(error)),
  }
  const others = await OtherMembers.start(needs)
  const comesTo = (comparison: string) => waitFor(comparison, async () => others.members[0]!.comparison === comparison)
  await comesTo('absent')
  shown = await head(7, strangers!)
  await comesTo('unlisted')
  shown = 'x'.repeat(70_000)
  await comesTo('absent')
  assert.deepEqual(lies, [])
  for (const lie of ['no note', (await head(7, theirs!)).replace('\n7\n', '\n8\n')]) {
    shown = lie
    await comesTo('lied')
    shown = await head(7, theirs!)
    await comesTo('same')
  }
  assert.ok(lies.every((member) => member === portal))
  // What it showed once is held against it, whatever it shows later.
  const forged = await head(15, theirs!, liars)
  shown = forged
  const before = asked
  await waitFor('it to be asked', async () => asked > before + 1)
  assert.deepEqual(others.forks, [])
  shown = await head(10, theirs!)
  size = 15
  await waitFor('the proof', async () => others.forks.length > 0)
  assert.deepEqual(
    others.forks.map(({ origin, size: covered, theirs: note }) => [origin, covered, note]),
    [['theirs', 15, forged]],
  )
  await comesTo('forked')
  await others.stop()
  const later = await OtherMembers.start({ ...needs, portals: [] })
  assert.deepEqual(later.forks, others.forks, 'a restart forgets nothing')
  await later.stop()
  server.close()
  rmSync(folder, { recursive: true })
})

function noteSigner(name: string): NoteSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  return { name, publicKey: raw, sign: async (message) => new Uint8Array(sign(null, message, privateKey)) }
}
