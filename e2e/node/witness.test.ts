import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import {
  checkCosignature,
  encodeVkey,
  mlDsa44Key,
  mlDsa44Signer,
  type NoteKey,
  noteType,
  openCheckpoint,
  parseVkey,
  sha256,
  signCheckpoint,
  type TrustRoot,
  verifyEvidence,
} from '@gongshi/protocol'
import { createClient, getEntryEvidence, getStateEvidence, getTrust } from '@gongshi/sdk'
import { createWitnessServer, Heads, Witness } from '@gongshi/sdk/witness'
import { AskedWitness } from '../../packages/node/src/witness/askWitness.ts'
import { commit, publish, waitFor } from '../../packages/node/test/acts.ts'
import { organ, type Sample, startSample } from '../../packages/node/test/sampleNode.ts'
import { publisherOf } from '../../packages/sdk/test/tiledLog.ts'

const folder = mkdtempSync(join(tmpdir(), 'gongshi-witnessed-'))

/** A witness on a port of its own, which follows the log once it is told its key. */
class WitnessInTest {
  readonly name: string
  readonly key: NoteKey
  readonly #signer
  readonly #mlDsa44
  #server: ReturnType<typeof createWitnessServer> | null = null
  #heads: Heads | null = null
  port = 0
  log: NoteKey | null = null

