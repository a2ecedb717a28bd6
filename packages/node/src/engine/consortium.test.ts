import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fromBase64, type Json, trustFromJson, verifyEvidence } from '@gongshi/protocol'
import { cometProgram, withoutComet } from '../../../engine-cometbft/fixtures/program.ts'
import { commit, post, publish, waitFor } from '../../test/acts.ts'
import { foundSample, freshFolder, runSample, type Sample, startSample } from '../../test/sampleNode.ts'
import { diagnose, makeBackup, parseConfig, replay } from '../index.ts'
import type { NetworkView } from '../network/networkWatch.ts'

const program = await cometProgram()
const alone = { kind: 'cometbft', listen: '127.0.0.1:0' } as const

async function evidenceOf(url: string, index: number): Promise<Uint8Array> {
  return waitFor('the evidence', async () => {
    const answer = await fetch(`${url}/api/v1/evidence/entries/${index}`)
    return answer.ok && new Uint8Array(await answer.arrayBuffer())
  })
}

/** A CometBFT that doesn't answer takes neither the figures nor the page with it. */
async function toldWhileSilent({ url, opsUrl, data }: Sample, before: NetworkView): Promise<void> {
  const pid = Number(execFileSync('pgrep', ['-f', `cometbft start --home ${data}`], { encoding: 'utf8' }))
  process.kill(pid, 'SIGSTOP')
  try {
    const view = await waitFor('a view without it', async () => {
      const now = (await (await fetch(`${url}/api/v1/network`)).json()) as NetworkView
      return now.code === 'cometbft-unreachable' && now
    })
    assert.deepEqual([view.state, view.peers], ['stopped', null])
    assert.deepEqual(
      view.validators.map(({ address }) => address),
      before.validators.map(({ address }) => address),
    )
    assert.match(await (await fetch(`${opsUrl}/metrics`)).text(), /^gongshi_fault\{code="cometbft-unreachable"\} 1$/m)
    assert.equal((await fetch(`${url}/en/network`)).status, 200)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}

describe('a node of a consortium', { skip: program === null && withoutComet }, () => {
  test('what goes in through HTTP is committed by CometBFT, and its evidence verifies with the votes', async () => {
    const node = await startSample({ engine: 'cometbft', config: { engine: alone } })
    try {
      const { index, outcome } = await commit(node.url, await publish())
      assert.equal(outcome, 'ok')
      const trust = trustFromJson((await (await fetch(`${node.url}/api/v1/trust`)).json()) as Json)
      assert.equal(trust.engine, 'cometbft')
      const verdict = await verifyEvidence(await evidenceOf(node.url, index), trust, Date.now())
      assert.equal(verdict.status, 'verified')
      assert.equal(verdict.claim.kind, 'true-at')
      const network = (await (await fetch(`${node.url}/api/v1/network`)).json()) as NetworkView
      assert.deepEqual(
        [network.engine, network.state, network.peers, network.misbehaviour],
        ['cometbft', 'running', 0, []],
      )
      const [validator] = network.validators
      assert.ok(validator!.isOwn && !validator!.isMissing && /^x+$/.test(validator!.votes), validator!.votes)
      assert.equal(validator!.signed, network.to - network.from + 1)
      const page = await (await fetch(`${node.url}/en/network`)).text()
      assert.ok(page.includes('Making blocks') && page.includes(`${validator!.signed} of ${validator!.signed} (100%)`))
      const figures = await (await fetch(`${node.opsUrl}/metrics`)).text()
      for (const said of [/^gongshi_validators 1$/m, /^gongshi_cometbft_up 1$/m, /^gongshi_validators_missing 0$/m])
        assert.match(figures, said)
      await toldWhileSilent(node, network)
      const again = await post(node.url, await publish({ notAfter: Date.now() - 1 }))
      assert.equal(again.status, 422)
      await node.restart()
      const { index: next } = await commit(node.url, await publish())
      assert.ok(next > index)
      const ledger = (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as { engine: string }
      assert.equal(ledger.engine, 'cometbft')
    } finally {
      await node.end()
    }
  })

  test('/rpc answers from CometBFT’s blocks: header, commit, block, validators, a bundle with its proof', async () => {
    const node = await startSample({ engine: 'cometbft', config: { engine: alone } })
    try {
      const { height } = await commit(node.url, await publish())
      const ask = async (path: string) => {
        const { result } = (await (await fetch(`${node.url}/rpc/${path}`)).json()) as { result: never }
        return result as Record<string, never>
      }
      const { block } = (await ask(`block?height=${height}`)) as unknown as { block: { data: { txs: string[] } } }
      assert.equal(block.data.txs.length, 1)
      const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(fromBase64(block.data.txs[0]!))))
      const found = await ask(`tx?hash=0x${hash.toString('hex')}&prove=true`)
      assert.equal(found.height, String(height))
      assert.equal((await ask(`validators?height=${height}`)).total, '1')
      assert.ok((await ask(`commit?height=${height}`)).signed_header)
    } finally {
      await node.end()
    }
  })

  test('doctor looks for CometBFT; what reads the embedded engine’s blocks says that it can’t', async () => {
    const folder = freshFolder()
    const data = join(folder, 'data')
    try {
      await foundSample(data, { engine: 'cometbft' })
      const found = await diagnose(parseConfig({ data, engine: alone, http: { port: 0 }, ops: { port: 0 } }))
      assert.deepEqual(
        found.filter(({ level }) => level !== 'ok'),
        [],
      )
      assert.ok(found.some(({ code }) => code === 'cometbft'))
      await assert.rejects(
        replay({ data }, () => undefined),
        { code: 'engine-unsupported' },
      )
      const target = { path: join(folder, 'backup'), partBytes: null, since: null, recipients: [], identities: [] }
      await assert.rejects(makeBackup({ data }, target, { now: Date.now, onHeight: () => undefined }), {
        code: 'engine-unsupported',
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

test('an engine other than the genesis’s is refused before anything is touched', async () => {
  const folder = freshFolder()
  try {
    await foundSample(join(folder, 'solo'))
    await assert.rejects(runSample(join(folder, 'solo'), [], { engine: alone }), { code: 'engine-mismatch' })
    await foundSample(join(folder, 'comet'), { engine: 'cometbft' })
    await assert.rejects(runSample(join(folder, 'comet')), { code: 'engine-mismatch' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
