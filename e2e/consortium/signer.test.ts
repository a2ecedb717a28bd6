import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ed25519Pkcs8, fromHex, toHex } from '@gongshi/protocol'
import { cometProgram, withoutComet } from '../../packages/engine-cometbft/fixtures/program.ts'
import { freePort } from '../../packages/node/test/freePort.ts'
import { program } from '../program.ts'
import { getJson, isRunning, waitFor } from './testnet.ts'

/** Debian's softhsm2, which can do Ed25519. */
const module = '/usr/lib/softhsm/libsofthsm2.so'
const pkcs11js: string = 'pkcs11js'
const hasPkcs11 = await import(pkcs11js).then(
  () => true,
  () => false,
)
const missing = [...(existsSync(module) ? [] : ['softhsm2']), ...(hasPkcs11 ? [] : ['npm install pkcs11js@2'])]
const without =
  ((await cometProgram()) === null && withoutComet) || (missing.length > 0 && `needs ${missing.join(' and ')}`)

const chainId = 'token-city'
const pin = '5678'

// docs/operate/consortium.md, "A key outside the process".
describe('a validator’s key in a token, held by a signer beside the node', { skip: without }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-signer-'))
  const at = (...parts: string[]) => join(folder, ...parts)
  const env = { ...process.env, GONGSHI_KEYS: at('keys'), SOFTHSM2_CONF: at('softhsm2.conf') }
  const running: ChildProcess[] = []
  let portal: string

  const gongshi = (...args: string[]) =>
    execFileSync(process.execPath, [...process.execArgv, ...program, ...args], { env, stdio: 'pipe' }).toString()
  const begin = (...args: string[]) => {
    const child = spawn(process.execPath, [...process.execArgv, ...program, ...args], { env, stdio: 'pipe' })
    running.push(child)
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece))
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    return { child, ended, said: () => said }
  }
  const signer = (...more: string[]) =>
    begin(
      ...['signer', '--connect', at('comet.sock'), '--chain-id', chainId, '--state', at('signed'), ...more],
      ...['--pkcs11', module, '--token', 'gongshi', '--key', 'validator', '--pin-file', at('pin.txt')],
    )
  const height = async () => (await getJson<{ readonly height: number }>(`${portal}/api/v1/ledger`))?.height ?? 0
  const publish = (identifier: string) => {
    const dates = { issued: '2026-01-02', effective: null, expires: null }
    const organ = { scheme: 'x-example', id: 'finance' }
    const input = {
      organ,
      identifier,
      kind: 'notice',
      clause: 'government-information/20',
      ...dates,
      content: '00'.repeat(32),
    }
    writeFileSync(at('notice.json'), JSON.stringify(input))
    gongshi('submit', 'disclosure', 'publish', '--key', 'finance', '--input', at('notice.json'), '--url', portal)
  }

  before(async () => {
    gongshi('keys', 'new', 'finance', '--unprotected')
    const listen = `127.0.0.1:${await freePort()}`
    gongshi(
      ...['genesis', 'contribute', '--chain-id', chainId, '--name', 'finance', '--organ', 'x-example:finance'],
      ...['--division', 'gb-t-2260:330100:2020-01-01', '--founder', 'finance', '--origin', 'finance.example.gov'],
      ...['--listen', listen, '--data', at('data'), '-o', at('finance.json')],
    )
    gongshi('genesis', 'collect', at('finance.json'), '--chain-id', chainId, '--synthetic', '-o', at('genesis.json'))
    gongshi('init', '--genesis', at('genesis.json'), '--data', at('data'))
    const publicKey = moveKey()
    const [http, ops] = [await freePort(), await freePort()]
    portal = `http://127.0.0.1:${http}`
    const engine = { kind: 'cometbft', listen, signer: { listen: `unix://${at('comet.sock')}`, publicKey } }
    const config = { data: at('data'), http: { port: http }, ops: { port: ops }, engine }
    writeFileSync(at('config.json'), JSON.stringify(config))
  })
  after(async () => {
    for (const child of running.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
    }
    rmSync(folder, { recursive: true, force: true })
  })

  /** From its file into the token. A key that never signed may move; the public half, in hexadecimal. */
  function moveKey(): string {
    const file = at('data', 'keys', 'validator.key')
    const { secret } = JSON.parse(readFileSync(file, 'utf8')) as { readonly secret: string }
    const key = createPrivateKey({ key: Buffer.from(ed25519Pkcs8(fromHex(secret))), format: 'der', type: 'pkcs8' })
    mkdirSync(at('tokens'))
    writeFileSync(at('softhsm2.conf'), `directories.tokendir = ${at('tokens')}\n`)
    writeFileSync(at('pin.txt'), `${pin}\n`)
    writeFileSync(at('key.pem'), key.export({ type: 'pkcs8', format: 'pem' }))
    const softhsm = (...args: string[]) => execFileSync('softhsm2-util', args, { env, stdio: 'pipe' })
    softhsm('--init-token', '--free', '--label', 'gongshi', '--so-pin', '1234', '--pin', pin)
    softhsm('--import', at('key.pem'), '--token', 'gongshi', '--label', 'validator', '--id', '01', '--pin', pin)
    for (const each of [file, at('key.pem')]) rmSync(each)
    return toHex(new Uint8Array(Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url')))
  }

  test('blocks come while it signs, none while it is gone, and nothing twice', async () => {
    const node = begin('start', '--no-demo', '--config', at('config.json'))
    await waitFor('CometBFT to listen', () => existsSync(at('comet.sock')))
    const first = signer('--new')
    await waitFor('the first block', async () => (await height()) >= 1).catch((error: Error) => {
      throw new Error(`${error.message}\n${node.said()}\n${first.said()}`)
    })
    assert.ok(!existsSync(at('data', 'keys', 'validator.key')))
    publish('2026-1')

    first.child.kill('SIGKILL')
    await first.ended
    const before = await height()
    await new Promise((resolve) => setTimeout(resolve, 3000))
    assert.ok((await height()) <= before + 1, 'nobody else votes')
    assert.ok(isRunning(node.child.pid!))

    const anew = signer('--new')
    assert.notEqual(await anew.ended, 0)
    assert.match(anew.said(), /signer-state-present/)
    const second = signer()
    publish('2026-2')
    const twice = signer()
    assert.notEqual(await twice.ended, 0)
    assert.match(twice.said(), /data-locked/)
    assert.ok(isRunning(second.child.pid!))
  })
})
