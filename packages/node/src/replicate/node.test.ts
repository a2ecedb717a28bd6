import assert from 'node:assert/strict'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import {
  batchCommitment,
  encodeUpload,
  encodeUploadBatch,
  fromBase64,
  keyFromMaterial,
  openCheckpoint,
  parseErasureReceipt,
  parseVkey,
  type Signer,
  signContentRequest,
  toBase64,
  toHex,
  uploadBatchMediaType,
  utf8,
  verifyErasureReceipt,
} from '@gongshi/protocol'
import { commit, publish, put, type Upload, upload, waitFor } from '../../test/acts.ts'
import { refusal } from '../../test/ask.ts'
import { eraseEntry } from '../../test/eraseEntry.ts'
import { chainId, freshFolder, officers, powers, runSample, type Sample, startSample } from '../../test/sampleNode.ts'
import { diagnose, parseConfig, type Running } from '../index.ts'
import { asSigner, readNodeKey } from '../keys/nodeKey.ts'
import { type Fork, readForks } from '../others/forkFiles.ts'

/** A member that sends something else than what is asked for, correctly encoded. */
let liar: Server
let first: Sample
let second: Running
let signer: Signer
const folder = freshFolder()
const data = join(folder, 'data')
const lines: string[] = []
let small: Upload
let large: Upload
const largeText = utf8('0123456789abcdef'.repeat(20_000))

before(async () => {
  liar = createServer((request, response) => {
    const isContent = request.url !== '/log/checkpoint'
    const other = encodeUpload(powers.random(32), [{ path: '/1', bytes: utf8('another document') }])
    response.writeHead(isContent ? 200 : 404).end(Buffer.from(other))
  })
  await new Promise<void>((listening) => liar.listen(0, '127.0.0.1', listening))
  first = await startSample({ erasureWaitMs: 200 })
  small = await upload([{ path: '/1', bytes: utf8('a notice') }])
  large = await upload([
    { path: '/1', bytes: largeText },
    { path: '/2', bytes: new Uint8Array(0) },
  ])
  for (const each of [small, large]) {
    assert.equal((await put(first.url, each)).status, 201)
    await commit(first.url, await publish({}, { content: each.commitment }))
  }
  await first.stop()
  signer = asSigner(await readNodeKey(join(first.data, 'keys'), 'publisher'))
  // The same ledger on another machine, without what lies beside it.
  cpSync(first.data, data, { recursive: true })
  rmSync(join(data, 'contents'), { recursive: true })
  await first.restart()
  const from = [`http://127.0.0.1:${(liar.address() as AddressInfo).port}`, first.url]
  second = await runSample(data, lines, { members: from })
})
after(async () => {
  await second?.stop()
  await first?.end()
  liar?.close()
  rmSync(folder, { recursive: true, force: true })
})

const stateOf = async ({ url }: { readonly url: string }, { commitment }: Upload) =>
  ((await (await fetch(`${url}/api/v1/contents/${toHex(commitment)}`)).json()) as { state: string }).state
const memberOf = async ({ url }: { readonly url: string }, { commitment }: Upload, path: string) =>
  new Uint8Array(await (await fetch(`${url}/api/v1/contents/${toHex(commitment)}/member?path=${path}`)).arrayBuffer())
const metrics = async ({ opsUrl }: { readonly opsUrl: string }) => (await fetch(`${opsUrl}/metrics`)).text()

