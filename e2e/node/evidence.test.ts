import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { findCometBft } from '@gongshi/engine-cometbft'
import { utf8 } from '@gongshi/protocol'
import { type Committed, commit, publish, put, upload, waitFor } from '../../packages/node/test/acts.ts'
import { chainId } from '../../packages/node/test/sampleNode.ts'
import { foundPlace, gongshi, type NodeProcess, type Place, startNode } from './command.ts'
import { blockHashAt, startLightClient } from './lightClient.ts'

const run = promisify(execFile)
const interop = join(import.meta.dirname, '../../interop')

let place: Place
let node: NodeProcess
let entry: Committed
before(async () => {
  place = await foundPlace()
  node = await startNode(place)
  const content = await upload([{ path: 'paragraph/1/en', bytes: utf8('The road is closed.') }])
  assert.equal((await put(node.url, content)).status, 201)
  entry = await commit(node.url, await publish({}, { content: content.commitment }))
  for (let count = 0; count < 20; count++) await commit(node.url, await publish())
  await waitFor('the checkpoint', async () => {
    const { logSize, publishedSize } = (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as Record<
      string,
      number
    >
    return logSize === publishedSize
  })
})
after(() => place.remove())

async function has(program: string): Promise<boolean> {
  return run(program, ['version']).then(
    () => true,
    () => false,
  )
}

describe('tools that we did not write, against the running node', () => {
  test('CometBFT’s light client follows /rpc', async (context) => {
    if (!(await has('go'))) return context.skip('Go is not here')
    const { stdout } = await run(join(interop, 'cometbft/run.sh'), [`${node.url}/rpc`, chainId])
    assert.match(stdout, /\d/)
  })

  test('cometbft light serves what it verified of /rpc', async (context) => {
    const program = await findCometBft().catch(() => null)
    if (program === null) return context.skip('cometbft is not here')
    const rpc = `${node.url}/rpc`
    const light = startLightClient(program, {
      chainId,
      primary: rpc,
      witnesses: [rpc],
      home: place.at('light'),
      trusted: { height: 1, hash: (await blockHashAt(rpc, 1))! },
    })
    try {
      assert.equal(await waitFor('the proxy', () => light.blockHashAt(5)), await blockHashAt(rpc, 5))
    } finally {
      light.end()
    }
  })

  test('golang.org/x/mod/sumdb/note opens the checkpoint', async (context) => {
    if (!(await has('go'))) return context.skip('Go is not here')
    const { logKeys } = (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as { logKeys: string[] }
    const note = await (await fetch(`${node.url}/log/checkpoint`)).text()
    const open = (text: string) => {
      const child = run(join(interop, 'note/run.sh'), [logKeys[0]!])
      child.child.stdin!.end(text)
      return child
    }
    assert.match((await open(note)).stdout, new RegExp(`localhost/${chainId}/node`))
    await assert.rejects(open(note.replace(/\n(\d)/, (_, digit: string) => `\n${(Number(digit) + 1) % 10}`)))
  })
})

describe('evidence outlives its node', () => {
  test('saved, the node stopped, verified by the CLI; changed anywhere: refused at the right step', async () => {
    const [evidence, trust] = [place.at('entry.gse'), place.at('trust.json')]
    assert.equal((await gongshi(['trust', node.url, '-o', trust], place)).code, 0)
    assert.equal(
      (await gongshi(['evidence', 'entry', String(entry.index), '--url', node.url, '-o', evidence], place)).code,
      0,
    )
    assert.equal((await node.end()).code, 0)
    const good = await gongshi(['verify', evidence, '--trust', trust], place)
    assert.equal(good.code, 0, good.err)
    assert.match(good.out, /VALID/)

    const bytes = new Uint8Array(readFileSync(evidence))
    const raw = entry as Committed & { leaf: string }
    const leafAt = Buffer.from(bytes).indexOf(Buffer.from(raw.leaf, 'base64'))
    assert.ok(leafAt > 0)
    const places: [string, number, RegExp][] = [
      ['the leaf', leafAt + 8, /^(inclusion|leaf)$/],
      ['a signature or body', bytes.length - 40, /^(signatures|body|leaf|inclusion|witnesses|file)$/],
      ['the chain id of the header', Buffer.from(bytes).indexOf(chainId) + 3, /^(commit|trust|path)$/],
    ]
    for (const [what, at, step] of places) {
      const { code, out } = await verifyChanged(bytes.with(at, bytes[at]! ^ 1), trust)
      assert.equal(code, 1, what)
      const verdict = JSON.parse(out) as { valid: boolean; step: string }
      assert.equal(verdict.valid, false)
      assert.match(verdict.step, step, what)
    }
    for (const unreadable of [bytes.with(0, 0xff), bytes.subarray(0, 200), new Uint8Array(), utf8('not evidence')])
      assert.equal((await verifyChanged(unreadable, trust)).code, 2)
    const strange = place.at('other-trust.json')
    const root = JSON.parse(readFileSync(trust, 'utf8')) as { validators: { set: { publicKey: string }[] } }
    const [validator] = root.validators.set
    validator!.publicKey = validator!.publicKey.replace(/^../, (byte) => (byte === '00' ? '01' : '00'))
    writeFileSync(strange, JSON.stringify(root))
    assert.notEqual((await gongshi(['verify', evidence, '--trust', strange], place)).code, 0)
  })
})

async function verifyChanged(bytes: Uint8Array, trust: string) {
  const path = place.at('changed.gse')
  writeFileSync(path, bytes)
  return gongshi(['verify', path, '--trust', trust, '--json'], place)
}
