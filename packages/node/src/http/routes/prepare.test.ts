import assert from 'node:assert/strict'
import { createPrivateKey, sign } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { valueToJson } from '@gongshi/affair-kit'
import { ed25519Pkcs8, fromBase64, toBase64, toHex } from '@gongshi/protocol'
import { publication, publish } from '../../../test/acts.ts'
import { problemOf } from '../../../test/ask.ts'
import { officers, type Sample, secretOf, startSample } from '../../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
after(() => node.end())

type Prepared = {
  txId: string
  notAfter: string
  prepared: string
  sign: { signer: string; suite: string; bytes: string }[]
  words: { [language: string]: { title: string; basis: string; lines: [string, string][] } }
  dryRun: { outcome: string; events?: unknown[]; detail?: unknown }
}

const postJson = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${node.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const prepareAt = '/api/v1/affairs/disclosure/actions/publish/prepare'
const prepare = async (body: unknown, path = prepareAt): Promise<Prepared> => {
  const answer = await postJson(path, body)
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await answer.json()) as Prepared
}
const refused = async (body: unknown, path = prepareAt) => (await problemOf(await postJson(path, body))).code
const submit = (prepared: string, signatures: unknown) =>
  postJson('/api/v1/transactions', { prepared, signatures }, { prefer: 'wait=30' })

/** A publication in JSON, as a program without our libraries would write it. */
function notice(changes: object = {}): { [name: string]: unknown } {
  const { content, ...rest } = publication()
  return { ...rest, content: toHex(content as Uint8Array), ...changes }
}

const clerk = toHex(officers.clerk.key.id)
const ed25519 = (name: string, bytes: Uint8Array) => {
  const key = createPrivateKey({ key: Buffer.from(ed25519Pkcs8(secretOf(name))), format: 'der', type: 'pkcs8' })
  return toBase64(sign(null, bytes, key))
}

