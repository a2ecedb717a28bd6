import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Json, toHex, trustFromJson, validatorAddress, verifyEvidence } from '@gongshi/protocol'
import { cometProgram, withoutComet } from '../../../engine-cometbft/fixtures/program.ts'
import { commit, publish, waitFor } from '../../test/acts.ts'
import { freePort } from '../../test/freePort.ts'
import { chainId, foundSample, freshFolder, officers, powers, runSample } from '../../test/sampleNode.ts'
import { recordCharter, refusalOf, voteForValidators, votingPeriod } from '../../test/validatorVote.ts'
import { createMember, foldersOf, type Running, readNodeKey, readPeerId } from '../index.ts'

const program = await cometProgram()
const patientMs = 120_000

type Node = { readonly data: string; readonly lines: string[]; readonly peer: string; running: Running }

describe('a node joins with an empty disk', { skip: program === null && withoutComet }, () => {
  const folder = freshFolder()
  const nodes: Node[] = []
  const trust = join(folder, 'trust.json')
  after(async () => {
    for (const { running } of nodes.toReversed()) await running.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const start = async (name: string, engine: object, members: readonly string[] = []): Promise<Node> => {
    const data = join(folder, name)
    const listen = `127.0.0.1:${await freePort()}`
    const lines: string[] = []
    const whole = { kind: 'cometbft', listen, snapshots: { everyBlocks: 5 }, ...engine }
    const peer = `${await readPeerId(data)}@${listen}`
    const node = { data, lines, peer, running: await runSample(data, lines, { engine: whole, members }) }
    nodes.push(node)
    return node
  }
  const joins = async (name: string, others: readonly Node[], more: object = {}) => {
    await createMember(join(folder, name), { origin: `localhost/${chainId}/${name}`, engine: 'cometbft' }, powers)
    copyFileSync(join(others[0]!.data, 'genesis.json'), join(folder, name, 'genesis.json'))
    const servers = others.map(({ running }) => running.url)
    return start(name, { peers: others.map(({ peer }) => peer), stateSync: { trust, ...more } }, servers)
  }
  const get = async ({ running }: Node, path: string) => (await (await fetch(`${running.url}${path}`)).json()) as never
  const newestSnapshot = ({ data }: Node) =>
    Math.max(
      0,
      ...readdirSync(join(data, 'snapshots'))
        .filter((each) => /^\d+$/.test(each))
        .map(Number),
    )
  const publishAt = async ({ running }: Node) =>
    (await commit(running.url, await publish())) as { index: number; height: number }
  const ledgerOf = async (node: Node): Promise<{ height: number; logSize: number }> => get(node, '/api/v1/ledger')

  /** From the trust root of the beginning. */
  const verdictOn = async ({ running }: Node, entry: number) => {
    const evidence = await waitFor(
      'evidence',
      async () => {
        const answer = await fetch(`${running.url}/api/v1/evidence/entries/${entry}`)
        return answer.ok && new Uint8Array(await answer.arrayBuffer())
      },
      patientMs,
    )
    const root = trustFromJson(JSON.parse(readFileSync(trust, 'utf8')) as Json)
    return verifyEvidence(evidence, root, Date.now())
  }
  const powersAt = async (node: Node) => {
    const { result } = (await get(node, '/rpc/validators')) as { result: { validators: { voting_power: string }[] } }
    return result.validators.map(({ voting_power: power }) => power).join()
  }
  const keyOf = async ({ data }: Node) => (await readNodeKey(foldersOf(data).keys, 'validator')).publicKey
  const hasSigned = async (node: Node, at: Node) => {
    const address = toHex(validatorAddress(await keyOf(node))).toUpperCase()
    const { result } = (await get(at, '/rpc/commit')) as {
      result: { signed_header: { commit: { signatures: { block_id_flag: number; validator_address: string }[] } } }
    }
    return result.signed_header.commit.signatures.some(
      ({ block_id_flag: flag, validator_address }) => flag === 2 && validator_address === address,
    )
  }

  let first: Node
  let oldest: number
  before(async () => {
    await foundSample(join(folder, 'first'), { engine: 'cometbft', votingPeriod })
    first = await start('first', { keepBlocks: 1 })
    oldest = (await publishAt(first)).index
    for (let more = 0; more < 4; more++) await publishAt(first)
    await waitFor('a snapshot', async () => newestSnapshot(first) > 0, patientMs)
    await publishAt(first)
    writeFileSync(trust, JSON.stringify(await get(first, '/api/v1/trust')))
  })

  test('by a snapshot: it has the same ledger, fetches what is older, serves and proves all of it', async () => {
    const joined = await joins('second', [first])
    assert.ok(joined.lines.some((line) => line.includes('the ledger begins with a snapshot')))
    const { index } = await publishAt(first)
    await waitFor('the entry', async () => (await ledgerOf(joined)).logSize > index, patientMs)
    for (const entry of [oldest, oldest + 1, index])
      assert.deepEqual(await get(joined, `/api/v1/entries/${entry}`), await get(first, `/api/v1/entries/${entry}`))
    assert.equal((await verdictOn(joined, oldest)).status, 'verified')
    const views = '/api/v1/affairs/disclosure/views/publication?limit=100'
    const rowsAt = async (node: Node) => ((await get(node, views)) as { rows: unknown[] }).rows.length
    const all = await rowsAt(first)
    await waitFor('the views', async () => (await rowsAt(joined)) === all, patientMs)
    const { result } = (await get(joined, '/rpc/status')) as {
      result: {
        validator_info: { address: string; voting_power: string }
        sync_info: { earliest_block_height: string }
      }
    }
    assert.equal(result.validator_info.voting_power, '0', 'its own key is no validator’s')
    assert.ok(Number(result.sync_info.earliest_block_height) > 1)
    const pruned = (await get(joined, '/rpc/commit?height=1')) as { error: { data: string } }
    assert.match(
      pruned.error.data,
      new RegExp(`^height 1 is not available, lowest height is .*; ask ${first.running.url}$`),
    )
  })

  const isLong = process.env.GONGSHI_LONG === '1'
  test('by a snapshot that was carried there as files', {
    skip: !isLong && 'needs Go, and minutes to build',
  }, async () => {
    const bootstrap = join(folder, 'gongshi-bootstrap')
    const source = join(import.meta.dirname, '../../../../tools/gongshi-bootstrap')
    execFileSync('go', ['build', '-o', bootstrap, '.'], { cwd: source, stdio: ['ignore', 'ignore', 'inherit'] })
    const snapshot = join(folder, 'carried')
    const missing = join(folder, 'nowhere')
    await assert.rejects(joins('empty', [first], { snapshot, bootstrap }), { code: 'snapshot-absent' })
    cpSync(join(first.data, 'snapshots', String(newestSnapshot(first))), snapshot, { recursive: true })
    await assert.rejects(joins('without', [first], { snapshot, bootstrap: missing }), { code: 'bootstrap-missing' })
    const chunk = readFileSync(join(snapshot, '000000'))
    writeFileSync(join(snapshot, '000000'), 'no chunk of theirs')
    const engine = { peers: [first.peer], stateSync: { trust, snapshot, bootstrap } }
    await assert.rejects(joins('carried-to', [first], { snapshot, bootstrap }), { code: 'snapshot-chunk' })
    writeFileSync(join(snapshot, '000000'), chunk)
    const joined = await start('carried-to', engine, [first.running.url])
    assert.ok(joined.lines.some((line) => line.includes('the ledger begins with a snapshot from a folder')))
    const { index } = await publishAt(first)
    await waitFor('the entry', async () => (await ledgerOf(joined)).logSize > index, patientMs)
    for (const entry of [oldest, index])
      assert.deepEqual(await get(joined, `/api/v1/entries/${entry}`), await get(first, `/api/v1/entries/${entry}`))
    nodes.pop()
    await joined.running.stop()
  })

  test('a member whose chunks lie is passed over', async () => {
    const liar = nodes[1]!
    await waitFor(
      'the same snapshot at both',
      async () => newestSnapshot(liar) > 0 && newestSnapshot(liar) === newestSnapshot(first),
      patientMs,
    )
    for (const height of readdirSync(join(liar.data, 'snapshots')))
      for (const name of readdirSync(join(liar.data, 'snapshots', height)).filter((each) => /^\d{6}$/.test(each)))
        writeFileSync(join(liar.data, 'snapshots', height, name), 'no chunk of mine')
    const joined = await joins('third', [first, liar])
    assert.ok((await ledgerOf(joined)).height > 0)
    assert.ok(joined.lines.some((line) => line.includes('the ledger begins with a snapshot')))
    const { index } = await publishAt(joined)
    assert.deepEqual(await get(joined, `/api/v1/entries/${index}`), await get(first, `/api/v1/entries/${index}`))
  })

  test('a node that keeps the last blocks says from which on, names who else to ask, and proves what is older all the same', async () => {
    const earliestAt = async (node: Node) =>
      ((await get(node, '/api/v1/network')) as { earliestHeight: number }).earliestHeight
    for (const node of nodes) {
      const earliest = await waitFor(
        'blocks to leave',
        async () => (await earliestAt(node)) > 1 && earliestAt(node),
        patientMs,
      )
      for (const path of ['/api/v1/blocks/1', '/en/blocks/1'])
        assert.equal((await fetch(`${node.running.url}${path}`)).status, 410)
      const { code, ask, ...said } = (await get(node, '/api/v1/blocks/1')) as {
        code: string
        ask: string[]
        earliest: number
      }
      assert.equal(code, 'block-pruned')
      assert.ok(said.earliest >= earliest)
      assert.equal(ask.includes(first.running.url), node !== first)
      assert.equal(((await get(node, '/api/v1/blocks/999999')) as { code: string }).code, 'block-unknown')
    }
    assert.equal((await verdictOn(first, oldest)).status, 'verified')
    assert.match(await (await fetch(`${first.running.url}/en/network`)).text(), /from height/)
  })

  test('the house gives it a vote, moves it to another’s key, and takes the founder’s: evidence verifies from the old root', async () => {
    const [, second, third] = nodes as [Node, Node, Node]
    const [ownKey, secondKey, thirdKey] = await Promise.all([first, second, third].map(keyOf))
    const { url } = second.running
    const inForce = (powers: string, at: Node) =>
      waitFor(`the powers ${powers}`, async () => (await powersAt(at)) === powers, patientMs)
    await recordCharter(url)
    assert.equal(await refusalOf(url, { key: ownKey!, power: 0n }), 'order-impossible')
    await voteForValidators(url, { key: secondKey!, power: 1n })
    await inForce('1,1', first)
    await waitFor('its vote on a block', () => hasSigned(second, first), patientMs)
    const { index: both } = await publishAt(second)
    assert.equal((await verdictOn(first, both)).status, 'verified')
    await voteForValidators(
      url,
      { key: ownKey!, power: 3n },
      { key: secondKey!, power: 0n },
      { key: thirdKey!, power: 2n },
    )
    await inForce('3,2', first)
    await waitFor('a vote under the new key', () => hasSigned(third, first), patientMs)
    await voteForValidators(url, { key: ownKey!, power: 0n })
    await inForce('2', third)
    nodes.splice(nodes.indexOf(first), 1)
    await first.running.stop()
    const { index: last } = await publishAt(third)
    const { status, steps } = await verdictOn(third, last)
    assert.equal(status, 'verified')
    const { facts } = steps.find(({ step }) => step === 'path')!
    assert.ok((facts as { headers: number }).headers > 0, 'the founder signs no more: those who did vouch for the next')
  })

  test('another ledger’s trust root, or members that it does not vouch for: refused before CometBFT starts', async () => {
    const last = nodes.at(-1)!
    const root = JSON.parse(readFileSync(trust, 'utf8')) as {
      chainId: string
      validators: { set: { publicKey: string }[] }
    }
    writeFileSync(trust, JSON.stringify({ ...root, chainId: 'elsewhere' }))
    await assert.rejects(joins('fourth', [last]), { code: 'trust-foreign' })
    const publicKey = toHex(officers.clerk.key.cose.slice(-32))
    const set = [{ ...root.validators.set[0]!, publicKey }]
    writeFileSync(trust, JSON.stringify({ ...root, validators: { ...root.validators, set } }))
    await assert.rejects(joins('fifth', [last]), { code: 'members-unverified' })
    writeFileSync(trust, 'no JSON')
    await assert.rejects(joins('sixth', [last]), { code: 'trust-unreadable' })
  })
})
