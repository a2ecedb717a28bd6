import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { checkVote, utf8 } from '@gongshi/protocol'
import { openPkcs11Key } from './pkcs11Key.ts'

/** Debian's softhsm2, which can do Ed25519. */
const module = '/usr/lib/softhsm/libsofthsm2.so'
const library: string = 'pkcs11js'
const hasLibrary = await import(library).then(
  () => true,
  () => false,
)
const missing = [...(existsSync(module) ? [] : ['softhsm2']), ...(hasLibrary ? [] : ['npm install pkcs11js@2'])]

describe('a key in a token', { skip: missing.length > 0 && `needs ${missing.join(' and ')}` }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-token-'))
  const token = { module, token: 'gongshi', key: 'validator', pin: '5678' }
  const importKey = (label: string, id: string) => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const file = join(folder, `${label}.pem`)
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const of = ['--token', token.token, '--label', label, '--id', id, '--pin', token.pin]
    execFileSync('softhsm2-util', ['--import', file, ...of], { stdio: 'ignore' })
    return new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  }
  let publicKey: Uint8Array
  before(() => {
    mkdirSync(join(folder, 'tokens'))
    process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf')
    writeFileSync(process.env.SOFTHSM2_CONF, `directories.tokendir = ${join(folder, 'tokens')}\n`)
    const pins = ['--so-pin', '1234', '--pin', token.pin]
    execFileSync('softhsm2-util', ['--init-token', '--free', '--label', token.token, ...pins], { stdio: 'ignore' })
    publicKey = importKey('validator', '01')
    importKey('twice', '02')
    importKey('twice', '03')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('signs as consensus checks it, and is opened again', async () => {
    for (let time = 0; time < 2; time++) {
      const key = await openPkcs11Key(token)
      assert.deepEqual(key.publicKey, publicKey)
      const message = utf8('a vote')
      assert.ok(checkVote(publicKey, message, key.sign(message)))
      key.close()
    }
  })

  test('another token, no key or two of one name, a wrong PIN, no library: each with its code', async () => {
    const refused = (change: Partial<typeof token>, code: string) =>
      assert.rejects(openPkcs11Key({ ...token, ...change }), { code })
    await refused({ token: 'elsewhere' }, 'pkcs11-token')
    await refused({ key: 'nobody' }, 'pkcs11-key')
    await refused({ key: 'twice' }, 'pkcs11-key')
    await refused({ pin: '0000' }, 'pkcs11-failed')
    await refused({ module: join(folder, 'validator.pem') }, 'pkcs11-failed')
    assert.deepEqual((await openPkcs11Key(token)).publicKey, publicKey)
  })
})
