import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import {
  checkCosignature,
  consistencyProof,
  formatAddCheckpoint,
  formatCheckpoint,
  LogAccumulator,
  type LogHashes,
  leafHash,
  logRoot,
  mlDsa44Key,
  mlDsa44Signer,
  type NoteKey,
  type NoteSigner,
  noteType,
  openCheckpoint,
  parseNote,
  sha256,
  signCheckpoint,
  utf8,
  verifyNote,
} from '@gongshi/protocol'
import { numberedEntries, publisherOf } from '../../test/tiledLog.ts'
import { Heads } from './heads.ts'
import { createWitnessServer } from './serveWitness.ts'
import { Witness } from './witness.ts'

const folder = mkdtempSync(join(tmpdir(), 'gongshi-witness-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const log = publisherOf('log.example/one')
const second = publisherOf('log.example/two')
const { signer } = publisherOf('witness.example/w1')
const key: NoteKey = { name: signer.name, type: noteType.cosignatureEd25519, publicKey: signer.publicKey }
const nowMs = 1_790_000_060_999

function hashesOf(said: string): LogHashes {
  const known = new Map<string, Uint8Array>()
  const accumulator = new LogAccumulator()
  for (const entry of numberedEntries(40, said))
    for (const { level, index, hash } of accumulator.append(leafHash(entry))) known.set(`${level}/${index}`, hash)
  return { get: (level, index) => known.get(`${level}/${index}`)! }
}

const honest = hashesOf('entry')
const forked = hashesOf('another')

type Said = { readonly hashes?: LogHashes; readonly by?: NoteSigner; readonly proof?: readonly Uint8Array[] }

async function request(
  old: number,
  size: number,
  { hashes = honest, by = log.signer, proof }: Said = {},
): Promise<string> {
  const note = await signCheckpoint({ origin: by.name, size, root: logRoot(hashes, size) }, [by])
  return formatAddCheckpoint({ old, note, proof: proof ?? (old <= size ? consistencyProof(hashes, old, size) : []) })
}

function witnessOn(name: string): { readonly witness: Witness; readonly heads: Heads } {
  const heads = new Heads(join(folder, name))
  return { witness: new Witness({ signer, logs: [log.key, second.key], heads, now: () => nowMs }), heads }
}

describe('a witness (c2sp.org/tlog-witness)', () => {
  test('cosigns what has grown, with its time, and again what it has cosigned', async () => {
    const { witness, heads } = witnessOn('grows')
    for (const [old, size] of [
      [0, 7],
      [7, 7],
      [7, 8],
      [8, 33],
    ] as const) {
      const asked = await request(old, size)
      const { status, body } = await witness.addCheckpoint(asked)
      assert.equal(status, 200, body)
      const note = asked.slice(asked.indexOf('\n\n') + 2) + body
      assert.deepEqual(
        openCheckpoint(note, [log.key, key]).signers.map(({ name }) => name),
        [log.key.name, key.name],
      )
      const { signature } = parseNote(note).signatures.at(-1)!
      assert.equal(Number(new DataView(signature.slice().buffer).getBigUint64(0)), Math.floor(nowMs / 1000))
    }
    heads.close()
  })

  test('each refusal has the status of the standard, and changes nothing', async () => {
    const { witness, heads } = witnessOn('refuses')
    assert.equal((await witness.addCheckpoint(await request(0, 20))).status, 200)
    const stranger = publisherOf('log.example/unknown')
    const forger = { ...second.signer, name: log.signer.name }
    const malformedRoot = `old 20\n\n${formatCheckpoint({ origin: log.signer.name, size: 21, root: sha256() })}`
    const cases: [name: string, asked: string, status: number][] = [
      ['a log that it does not follow', await request(0, 5, { by: stranger.signer }), 404],
      ['signed by another key', await request(20, 21, { by: forger }), 403],
      ['unsigned', malformedRoot, 400],
      ['a size that it has not cosigned last', await request(7, 21), 409],
      ['nothing known, it is said', await request(0, 21), 409],
      ['rolled back', await request(10, 10), 409],
      ['rolled back, from where it was', await request(20, 10), 400],
      ['another tree of the same size', await request(20, 20, { hashes: forked }), 409],
      ['a fork that grew', await request(20, 30, { hashes: forked }), 422],
      ['a proof cut short', await request(20, 30, { proof: consistencyProof(honest, 20, 30).slice(1) }), 422],
      ['a proof where none belongs', await request(20, 20, { proof: [sha256()] }), 422],
      ['old with a leading zero', (await request(20, 21)).replace('old 20', 'old 020'), 400],
      ['a proof of 64 lines', await request(20, 21, { proof: Array(64).fill(sha256()) }), 400],
      ['a hash of another length', (await request(20, 30)).replace(/\n[0-9A-Za-z+/]{43}=/, '\nAAAA'), 400],
      ['nothing', '', 400],
    ]
    for (const [name, asked, status] of cases) {
      const answer = await witness.addCheckpoint(asked)
      assert.equal(answer.status, status, name)
      if (status === 409) assert.deepEqual([answer.type, answer.body], ['text/x.tlog.size', '20\n'], name)
      assert.ok(!answer.body.includes('—'), name)
    }
    assert.equal((await witness.addCheckpoint(await request(20, 21))).status, 200)
    assert.equal(heads.find(second.key.name), undefined, 'one log says nothing of another')
    assert.equal((await witness.addCheckpoint(await request(0, 3, { by: second.signer }))).status, 200)
    heads.close()
  })

  test('with an ML-DSA-44 key it gives a line by each', async () => {
    const heads = new Heads(join(folder, 'both'))
    const mlDsa44 = mlDsa44Signer(signer.name, sha256(utf8('both')))
    const witness = new Witness({ signer, mlDsa44, logs: [log.key], heads, now: () => nowMs })
    const asked = await request(0, 7)
    const { body } = await witness.addCheckpoint(asked)
    const note = parseNote(asked.slice(asked.indexOf('\n\n') + 2) + body)
    assert.deepEqual(verifyNote(note, [key, mlDsa44Key(mlDsa44)], checkCosignature), [key, mlDsa44Key(mlDsa44)])
    heads.close()
  })

  test('an empty log has the empty root', async () => {
    const { witness, heads } = witnessOn('empty')
    const note = (root: Uint8Array) => signCheckpoint({ origin: log.signer.name, size: 0, root }, [log.signer])
    const ask = async (root: Uint8Array) =>
      witness.addCheckpoint(formatAddCheckpoint({ old: 0, proof: [], note: await note(root) }))
    assert.equal((await ask(sha256(utf8('no')))).status, 409)
    assert.equal((await ask(sha256())).status, 200)
    heads.close()
  })

  test('what it has cosigned it still knows after a restart, and no second process works on its memory', async () => {
    const { witness, heads } = witnessOn('kept')
    await witness.addCheckpoint(await request(0, 20))
    assert.throws(() => new Heads(join(folder, 'kept')), /locked/)
    heads.close()
    const again = witnessOn('kept')
    assert.equal((await again.witness.addCheckpoint(await request(0, 10))).body, '20\n')
    again.heads.close()
  })

  test('many at once: each size is cosigned once, in its order', async () => {
    const { witness, heads } = witnessOn('race')
    const asked = await Promise.all([5, 6, 7, 8].map((size) => request(0, size)))
    const answers = await Promise.all(asked.map((each) => witness.addCheckpoint(each)))
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 409, 409, 409],
    )
    heads.close()
  })

  test('over HTTP: only POST /add-checkpoint, and not without end', async () => {
    const { witness, heads } = witnessOn('served')
    const server = createWitnessServer(witness, (error) => assert.fail(String(error))).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const post = (body: string) => fetch(`${url}/add-checkpoint`, { method: 'POST', body })
    const good = await post(await request(0, 5))
    const note = parseNote(`x\n\n${await good.text()}`)
    assert.deepEqual([good.status, note.signatures[0]?.name], [200, signer.name])
    const statuses = [await fetch(url), await fetch(`${url}/add-checkpoint`), await post('x'.repeat(300_000))]
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [404, 405, 413],
    )
    server.closeAllConnections()
    server.close()
    heads.close()
  })
})