describe('prepare', () => {
  test('gives bytes that any Ed25519 library signs, and the signed act is committed', async () => {
    const input = notice()
    const { prepared, sign: asked, dryRun, txId } = await prepare({ input, signers: [clerk] })
    assert.deepEqual(
      asked.map(({ signer, suite }) => [signer, suite]),
      [[clerk, 'ed25519']],
    )
    assert.equal(dryRun.outcome, 'ok')
    const answer = await submit(prepared, [ed25519('clerk', fromBase64(asked[0]!.bytes))])
    const committed = (await answer.json()) as { txId: string; outcome: string; index: number }
    assert.deepEqual([answer.status, committed.txId, committed.outcome], [200, txId, 'ok'])
    const entry = (await (await fetch(`${node.url}/api/v1/entries/${committed.index}`)).json()) as { input: object }
    assert.deepEqual(entry.input, input)
  })

  test('takes ECDSA signatures with the high s, too, as half of those of most libraries are', async () => {
    const notary = toHex(officers.notary.key.id)
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    for (const high of [false, true]) {
      const { prepared, sign: asked } = await prepare({ input: notice(), signers: [notary] })
      const low = await officers.notary.sign(fromBase64(asked[0]!.bytes))
      const s = BigInt(`0x${toHex(low.subarray(32))}`)
      const flipped = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
      const signature = high ? Buffer.concat([low.subarray(0, 32), flipped]) : low
      assert.equal((await submit(prepared, [toBase64(signature)])).status, 200, String(high))
    }
  })

  test('says in words what is signed, each member of the input, in both languages', async () => {
    const input = notice({ identifier: '关于<道路>封闭', expires: '2026-12-31' })
    const notAfter = new Date(Date.now() + 120_000).toISOString().replace(/\d{3}Z$/, '123Z') // zeros at the end are cut
    const { words } = await prepare({ input, signers: [clerk], notAfter })
    assert.equal(words.en!.title, 'Disclosure: Publish')
    assert.equal(words.zh!.basis, words.en!.basis)
    for (const language of ['zh', 'en']) {
      const values = words[language]!.lines.map(([, value]) => value)
      for (const expected of ['关于<道路>封闭', '2026-12-31', input.content, 'sample-city', notAfter])
        assert.ok(values.includes(expected as string), `${language} ${expected}`)
      assert.ok(words[language]!.lines.every(([label]) => label.length > 0))
    }
    assert.notDeepEqual(words.zh, words.en)
  })

  test('the dry run tells what would come of it and changes nothing', async () => {
    const state = async () => {
      const { appHash, logSize } = (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as {
        [name: string]: unknown
      }
      return { appHash, logSize }
    }
    const before = await state()
    const input = notice()
    const byKeeper = await prepare({ input, signers: [toHex(officers.keeper.key.id)] })
    assert.equal(byKeeper.dryRun.outcome, 'signer-role')
    const former = await prepare({ input, signers: [toHex(officers.former.key.id)] })
    assert.equal(former.dryRun.outcome, 'signer-revoked')
    assert.equal((await prepare({ input, signers: [clerk] })).dryRun.outcome, 'ok')
    assert.equal((await prepare({ input, signers: [clerk] })).dryRun.outcome, 'ok')
    assert.deepEqual(await state(), before)
  })

  test('a signed transaction can be tried out, too; a signature that is not there yet does not matter', async () => {
    const tryOut = async (bytes: Uint8Array) => {
      const headers = { 'content-type': 'application/cose' }
      const answer = await fetch(`${node.url}/api/v1/transactions/dry-run`, {
        method: 'POST',
        headers,
        body: bytes.slice(),
      })
      return ((await answer.json()) as { outcome: string }).outcome
    }
    assert.equal(await tryOut(await publish()), 'ok')
    assert.equal(await tryOut(await publish({ signers: [officers.keeper] })), 'signer-role')
    assert.equal(await tryOut(new Uint8Array(9)), 'transaction-malformed')
    assert.equal((await problemOf(await postJson('/api/v1/transactions/dry-run', {}))).code, 'media-type-unsupported')
  })

  test('refuses what is none: affairs, actions, inputs, signers, times', async () => {
    const good = { input: notice(), signers: [clerk] }
    assert.equal(await refused(good, '/api/v1/affairs/nothing/actions/publish/prepare'), 'affair-not-found')
    for (const action of ['nothing', 'constructor', 'toString'])
      assert.equal(await refused(good, `/api/v1/affairs/disclosure/actions/${action}/prepare`), 'action-unknown')
    assert.equal(await refused({ ...good, signers: ['0'.repeat(64)] }), 'signer-unknown')
    assert.equal(await refused({ ...good, signers: [] }), 'request-malformed')
    assert.equal(await refused({ ...good, more: 1 }), 'request-malformed')
    assert.equal(await refused({ ...good, input: {} }), 'value-missing')
    assert.equal(await refused({ ...good, input: { ...good.input, extra: 1 } }), 'value-unknown')
    assert.equal(await refused({ ...good, input: { ...good.input, issued: 'tomorrow' } }), 'value-range')
    assert.equal(await refused({ ...good, notAfter: 'soon' }), 'value-kind')
    const tooFar = await prepare({ ...good, notAfter: '2999-01-01T00:00:00Z' })
    assert.equal(tooFar.dryRun.outcome, 'not-after-too-far')
  })

  test('what comes back changed, unsigned or half signed is refused', async () => {
    const { prepared, sign: asked } = await prepare({ input: notice(), signers: [clerk] })
    const signature = ed25519('clerk', fromBase64(asked[0]!.bytes))
    const code = async (text: unknown, signatures: unknown) =>
      (await problemOf(await submit(text as string, signatures))).code
    assert.equal(await code(prepared, []), 'request-malformed')
    assert.equal(await code(prepared, [signature, signature]), 'request-malformed')
    assert.equal(await code(prepared, [toBase64(new Uint8Array(64))]), 'signature-invalid')
    assert.equal(await code(prepared, [toBase64(new Uint8Array(9))]), 'transaction-signature-length')
    assert.equal(await code(7, [signature]), 'request-malformed')
    assert.equal(await code('!!', [signature]), 'request-malformed')
    assert.equal(await code(toBase64(new Uint8Array(40)), [signature]), 'request-malformed')
    const bytes = fromBase64(prepared)
    for (let at = 0; at < bytes.length; at += 7) {
      const answer = await submit(toBase64(bytes.with(at, bytes[at]! ^ 1)), [signature])
      assert.ok(answer.status >= 400 && answer.status < 500, `${at}: ${answer.status} ${await answer.text()}`)
    }
  })
})

test('the JSON form of a content is its hex', () => {
  assert.equal(valueToJson({ kind: 'commitment', schema: 'x' }, new Uint8Array(2)), '0000')
})