describe('between members', () => {
  test('what the log names and is not here comes from those who have it, byte for byte', async () => {
    for (const each of [small, large])
      await waitFor('the content', async () => (await stateOf(second, each)) === 'present')
    assert.deepEqual(await memberOf(second, large, '/1'), largeText)
    assert.deepEqual(await memberOf(second, small, '/1'), utf8('a notice'))
    await waitFor('the count', async () => /^gongshi_contents_missing 0$/m.test(await metrics(second)))
  })

  test('a member that sends another content is found out, named, and left alone for a while', async () => {
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const lies = told.filter(({ code }) => code === 'member-lied')
    assert.ok(lies.length >= 1, 'the liar was asked')
    const portal = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`
    assert.ok(lies.every(({ member, entry }) => member === portal && Number.isInteger(entry)))
    assert.match(
      await metrics(second),
      new RegExp(`^gongshi_member_lies_total\\{member="${portal}"\\} ${lies.length}$`, 'm'),
    )
  })

  test('a content found damaged is brought anew', async () => {
    const packs = join(data, 'contents', 'packs')
    const [name] = readdirSync(packs).filter((each) => each.endsWith('.pack'))
    const bytes = readFileSync(join(packs, name!))
    const at = bytes.indexOf('a notice')
    assert.ok(at > 0)
    bytes[at]! ^= 1
    writeFileSync(join(packs, name!), bytes)
    await memberOf(second, small, '/1')
    await waitFor('the content to be whole again', async () => {
      const member = await memberOf(second, small, '/1')
      return Buffer.from(member).toString() === 'a notice'
    })
  })

  test('a whole content is for members’ nodes: strangers, officers, old requests and those for another get none', async () => {
    const now = Date.now()
    const wanted = { chainId, commitment: small.commitment, notAfter: now + 60_000 }
    const ask = async (from: Signer | null, request: Partial<typeof wanted> = {}) => {
      const header = from && toBase64(await signContentRequest(from, { ...wanted, ...request }))
      return { headers: header === null ? {} : { 'gongshi-member': header } }
    }
    const url = `${first.url}/api/v1/contents/${toHex(small.commitment)}/whole`
    assert.equal((await fetch(url, await ask(signer))).status, 200)
    for (const refused of [
      await ask(null),
      await ask(officers.clerk),
      await ask(signer, { notAfter: now - 1 }),
      await ask(signer, { notAfter: now + 600_000 }),
      await ask(signer, { chainId: 'another-city' }),
      await ask(signer, { commitment: large.commitment }),
      { headers: { 'gongshi-member': 'AAAA' } },
      { headers: { 'gongshi-member': '%' } },
    ])
      assert.equal(await refusal(url, refused), 'member-only')
    const many = `${first.url}/api/v1/contents/whole`
    const both = batchCommitment([small.commitment, large.commitment])
    const askMany = async (from: Signer, request: Partial<typeof wanted> = {}, contents = [small, large]) => ({
      method: 'POST',
      headers: { ...(await ask(from, request)).headers, 'content-type': uploadBatchMediaType },
      body: Buffer.from(
        encodeUploadBatch(contents.map(({ commitment }) => ({ commitment, upload: new Uint8Array() }))),
      ),
    })
    assert.equal((await fetch(many, await askMany(signer, { commitment: both }))).status, 200)
    for (const refused of [
      await askMany(signer),
      await askMany(signer, { commitment: both }, [large, small]),
      await askMany(signer, { commitment: both }, [small]),
      await askMany(officers.clerk, { commitment: both }),
      await askMany(signer, { commitment: both, notAfter: now - 1 }),
    ])
      assert.equal(await refusal(many, refused), 'member-only')
    const none = { ...(await askMany(signer, { commitment: both })), body: Buffer.from('x') }
    assert.equal(await refusal(many, none), 'upload-malformed')
    const absent = new Uint8Array(32).fill(1)
    const nowhere = `${first.url}/api/v1/contents/${toHex(absent)}/whole`
    assert.equal(await refusal(nowhere, await ask(signer, { commitment: absent })), 'content-absent')
  })

  test('a member with another log is found out: both signed heads are kept and shown, and the alarm stays', async () => {
    const sizeAt = async ({ url }: { readonly url: string }) =>
      ((await (await fetch(`${url}/api/v1/ledger`)).json()) as { publishedSize: number }).publishedSize
    // One set of keys, two ledgers: the second goes on otherwise than the first.
    await commit(first.url, await publish())
    await waitFor('the checkpoint', async () => (await sizeAt(first)) > (await sizeAt(second)))
    while ((await sizeAt(second)) <= (await sizeAt(first))) await commit(second.url, await publish())
    const { forks, others } = await waitFor('the comparison', async () => {
      const network = (await (await fetch(`${second.url}/api/v1/network`)).json()) as Network
      return network.others[1]!.comparison === 'forked' && network
    })
    assert.deepEqual([others[0]!.comparison, forks.length], ['absent', 1])
    const fork = forks[0]!
    const listed = (await (await fetch(`${second.url}/api/v1/publishers`)).json()) as { readonly vkey: string }[]
    const keys = listed.map(({ vkey }) => parseVkey(vkey))
    const [theirs, ours] = [fork.theirs, fork.ours].map((note) => openCheckpoint(note, keys).checkpoint)
    assert.deepEqual([theirs!.size, ours!.size, theirs!.origin], [fork.size, fork.size, fork.origin])
    assert.notDeepEqual(theirs!.root, ours!.root)

    const proofs = join(data, 'forks')
    const proof = join(proofs, readdirSync(proofs).find((name) => name.endsWith('.json'))!)
    assert.deepEqual(await readForks(proofs), [fork])
    // What `gongshi verify` judges (sdk/mirror).
    const {
      format,
      smaller,
      larger,
      root,
      proof: hashes,
    } = JSON.parse(readFileSync(proof, 'utf8')) as Record<string, string>
    assert.deepEqual([format, smaller, larger], ['gongshi/two-checkpoints/1', fork.theirs, fork.ours])
    assert.deepEqual([root, hashes], [toHex(ours!.root), []])
    const alarm = { code: 'member-forked', member: first.url, origin: fork.origin, size: fork.size, proof }
    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.equal(said.find(({ code }) => code === 'member-forked')!.proof, proof)
    const ready = await fetch(`${second.opsUrl}/readyz`)
    assert.equal(ready.status, 200, 'one that lies must not stop the others')
    assert.deepEqual(await ready.json(), { ready: true, alarms: [alarm] })
    for (const line of [/^gongshi_forks 1$/m, /^gongshi_members_uncompared 1$/m])
      assert.match(await metrics(second), line)
    const page = await (await fetch(`${second.url}/en/network`)).text()
    assert.ok(page.includes('contradict each other') && page.includes(fork.origin) && page.includes('0 of 2 the same'))
    const config = parseConfig({ data, http: { port: 0 }, ops: { port: 0 } })
    const found = (await diagnose(config)).find(({ code }) => code === 'member-forked')
    assert.ok(found?.level === 'fault' && found.what.en.includes(proof))
  })

  test('who has destroyed what was ordered says so under the key that the ledger lists', async () => {
    const { index } = await commit(first.url, await publish())
    await eraseEntry(first.url, index)
    const { erasedBy } = (await (await fetch(`${first.url}/api/v1/entries/${index}`)).json()) as { erasedBy: number }
    const answer = await waitFor('the receipt', async () => {
      const response = await fetch(`${first.url}/api/v1/erasures/${erasedBy}`)
      return response.ok && ((await response.json()) as Erasure)
    })
    assert.deepEqual(answer.waiting, [])
    const [{ origin, at, keeps, receipt }] = answer.receipts as [Erasure['receipts'][0]]
    const listed = (await (await fetch(`${first.url}/api/v1/publishers`)).json()) as { origin: string; vkey: string }[]
    const signed = parseErasureReceipt(fromBase64(receipt))
    const { vkey } = listed.find((each) => each.origin === origin)!
    assert.ok(verifyErasureReceipt(signed, keyFromMaterial('ed25519', parseVkey(vkey).publicKey)))
    assert.deepEqual([signed.entry, signed.at, signed.keeps], [erasedBy, at, keeps])
    assert.equal(keeps, 'nothing')
    await first.restart()
    const again = (await (await fetch(`${first.url}/api/v1/erasures/${erasedBy}`)).json()) as Erasure
    assert.deepEqual(again, answer, 'kept over a restart')
    assert.equal(await refusal(`${first.url}/api/v1/erasures/0`), 'erasure-unknown')
    const page = await (await fetch(`${first.url}/en/entries/${erasedBy}`)).text()
    assert.ok(page.includes('Destroyed by the members') && page.includes(origin))
  })
})

type Network = {
  readonly others: readonly { readonly comparison: string | null }[]
  readonly forks: readonly Fork[]
}

type Erasure = {
  readonly receipts: readonly { origin: string; at: number; keeps: string; receipt: string }[]
  readonly waiting: readonly string[]
}
