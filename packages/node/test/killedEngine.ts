/**
 * A process made to be killed: store, ledger and engine of a node on a real disk, under load from eight clients. It says
 * on standard output what it acknowledged, and checks at its start what earlier ones did.
 *
 *     node killedEngine.ts DATA ACKNOWLEDGED-FILE
 */

import { once } from 'node:events'
import { readFileSync, writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { lockFolder, openFolder, startSolo } from '@gongshi/engine-solo'
import { nativeSignatureCheck, openLedger, openLmdbStore, parseGenesis } from '@gongshi/ledger'
import { fromHex, toHex } from '@gongshi/protocol'
import { readNodeKey } from '../src/keys/nodeKey.ts'
import { foldersOf } from '../src/setup/folders.ts'
import { publish } from './acts.ts'
import { powers, sampleAffairs } from './sampleNode.ts'

const [, , data, acknowledged] = process.argv as [string, string, string, string]
const folders = foldersOf(data)
const affairs = await sampleAffairs()
const say = (line: string) => writeSync(1, `${line}\n`)

say('ready')
await once(process.stdin, 'data')

const lock = lockFolder(data)
const genesis = parseGenesis(JSON.parse(readFileSync(folders.genesis, 'utf8')))
const store = await openLmdbStore(folders.state)
const ledger = await openLedger({ store, affairs, genesis, signatureCheck: nativeSignatureCheck(), powers })
const { publicKey, sign } = await readNodeKey(folders.keys, 'validator')
const engine = await startSolo({
  folder: await openFolder(folders.blocks),
  ledger,
  validator: { publicKey, sign },
  clock: { now: powers.now, monotonic: () => performance.now() },
  floor: { publishedHeight: 0 },
  queue: { transactions: 1000 },
  clockJumpMs: 300_000,
  onHalt: (error) => {
    throw error
  },
})

for (const line of readFileSync(acknowledged, 'utf8').split('\n').filter(Boolean)) {
  const [, txId, index] = line.split(' ')
  const found = ledger.findTransaction(fromHex(txId!))
  if (found?.index !== Number(index)) say(`lost ${txId}`)
}
let stopping = false
process.once('SIGTERM', () => {
  stopping = true
})
say(`open ${ledger.info().height} ${toHex(ledger.info().appHash)}`)

async function client(): Promise<void> {
  while (!stopping) {
    const { txId, durable } = await engine.submit(await publish())
    const { result } = await durable
    say(`ack ${toHex(txId)} ${result.index}`)
  }
}
await Promise.all(Array.from({ length: 8 }, client))
await engine.stop()
await ledger.close()
await store.close()
lock.release()
say(`closed ${ledger.info().height} ${toHex(ledger.info().appHash)}`)
process.exit(0)