  constructor(name: string, byMlDsa44: boolean) {
    this.name = name
    const { signer } = publisherOf(name)
    this.#signer = signer
    this.#mlDsa44 = mlDsa44Signer(name, signer.publicKey)
    const key = { name, type: noteType.cosignatureEd25519, publicKey: signer.publicKey }
    this.key = byMlDsa44 ? mlDsa44Key(this.#mlDsa44) : key
  }

  async start(): Promise<void> {
    const heads = new Heads(join(folder, this.name.replace('/', '-')))
    const following = () =>
      new Witness({
        signer: this.#signer,
        mlDsa44: this.#mlDsa44,
        logs: this.log ? [this.log] : [],
        heads,
        now: Date.now,
      })
    const server = createWitnessServer({ addCheckpoint: (text) => following().addCheckpoint(text) }, (error) =>
      assert.fail(String(error)),
    )
    server.listen(this.port, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    this.port = (server.address() as AddressInfo).port
    this.#heads = heads
    this.#server = server
  }

  stop(): void {
    this.#server?.closeAllConnections()
    this.#server?.close()
    this.#heads?.close()
    this.#server = null
    this.#heads = null
  }
}

const witnesses = ['witness.example/w1', 'witness.example/w2', 'witness.example/gone'].map(
  (name, at) => new WitnessInTest(name, at === 1),
)
const present = witnesses.slice(0, 2)
let node: Sample
let trust: TrustRoot
before(async () => {
  for (const witness of witnesses) await witness.start()
  witnesses[2]!.stop()
  const list = witnesses.map(({ port, key }) => ({ url: `http://127.0.0.1:${port}`, vkey: encodeVkey(key) }))
  node = await startSample({ config: { witnesses: { list, quorum: 2, alarmAfterMs: 5000, refuseWrites: true } } })
  trust = await getTrust(createClient({ url: node.url }))
  for (const witness of witnesses) witness.log = trust.logKeys[0]!
})
after(async () => {
  for (const witness of witnesses) witness.stop()
  await node.end()
  rmSync(folder, { recursive: true, force: true })
})

const readiness = async () => (await fetch(`${node.opsUrl}/readyz`)).status
const checkpoint = async () => (await fetch(`${node.url}/log/checkpoint`)).text()

/** Once the checkpoint covers an entry and has been cosigned by so many. */
function cosigned(index: number, by = 2): Promise<string> {
  return waitFor('the cosigned checkpoint', async () => {
    const note = await checkpoint()
    if (!note.includes('\n\n')) return null
    const opened = openCheckpoint(note, [...trust.logKeys, ...witnesses.map(({ key }) => key)], checkCosignature)
    return opened.checkpoint.size > index && opened.signers.length === 1 + by && note
  })
}

describe('a node whose log is witnessed', () => {
  test('its trust root asks for the quorum, and its evidence satisfies it, of entries old and new and of the state', async () => {
    assert.deepEqual(trust.policy.cosigners, [
      { threshold: 2, keys: witnesses.map(({ key }) => parseVkey(encodeVkey(key))) },
    ])
    const client = createClient({ url: node.url, trust })
    const first = await commit(node.url, await publish())
    await cosigned(first.index)
    const last = await commit(node.url, await publish())
    for (const { index } of [first, last]) {
      const { verdict } = await getEntryEvidence(client, index) // verified under the policy
      const { facts } = verdict.steps.find(({ step }) => step === 'witnesses')!
      const { notBefore, witnessed } = verdict.times
      if (index === last.index)
        assert.ok(notBefore !== null && notBefore <= witnessed!, 'one cosigned before it was kept')
      assert.deepEqual(
        (facts as unknown as { cosigners: readonly string[] }).cosigners.toSorted(),
        present.map(({ name }) => name),
      )
    }
    const state = await getStateEvidence(client, 'organisations', 'entity/organ', [[organ.scheme, organ.id]])
    assert.equal(state.verdict.status, 'verified')
    assert.ok(await verifyEvidence(state.bytes, trust, Date.now()))
  })

  test('a witness that is gone is counted, and asked less and less', async () => {
    const metrics = await (await fetch(`${node.opsUrl}/metrics`)).text()
    const failures = Number(/^gongshi_witness_failures\{witness="witness.example\/gone"\} (\d+)$/m.exec(metrics)?.[1])
    assert.ok(failures > 0)
    assert.ok(/^gongshi_witness_failures\{witness="witness.example\/w1"\} 0$/m.test(metrics))
    assert.ok(/^gongshi_witness_quorum_missing 0$/m.test(metrics))
    const told = node.lines.filter((line) => line.includes('witness-unreachable'))
    assert.equal(told.length, 1, 'said once')
  })

  test('without a quorum for too long it takes nothing in, says so, and goes on by itself when it has one again', async () => {
    present[1]!.stop()
    await waitFor('the alarm', async () => (await readiness()) === 503)
    assert.match(await (await fetch(`${node.opsUrl}/readyz`)).text(), /witnesses-stale/)
    assert.ok(/^gongshi_witness_quorum_missing 1$/m.test(await (await fetch(`${node.opsUrl}/metrics`)).text()))
    await assert.rejects(commit(node.url, await publish()), /witnesses-stale/)
    assert.equal((await fetch(node.url)).status, 200, 'reads go on')
    await present[1]!.start()
    await waitFor('the quorum', async () => (await readiness()) === 200)
    await cosigned((await commit(node.url, await publish())).index)
  })

  test('after a restart it goes on from what witnesses have seen', async () => {
    const before = await checkpoint()
    await node.restart()
    assert.equal((await checkpoint()).split('\n')[1], before.split('\n')[1])
    await cosigned((await commit(node.url, await publish())).index)
  })

  test('a witness that has seen another log under this origin is an alarm of its own', async () => {
    const own = publisherOf('w3')
    const { key } = own
    const heads = new Heads(join(folder, 'ahead'))
    const log = publisherOf('log.example/ahead')
    const witness = new Witness({ signer: own.signer, logs: [log.key], heads, now: Date.now })
    heads.replace('log.example/ahead', { size: 99, note: '' })
    const server = createWitnessServer(witness, (error) => assert.fail(String(error))).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const asked = new AskedWitness(url, key, 5000, fetch)
    const seen = { origin: 'log.example/ahead', size: 1, root: sha256() }
    const note = await signCheckpoint(seen, [log.signer])
    const hashes = { get: () => sha256() }
    await assert.rejects(asked.cosign({ note, checkpoint: seen, hashes }), { code: 'witness-contradicts' })
    server.closeAllConnections()
    server.close()
    heads.close()
  })
})
