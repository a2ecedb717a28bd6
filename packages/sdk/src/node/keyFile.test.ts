import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkSignature, toHex, utf8 } from '@gongshi/protocol'
import { openKeyFile as openInPage } from '../browser/keyFile.ts'
import { KeyFileError } from '../errors.ts'
import { readKeyFileFace } from '../keyFile/keyFile.ts'
import { createKeyFile, encodeKeyFile, openKeyFile, openSecret } from './keyFile.ts'

const passphrase = '公示 correct horse'
const coded = (code: string) => (error: unknown) => error instanceof KeyFileError && error.code === code

describe('key files', () => {
  for (const suite of ['ed25519', 'es256'] as const)
    test(`${suite}: what is sealed opens again, signs, and shows its key without the passphrase`, async () => {
      const file = await createKeyFile({ suite, label: 'clerk', passphrase })
      const face = readKeyFileFace(file)
      const signer = await openKeyFile(file, passphrase)
      assert.deepEqual([face.label, face.isProtected, toHex(face.key.id)], ['clerk', true, toHex(signer.key.id)])
      const message = utf8('message')
      assert.equal(checkSignature(face.key, message, await signer.sign(message)), true)
    })

  test('a page opens the same file by its own means, and refuses what would take it too long', async () => {
    const file = await createKeyFile({ suite: 'es256', label: 'clerk', passphrase })
    const signer = await openInPage(file, passphrase)
    assert.equal(toHex(signer.key.id), toHex(readKeyFileFace(file).key.id))
    await assert.rejects(openInPage(file, 'other'), coded('key-file-passphrase-wrong'))
    await assert.rejects(openInPage(file, null), coded('key-file-passphrase-missing'))
    const heavy = file.replace('"memoryKiB": 65536', '"memoryKiB": 524288')
    await assert.rejects(openInPage(heavy, passphrase), coded('key-file-unsupported'))
  })

  test('one text, whatever its Unicode form, is one passphrase', async () => {
    const file = await createKeyFile({ suite: 'ed25519', label: '', passphrase: 'é' })
    await openKeyFile(file, 'e\u0301')
  })

  test('a wrong passphrase, none, and an unprotected file', async () => {
    const file = await createKeyFile({ suite: 'ed25519', label: '', passphrase })
    await assert.rejects(openKeyFile(file, 'other'), coded('key-file-passphrase-wrong'))
    await assert.rejects(openKeyFile(file, null), coded('key-file-passphrase-missing'))
    const open = await createKeyFile({ suite: 'ed25519', label: '', passphrase: null })
    assert.equal(readKeyFileFace(open).isProtected, false)
    await openKeyFile(open, null)
  })

  test('the secret never stands in a protected file, and each file has its own salt', async () => {
    const secret = new Uint8Array(32).fill(7)
    const files = await Promise.all(
      [1, 2].map(() => encodeKeyFile({ suite: 'ed25519', secret, label: '', passphrase })),
    )
    assert.notEqual(files[0], files[1])
    for (const file of files) assert.equal(file.includes(Buffer.from(secret).toString('base64').slice(0, 40)), false)
    assert.deepEqual((await openSecret(files[0]!, passphrase))[1], Buffer.from(secret))
  })

  test('a changed label, key, cost or ciphertext does not open', async () => {
    const file = JSON.parse(await createKeyFile({ suite: 'ed25519', label: 'a', passphrase })) as Record<string, never>
    const other = JSON.parse(await createKeyFile({ suite: 'ed25519', label: 'a', passphrase })) as Record<string, never>
    const changes = [
      { label: 'b' },
      { publicKey: other.publicKey },
      { secret: other.secret },
      { protection: { ...(file.protection as unknown as object), passes: 2 } },
    ]
    for (const change of changes)
      await assert.rejects(
        openKeyFile(JSON.stringify({ ...file, ...change }), passphrase),
        coded('key-file-passphrase-wrong'),
        JSON.stringify(change),
      )
  })

  test('hostile files are refused by code, before any costly work', async () => {
    const file = JSON.parse(await createKeyFile({ suite: 'ed25519', label: 'a', passphrase })) as { protection: object }
    const open = JSON.parse(await createKeyFile({ suite: 'ed25519', label: 'a', passphrase: null })) as object
    const protect = (change: object): object => ({ ...file, protection: { ...file.protection, ...change } })
    const cases: [unknown, string][] = [
      ['', 'key-file-malformed'],
      ['null', 'key-file-malformed'],
      ['{}', 'key-file-malformed'],
      ['[]', 'key-file-malformed'],
      [{ ...file, suite: 'rsa' }, 'key-file-unsupported'],
      [{ ...file, secret: 'AAAA' }, 'key-file-malformed'],
      [protect({ memoryKiB: 2 ** 30 }), 'key-file-unsupported'],
      [protect({ passes: 1e9 }), 'key-file-unsupported'],
      [protect({ lanes: 0.5 }), 'key-file-unsupported'],
      [protect({ kdf: 'md5' }), 'key-file-unsupported'],
      [protect({ nonce: 'AAAA' }), 'key-file-malformed'],
      [{ ...open, publicKey: Buffer.alloc(32).toString('base64') }, 'key-file-malformed'],
      [{ ...open, publicKey: (file as Record<string, unknown>).publicKey }, 'key-file-malformed'],
    ]
    for (const [content, code] of cases)
      await assert.rejects(
        openKeyFile(typeof content === 'string' ? content : JSON.stringify(content), passphrase),
        coded(code),
        JSON.stringify(content).slice(0, 60),
      )
  })
})
