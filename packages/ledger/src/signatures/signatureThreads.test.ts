import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  generateSecret,
  parseTransaction,
  type SignatureToCheck,
  secretSigner,
  sha256,
  signaturesOf,
  utf8,
} from '@gongshi/protocol'
import { editor, genesisTime, head, openCity, publish, signerOf } from '../../fixtures/city.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { nativeSignatureCheck } from './nativeSignatureCheck.ts'
import { packSignatures, unpackSignatures } from './signatureBatch.ts'
import { SignatureThreads } from './signatureThreads.ts'

const threads = new SignatureThreads(2)
after(() => threads.close())

const es256 = secretSigner('es256', generateSecret('es256', sha256(utf8('threads'))))

async function someSignatures() {
  const ed25519 = signaturesOf(parseTransaction(await publish('a', genesisTime)), [editor.key])[0]!
  const message = utf8('a message')
  const good = { key: es256.key, message, signature: await es256.sign(message) }
  const bent = (of: SignatureToCheck) => ({ ...of, signature: of.signature.with(7, of.signature[7]! ^ 1) })
  return [ed25519, bent(ed25519), good, bent(good), { ...good, message: utf8('another') }]
}

describe('signature threads', () => {
  test('give the verdicts of the check itself, whatever the order and the suite', async () => {
    const signatures = (await someSignatures()).flatMap((each) => [each, each, each])
    const check = nativeSignatureCheck()
    const expected = signatures.map(({ key, message, signature }) => check(key, message, signature))
    assert.deepEqual(await Promise.all(signatures.map((each) => threads.check(each))), expected)
    assert.deepEqual(new Set(expected), new Set([true, false]))
  })

  test('what is asked while a thread has enough to do is answered all the same', async () => {
    const own = new SignatureThreads(1)
    const [good, bad] = await someSignatures()
    const asked: Promise<boolean>[] = []
    for (let turn = 0; turn < 20; turn++) {
      asked.push(own.check(good!), own.check(bad!), own.check(good!))
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.deepEqual(
      await Promise.all(asked),
      Array.from({ length: 60 }, (_, at) => at % 3 !== 1),
    )
    const late = assert.rejects(own.check(good!))
    await own.close()
    await late
  })

  test('a batch arrives as it was packed', async () => {
    const signatures = await someSignatures()
    assert.deepEqual(unpackSignatures(packSignatures(signatures)), signatures)
  })

  test('what a thread that died had taken is rejected, and the next is checked by another', async () => {
    const own = new SignatureThreads(1)
    const [good] = await someSignatures()
    const lost = own.check(good!)
    const broken = own.check({ ...good!, key: { ...good!.key, suite: 'none' as 'ed25519' } })
    await assert.rejects(Promise.all([lost, broken]))
    assert.equal(await own.check(good!), true)
    await own.close()
  })
})

describe('a ledger that has signatures checked in threads', () => {
  test('admits and refuses as one that has not', async () => {
    const ledger = await openCity(new SimulatedStore(), { signatureThreads: 1 })
    const good = await publish('a', genesisTime)
    const impostor = { key: editor.key, sign: (message: Uint8Array) => head.sign(message) }
    const cases = [
      good,
      await publish('b', genesisTime, { signers: [impostor] }),
      await publish('c', genesisTime, { signers: [signerOf('stranger')] }),
      good.with(40, good[40]! ^ 1),
      new Uint8Array(3),
    ]
    const codes = []
    for (const transaction of cases) {
      const admission = await ledger.admit(transaction, genesisTime)
      const alone = ledger.check(transaction, genesisTime)
      codes.push(admission.ok ? 'ok' : admission.code)
      assert.equal(codes.at(-1), alone.ok ? 'ok' : alone.code)
    }
    assert.deepEqual(codes.slice(0, 3), ['ok', 'signature-invalid', 'signer-unknown'])
    await ledger.close()
  })
})
