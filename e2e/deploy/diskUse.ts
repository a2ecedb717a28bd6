/**
 * What a transaction takes on the disk of a running node: `node e2e/deploy/diskUse.ts 20000`, with `content` behind it
 * (or `none`) each with a content of 4,000 bytes, and then how many are under way at once. docs/operate/sizing.md has the figures.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { utf8 } from '@gongshi/protocol'
import { commit, publish, put, upload } from '../../packages/node/test/acts.ts'
import { startSample } from '../../packages/node/test/sampleNode.ts'

const clients = Number(process.argv[4] ?? 64)
const count = Number(process.argv[2] ?? 2000)
const withContent = process.argv[3] === 'content'

const node = await startSample()
const { data } = node
let bytes = 0

/** Half of them first: what a fresh ledger sets aside, and the size to which files grow at once, is no cost of one. */
await submitMany(count / 2)
const before = await settled()
bytes = 0
await submitMany(count / 2)
const after = await settled()
const each = (name: keyof typeof after) => Math.round((after[name] - before[name]) / (count / 2))
console.log(`transaction ${Math.round(bytes / (count / 2))} bytes; of the disk it takes`)
for (const name of ['blocks', 'state', 'contents', 'views'] as const) console.log(`${name} ${each(name)} bytes`)
await node.end()

async function submitMany(many: number): Promise<void> {
  let left = many
  const client = async () => {
    while (left-- > 0) await submitOne()
  }
  await Promise.all(Array.from({ length: clients }, client))
}

async function submitOne(): Promise<void> {
  const content = withContent ? await storeContent() : {}
  const transaction = await publish({}, content)
  bytes += transaction.length
  await commit(node.url, transaction)
}

async function storeContent() {
  const stored = await upload([{ path: '/record', bytes: utf8('0123456789'.repeat(400)) }])
  if ((await put(node.url, stored)).status !== 201) throw new Error('the content was refused')
  return { content: stored.commitment }
}

/** Bytes of each store, once the views and the write-behind of the state have caught up: the node was stopped. */
async function settled() {
  await node.stop()
  const sizes = {
    blocks: writtenIn(join(data, 'blocks')),
    state: sizeOf(join(data, 'state')),
    contents: sizeOf(join(data, 'contents')),
    views: readdirSync(data)
      .filter((name) => /^(views|bundles)/.test(name))
      .reduce((sum, name) => sum + sizeOf(join(data, name)), 0),
  }
  await node.restart()
  return sizes
}

/** Block files end in zeros that were set aside for the blocks to come. */
function writtenIn(folder: string): number {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)))
    .reduce((sum, file) => sum + file.findLastIndex((byte) => byte !== 0) + 1, 0)
}

function sizeOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}
