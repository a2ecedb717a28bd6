import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { BlockLog, openFolder } from '@gongshi/engine-solo'
import { toHex, utf8 } from '@gongshi/protocol'
import { encodeRecord, paddedLength } from '../../packages/engine-solo/src/blocks/record.ts'
import { type Committed, commit, publish, put, rowKeyOf, upload, waitFor } from '../../packages/node/test/acts.ts'
import { organ } from '../../packages/node/test/sampleNode.ts'
import { filesUnder, foundPlace, gongshi, type NodeProcess, type Place, startNode } from './command.ts'

/** A ledger with some entries, whose node has stopped; each test damages a copy. */
let place: Place
let content: Awaited<ReturnType<typeof upload>>
const committed: Committed[] = []

before(async () => {
  place = await foundPlace()
  const node = await startNode(place)
  const members = [{ path: 'paragraph/1/en', bytes: utf8('a paragraph that stands nowhere else') }]
  content = await upload(members, { notAfter: Date.now() + 50 * 60_000 })
  assert.equal((await put(node.url, content)).status, 201)
  committed.push(await commit(node.url, await publish({}, { content: content.commitment, identifier: 'No-first' })))
  for (let count = 0; count < 5; count++) committed.push(await commit(node.url, await publish()))
  await waitFor('the checkpoint', async () => (await ledgerOf(node)).publishedSize === 12)
  assert.equal((await node.end()).code, 0)
})
after(() => place.remove())

