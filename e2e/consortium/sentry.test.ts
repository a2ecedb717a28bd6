import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type NetworkOptions, peerId } from '@gongshi/engine-cometbft'
import { keyOf, newWorld, type RunningCity, startCity } from '../../packages/engine-cometbft/fixtures/cometCity.ts'
import { cometProgram, withoutComet } from '../../packages/engine-cometbft/fixtures/program.ts'
import { freePort } from '../../packages/node/test/freePort.ts'
import { waitFor } from './testnet.ts'

const program = await cometProgram()
const notNow = process.env.GONGSHI_LONG === undefined && 'the topology of the page, in the long run: GONGSHI_LONG=1'

// docs/operate/consortium.md, "Behind sentries": on loopback, where nothing but the settings keeps them apart.
describe('a validator behind a sentry', { skip: notNow || (program === null && withoutComet) }, () => {
  const running: RunningCity[] = []
  after(async () => {
    for (const city of running.toReversed()) await city.stop()
  })
  const { genesis } = newWorld()

  const start = async (name: string, network: Partial<NetworkOptions>, validator = keyOf(name)) => {
    const world = { ...newWorld(), genesis }
    const listen = `127.0.0.1:${await freePort()}`
    const peer = keyOf(`peer of ${name}`)
    const quiet = { externalAddress: null, peers: [], pex: false, privatePeers: [] }
    const options = { peer, validator, network: { ...quiet, ...network, listen } }
    const id = peerId(peer.publicKey)
    return { name, world, id, address: `${id}@${listen}`, starting: startCity(program!, world, options) }
  }

  test('outsiders follow it, submit to it, and never hear of it', async () => {
    const own = peerId(keyOf('peer of validator').publicKey)
    const sentry = await start('sentry', { pex: true, privatePeers: [own] })
    const hidden = await start('validator', { peers: [sentry.address] }, keyOf('comet validator'))
    assert.equal(hidden.id, own)
    running.push(...(await Promise.all([sentry.starting, hidden.starting])))
    // Who asks the sentry later would hear of everybody that it knows.
    await waitFor('the validator’s sentry', async () => (await running[1]!.engine.standing()).peers === 1)
    const outsiders = [
      await start('one outside', { peers: [sentry.address], pex: true }),
      await start('another outside', { peers: [sentry.address], pex: true }),
    ]
    running.push(...(await Promise.all(outsiders.map(({ starting }) => starting))))
    const [, atHidden, ...outside] = running as [RunningCity, RunningCity, RunningCity, RunningCity]
    const { height } = await (await outside[0]!.engine.submit(await outside[0]!.publish('n1'))).proven
    for (const city of running) await waitFor('its block', () => city.engine.latestHeight() >= height)
    await waitFor('the outsiders to find each other', async () =>
      (await Promise.all(outside.map((city) => city.engine.standing()))).every(({ peers }) => peers === 2),
    )
    assert.equal((await atHidden.engine.standing()).peers, 1)
    for (const city of running.splice(0).toReversed()) await city.stop()
    for (const { world, name } of outsiders) {
      const book = join(world.folder, 'config/addrbook.json')
      assert.ok(existsSync(book), name)
      const known = readFileSync(book, 'utf8')
      assert.deepEqual([known.includes(sentry.id), known.includes(own)], [true, false], name)
    }
  })
})
