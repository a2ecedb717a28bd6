import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { encodeInput } from '@gongshi/affair-kit'
import { clauses, governance } from '@gongshi/affairs'
import { readPeerId } from '@gongshi/node'
import { type Cbor, fromBase64, fromHex, parseLeaf, type Signer, signTransaction, type TxLeaf } from '@gongshi/protocol'
import { freePort } from '../../packages/node/test/freePort.ts'
import { program } from '../program.ts'
import { commit, getJson, keyOf, type Testnet } from './testnet.ts'

const run = promisify(execFile)

/** A node that is none of the testnet's own. */
export type Joined = {
  readonly name: string
  readonly config: string
  readonly portal: string
  readonly operations: string
  readonly rpc: string
  /** Its validator's key. */
  readonly key: Uint8Array
}

/** Joins a node with `gongshi join`; it follows without a vote. @param snapshots how often members make one: it begins with theirs; otherwise it replays all blocks */
export async function joinNode(
  net: Testnet,
  name: string,
  snapshots?: { readonly everyBlocks: number },
): Promise<Joined> {
  const at = (file: string) => join(net.folder, file)
  writeFileSync(at('trust.json'), JSON.stringify(await getJson(`${net.nodes[0]!.portal}/api/v1/trust`)))
  const config = at(`${name}.json`)
  const [own, http, ops] = [await freePort(), await freePort(), await freePort()]
  const peers = await Promise.all(net.nodes.map(peerOf))
  const portals = net.nodes.map(({ portal }) => portal)
  const files = ['--genesis', join(net.nodes[0]!.data, 'genesis.json'), '--trust', at('trust.json')]
  const others = ['--member', ...portals, '--peer', ...peers, '--listen', `127.0.0.1:${own}`]
  const made = ['--origin', `${name}.example`, '--data', at(name), '--config', config, '--json']
  const { stdout } = await run(process.execPath, [
    ...process.execArgv,
    ...program,
    'join',
    ...files,
    ...others,
    ...made,
  ])
  const { engine, ...settings } = JSON.parse(readFileSync(config, 'utf8')) as { engine: { stateSync: object } }
  const { stateSync: _, ...replaying } = engine
  const begins = snapshots === undefined ? replaying : { ...engine, snapshots }
  writeFileSync(config, JSON.stringify({ ...settings, engine: begins, http: { port: http }, ops: { port: ops } }))
  net.startAgain({ name, config })
  const portal = `http://127.0.0.1:${http}`
  return {
    name,
    config,
    portal,
    operations: `http://127.0.0.1:${ops}`,
    rpc: `${portal}/rpc`,
    key: fromHex((JSON.parse(stdout) as { validator: string }).validator),
  }
}

/** As the others have a node among their peers. */
async function peerOf({ config, data }: Testnet['nodes'][number]): Promise<string> {
  const { engine } = JSON.parse(readFileSync(config, 'utf8')) as { engine: { listen: string } }
  return `${await readPeerId(data)}@${engine.listen}`
}

/** From the proposal's block until it takes effect, beyond the vote: a busy machine's first block may be so late. Milliseconds. */
const slackMs = 3000
/** On a machine that is busier than that a vote comes too late, and is held again. */
const attempts = 4

/**
 * The departments vote to give a key a power: a clause is recorded, the first department proposes, as many approve as it takes.
 * It takes effect once the vote is over.
 */
export async function voteFor(net: Testnet, key: Uint8Array, power: bigint, votingPeriodMs: number): Promise<void> {
  const signers = await Promise.all(net.nodes.map((_, at) => keyOf(net, at)))
  const wording = { decree: 'synthetic', title: 'Validators', link: null, textHash: null, confirmed: false }
  const clause = { code: 'ledger-charter/5', law: 'ledger-charter', from: '2020-01-01', ...wording }
  await acted(net, 0, ['clauses', 'record', encodeInput(clauses, 'record', clause)], signers.slice(0, 2))
  for (let attempt = 0; attempt < attempts; attempt++) {
    const about = { topic: 'validators', clause: clause.code, proposer: organAt(0), reason: null }
    const effective = Date.now() + votingPeriodMs + slackMs
    const asked = encodeInput(governance, 'proposeValidators', { ...about, validators: [{ key, power }], effective })
    const [kind, events] = await acted(net, 0, ['governance', 'proposeValidators', asked], [signers[0]!])
    if (kind !== 'ok') continue
    const proposal = (events as readonly (readonly Cbor[])[])[0]![1] as Uint8Array
    const approvals = signers.slice(0, 3).map((signer, at) => {
      const input = encodeInput(governance, 'approve', { proposal, organ: organAt(at), reason: null })
      return acted(net, at, ['governance', 'approve', input], [signer])
    })
    if ((await Promise.all(approvals)).every(([outcome]) => outcome === 'ok')) return
  }
  throw new Error('no vote was in time')
}

function organAt(at: number): { readonly scheme: string; readonly id: string } {
  return { scheme: 'x-testnet', id: String(at + 1) }
}

async function acted(
  net: Testnet,
  at: number,
  [affair, action, input]: readonly [string, string, Uint8Array],
  signers: readonly Signer[],
): Promise<TxLeaf['outcome']> {
  const salt = crypto.getRandomValues(new Uint8Array(32))
  const place = { chainId: net.chainId, notAfter: Date.now() + 300_000, affair, version: 1, action }
  const { leaf } = await commit(net.nodes[at]!, await signTransaction({ ...place, input, salt }, signers))
  const parsed = parseLeaf(fromBase64(leaf))
  assert.ok(parsed.kind === 'tx')
  return parsed.outcome
}