type Ledger = {
  readonly height: number
  readonly appHash: string
  readonly logSize: number
  readonly publishedSize: number
}
const ledgerOf = async (node: NodeProcess) => (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as Ledger

/** A copy of the ledger, to be damaged. */
async function copy(
  damage: (data: string) => void | Promise<void>,
  work: (copied: Place) => Promise<void>,
): Promise<void> {
  const folder = `${place.folder}-${Math.random().toString(36).slice(2)}`
  mkdirSync(folder)
  const data = join(folder, 'data')
  cpSync(place.data, data, { recursive: true })
  try {
    await damage(data)
    await work({ folder, data, at: (name) => join(folder, name), remove: () => undefined })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function refusesToStart(copied: Place, code: string, ...details: RegExp[]): Promise<void> {
  const { code: exit, err } = await gongshi(['start', '--port', '0', '--ops-port', '0'], copied)
  assert.match(err, new RegExp(`\\[${code}\\]`))
  for (const detail of details) assert.match(err, detail)
  assert.match(err, /→ /, 'says what to do next')
  assert.doesNotMatch(err, /GONGSHI_DEBUG/, 'has words of its own for it')
  assert.ok(exit !== 0 && exit !== 4, `${exit}`)
}

/** Starts, holds every acknowledged entry, and takes another. */
async function startsWhole(copied: Place): Promise<Ledger> {
  const node = await startNode(copied)
  try {
    for (const { txId, index } of committed) {
      const found = (await (await fetch(`${node.url}/api/v1/transactions/${txId}`)).json()) as Committed
      assert.deepEqual([found.status, found.index], ['committed', index])
    }
    const before = await ledgerOf(node)
    assert.equal((await commit(node.url, await publish())).outcome, 'ok')
    return before
  } finally {
    await node.end()
  }
}

function segmentOf(data: string): string {
  return join(data, 'blocks', readdirSync(join(data, 'blocks')).sort().at(-1)!)
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at]! ^= 1
  writeFileSync(path, bytes)
}

/** Where the record of the last block, or one so many before it, begins and ends. */
async function lastRecord(data: string, back = 0): Promise<{ from: number; to: number; height: number }> {
  const log = await BlockLog.open(await openFolder(join(data, 'blocks')))
  const height = log.lastHeight! - back
  const payload = await log.read(height)
  await log.close()
  const from = readFileSync(segmentOf(data)).lastIndexOf(payload) - 24
  return { from, to: from + paddedLength(payload.length), height }
}

describe('a node that may not or cannot start says why', () => {
  test('a second process on the same data', async () => {
    await copy(
      () => undefined,
      async (copied) => {
        const node = await startNode(copied)
        await refusesToStart(copied, 'data-locked')
        const { err } = await gongshi(['state', 'hash', '--data', copied.data], copied)
        assert.match(err, /\[data-locked\]/)
        assert.equal((await fetch(`${node.url}/api/v1/ledger`)).status, 200)
        await node.kill()
        await startsWhole(copied)
      },
    )
  })

  test('a port in use, and one that is not ours to use', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    await copy(
      () => undefined,
      async (copied) => {
        for (const flag of ['--port', '--ops-port']) {
          const other = flag === '--port' ? '--ops-port' : '--port'
          const { code, err } = await gongshi(['start', flag, String(port), other, '0'], copied)
          assert.match(err, new RegExp(`\\[port-in-use\\][\\s\\S]*${port}`))
          assert.notEqual(code, 0)
        }
        const { err } = await gongshi(['start', '--port', '0', '--ops-port', '0', '--host', '203.0.113.7'], copied)
        assert.match(err, /\[port-forbidden\]/)
        await startsWhole(copied)
      },
    )
    server.close()
  })

  test('an unknown key or a wrong value in the configuration, an unknown flag, an unreadable file', async () => {
    await copy(
      () => undefined,
      async (copied) => {
        const cases: [string, string, RegExp][] = [
          ['{"http":{"prot":1}}', 'config-invalid', /http\/prot/],
          ['{"ops":{"port":"x"}}', 'config-invalid', /ops\/port/],
          ['{"que":1}', 'config-invalid', /que/],
          ['[]', 'config-invalid', /config/],
          ['{', 'cli-json-malformed', /config/],
        ]
        for (const [text, code, detail] of cases) {
          writeFileSync(copied.at('gongshi.config.json'), text)
          const { code: exit, err } = await gongshi(['start', '--port', '0'], copied)
          assert.match(err, new RegExp(`\\[(${code}|cli-file-malformed|cli-file-unreadable)\\]`), text)
          assert.match(err, detail)
          assert.equal(exit, 2)
        }
        rmSync(copied.at('gongshi.config.json'))
        const { code, err } = await gongshi(['start', '--prot', '1'], copied)
        assert.equal(code, 2)
        assert.match(err, /--prot/)
        assert.match((await gongshi(['start', '--port', '70000'], copied)).err, /\[cli-value-invalid\]/)
      },
    )
  })

  test('no ledger, a damaged genesis, another genesis, missing and foreign keys', async () => {
    const cases: [(data: string) => void, string][] = [
      [(data) => rmSync(join(data, 'genesis.json')), 'data-missing'],
      [(data) => truncateSync(join(data, 'genesis.json'), 100), 'genesis-malformed'],
      [(data) => writeFileSync(join(data, 'genesis.json'), '{}'), 'genesis-malformed'],
      [(data) => change(join(data, 'genesis.json'), 'sample-city', 'simple-city'), 'genesis-differs'],
      [(data) => rmSync(join(data, 'keys/validator.key')), 'key-unreadable'],
      [(data) => cpSync(join(data, 'keys/publisher.key'), join(data, 'keys/validator.key')), 'validator-mismatch'],
      [(data) => writeFileSync(join(data, 'published.json'), '{'), 'published-unreadable'],
    ]
    for (const [damage, code] of cases) await copy(damage, (copied) => refusesToStart(copied, code))
  })
})

describe('P1, P6: what lies on the disk', () => {
  test('a byte flipped in the last acknowledged block: refuses, with segment and position', async () => {
    const { from, to } = await lastRecord(place.data)
    for (const at of [from + 2, from + 30, (from + to) >> 1, to - 3])
      await copy(
        (data) => flip(segmentOf(data), at),
        async (copied) => {
          await refusesToStart(copied, 'blocks-damaged', /segment: \d+\.blocks/, new RegExp(`position: ${from}\\b`))
          const { out } = await gongshi(['doctor', '--data', copied.data], copied)
          assert.match(out, /blocks-damaged/)
        },
      )
  })

  test('a byte flipped in an early block: refuses', async () => {
    await copy(
      (data) => flip(segmentOf(data), 100),
      (copied) => refusesToStart(copied, 'blocks-damaged'),
    )
  })

  test('a torn tail behind the acknowledged blocks: recovered, nothing lost', async () => {
    const { to, height: lastHeight } = await lastRecord(place.data)
    const record = encodeRecord(lastHeight + 1, new Uint8Array(3000).fill(7))
    const torn = [record.subarray(0, 1000), record.subarray(0, 10), record.fill(0, 1024, 2560)]
    for (const rest of torn)
      await copy(
        (data) => {
          const bytes = readFileSync(segmentOf(data))
          writeFileSync(segmentOf(data), Buffer.concat([bytes.subarray(0, to), rest]))
        },
        async (copied) => void (await startsWhole(copied)),
      )
  })

  test('acknowledged blocks cut off, even cleanly: refused, not taken for a torn tail', async () => {
    const { from } = await lastRecord(place.data)
    await copy(
      (data) => truncateSync(segmentOf(data), from),
      (copied) => refusesToStart(copied, 'blocks-behind-state'),
    )
    const { from: before } = await lastRecord(place.data, 1)
    await copy(
      (data) => {
        truncateSync(segmentOf(data), before)
        rmSync(join(data, 'state'), { recursive: true })
      },
      (copied) => refusesToStart(copied, 'blocks-behind-state'), // what was published is known from elsewhere
    )
    await copy(
      (data) => rmSync(join(data, 'blocks'), { recursive: true }),
      (copied) => refusesToStart(copied, 'blocks-behind-state'),
    )
  })

  test('P2, P7: the state deleted: executing the blocks again gives the same app hash', async () => {
    let appHash = ''
    await copy(
      () => undefined,
      async (copied) => {
        appHash = (await startsWhole(copied)).appHash
      },
    )
    await copy(
      (data) => {
        rmSync(join(data, 'state'), { recursive: true })
        rmSync(join(data, 'views'), { recursive: true, force: true })
      },
      async (copied) => assert.equal((await startsWhole(copied)).appHash, appHash),
    )
    await copy(
      () => undefined,
      async (copied) => {
        const { code, out } = await gongshi(['state', 'replay', '--data', copied.data, '--json'], copied)
        assert.equal(code, 0)
        assert.match(out, new RegExp(appHash))
      },
    )
  })

  test('a damaged state: refused or answered with a code, never with a wrong value', async () => {
    await copy(
      (data) => {
        const path = join(data, 'state', 'data.mdb')
        const bytes = readFileSync(path)
        const needle = Buffer.from('government-information/20')
        for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) bytes[at]! ^= 1
        writeFileSync(path, bytes)
      },
      async (copied) => {
        const node = await startNode(copied).catch((error: Error) =>
          assert.match(error.message, /\[(state|log)-damaged\]/),
        )
        if (node === undefined) return
        const row = await fetch(`${node.url}/api/v1/evidence/state/disclosure/entity%2Fpublication/${firstKey}`)
        assert.equal(row.status, 503)
        assert.match(await row.text(), /state-damaged/)
        assert.equal((await fetch(`${node.url}/api/v1/ledger`)).status, 200)
        await node.end()
      },
    )
    await copy(
      (data) => {
        const path = join(data, 'state', 'data.mdb')
        writeFileSync(path, readFileSync(path).fill(0xaa, 0, 8192))
      },
      (copied) => refusesToStart(copied, 'store-unreadable'),
    )
  })

  test('a damaged content is not served, and says so', async () => {
    await copy(
      (data) => {
        for (const { path, bytes } of filesUnder(join(data, 'contents'))) {
          const at = bytes.indexOf('a paragraph that stands')
          if (at >= 0) flip(path, at)
        }
      },
      async (copied) => {
        const node = await startNode(copied)
        const at = `${node.url}/api/v1/contents/${toHex(content.commitment)}`
        const member = await fetch(`${at}/member?path=paragraph%2F1%2Fen`)
        assert.equal(member.status, 503)
        assert.match(await member.text(), /content-damaged/)
        assert.equal((await fetch(`${node.url}/api/v1/entries/0`)).status, 200)
        assert.equal((await put(node.url, content)).status, 201, 'whoever has it brings it back')
        assert.equal((await fetch(`${at}/member?path=paragraph%2F1%2Fen`)).status, 200)
        await node.end()
      },
    )
  })

  test('a full disk: stops the writing with its code, reads go on, and nothing acknowledged is lost', async (context) => {
    await copy(
      () => undefined,
      async (copied) => {
        const small = copied.at('small')
        mkdirSync(small)
        try {
          execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', small], { stdio: 'ignore' })
        } catch {
          context.skip('may not mount a small disk here')
          return
        }
        try {
          const data = join(small, 'data')
          cpSync(copied.data, data, { recursive: true })
          await fillUp({ ...copied, data }, small)
        } finally {
          execFileSync('umount', ['-l', small])
        }
      },
    )
  })

  test('SIGTERM stops within 10 s, also with a client in the middle of a request', async () => {
    await copy(
      () => undefined,
      async (copied) => {
        const node = await startNode(copied)
        const { hostname, port } = new URL(node.url)
        const socket = connect({ host: hostname, port: Number(port) })
        socket.on('error', () => undefined)
        socket.write('POST /rpc HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{')
        const last = await commit(node.url, await publish())
        const { code, tookMs } = await node.end()
        assert.equal(code, 0)
        assert.ok(tookMs < 10_000, `${tookMs} ms`)
        const again = await startNode(copied)
        assert.equal((await fetch(`${again.url}/api/v1/transactions/${last.txId}`)).status, 200)
        await again.end()
      },
    )
  })
})

const firstKey = rowKeyOf([[organ.scheme, organ.id], 'No-first'])

function change(path: string, from: string, to: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to))
}

/** Fills the disk below the node, finds the code of a full disk, makes room, and finds everything there. */
async function fillUp(copied: Place, small: string): Promise<void> {
  const node = await startNode(copied)
  const kept: Committed[] = []
  writeFileSync(join(small, 'ballast'), '')
  let refused = ''
  for (let free = 20 * 2 ** 20; free > 0; free = Math.floor(free / 2)) {
    try {
      writeFileSync(join(small, 'ballast'), Buffer.alloc(free), { flag: 'a' })
    } catch {}
  }
  for (let count = 0; count < 2000 && refused === ''; count++) {
    const response = await fetch(`${node.url}/api/v1/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/cose', prefer: 'wait=20' },
      body: Buffer.from(await publish()),
    })
    const body = (await response.json()) as Committed & { code: string }
    if (response.status === 200) kept.push(body)
    else refused = body.code
  }
  assert.match(refused, /^(disk-full|disk-failed|engine-halted|store-write-failed|ledger-halted)$/)
  assert.equal((await fetch(`${node.url}/api/v1/entries/0`)).status, 200, 'reads go on')
  assert.match(node.log(), /stopped writing/)
  await node.end()
  rmSync(join(small, 'ballast'))
  const again = await startNode(copied)
  for (const { txId } of [...committed, ...kept])
    assert.equal((await fetch(`${again.url}/api/v1/transactions/${txId}`)).status, 200)
  assert.equal((await commit(again.url, await publish())).outcome, 'ok')
  await again.end()
}
