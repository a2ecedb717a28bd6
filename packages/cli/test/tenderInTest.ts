import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { organisations, procurement, usualProcurement } from '@gongshi/affairs'
import {
  createLedger,
  foundingRows,
  houseRows,
  installAffairs,
  parseConfig,
  relyingPartiesOf,
  runNode,
} from '@gongshi/node'
import { type Cbor, generateSecret, secretSigner, sha256, utf8 } from '@gongshi/protocol'
import { actOf, createClient, createWallet, rowKeyText, submit } from '@gongshi/sdk'
import { deskOfKept } from '@gongshi/sdk/desk'
import { encodeKeyFile, nativeBlindSign, openKept } from '@gongshi/sdk/node'
import { pino } from 'pino'
import { freshFolder, type Ran, run } from './runInTest.ts'

export const chainId = 'tender-in-test'
const scheme = 'x-sample'
const division = { scheme, code: '990100', date: '2026-01-01' }
const foundedMs = Date.UTC(2026, 0, 1)
export const trustees = ['audit', 'justice', 'archive'] as const
const roles = {
  buyer: ['purchaser'],
  /** Another officer of the buyer: who plans does not publish. */
  purchaser: ['purchaser'],
  agency: ['agent'],
  desk: ['receiver'],
  audit: ['trustee', 'administrator'],
  justice: ['trustee', 'administrator'],
  archive: ['trustee', 'administrator'],
  /** Who asks about what the data shows. */
  supervision: ['supervisor'],
  /** A company that bids. */
  carpenter: ['representative'],
} as const
const passphrase = 'for a test'
type Office = keyof typeof roles
const offices = Object.keys(roles) as Office[]
/** So that a tender passes within a test. */
const short: { readonly [name: string]: number } = {
  leastBidding: 1,
  disputeTime: 600_000,
  leastExperts: 1,
  answerTime: 1,
}

const secretOf = (office: string) => generateSecret('ed25519', sha256(utf8(`tender of a test: ${office}`)))
export const signerOf = (office: string) => secretSigner('ed25519', secretOf(office))
const numberOf = (office: string) => sha256(utf8(office)).subarray(0, 16)
/** Who registers an organ's keys, on a ledger with a portal. */
const registrarOf = (organ: string) => `${organ}-registrar`
const organOf = (office: string) => ({ scheme, id: office === 'purchaser' ? 'buyer' : office })
/** How far the clock of the node and of the tools is ahead: a deadline passes when a test says so. */
let aheadMs = 0
const powers = {
  now: () => Date.now() + aheadMs,
  random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
}

/** How far ahead its clock is by now. */
export const aheadOfUsMs = () => aheadMs

export type TenderOptions = {
  /** Address of a portal on which passkeys sign; each organ has a registrar then, who adds them. */
  readonly portal?: string
  readonly leastBiddingMs?: number
}

/** The ledger of a synthetic procedure, up to its key, on a node in this process; every organ has one officer with a key file. */
export async function startTender(options: TenderOptions = {}) {
  const folder = freshFolder()
  const data = join(folder, 'data')
  const affairs = await installAffairs()
  const versions = affairs.map(({ program, versionHash }) => ({
    name: program.affair,
    version: program.version,
    versionHash,
  }))
  await createLedger(
    data,
    { chainId, origin: `localhost/${chainId}/node`, affairs: versions, ...rows(options) } as never,
    powers,
  )
  const config = parseConfig({ data, http: { port: 0 }, ops: { port: 0 }, clockJumpMs: 86_400_000 })
  const node = await runNode(config, affairs, { ...powers, version: 'test', logger: pino({ level: 'silent' }) })
  const env = { GONGSHI_KEYS: join(folder, 'keys'), GONGSHI_PASSPHRASE: passphrase, GONGSHI_URL: node.url }
  const at = (name: string) => join(folder, name)
  const gongshi = (...line: string[]): Promise<Ran> => run(line, { ...powers, env, fetch: globalThis.fetch })
  const good = async (...line: string[]): Promise<string> => {
    const ran = await gongshi(...line)
    assert.equal(ran.code, 0, `${line.join(' ')}: ${ran.out}${ran.err}`)
    return ran.out
  }
  for (const office of offices) {
    const keyed = { suite: 'ed25519', secret: secretOf(office), label: office, passphrase: null } as const
    writeFileSync(at(`${office}.key.json`), await encodeKeyFile(keyed))
  }
  const act = async (office: Office, action: string, input: object, ...others: Office[]) => {
    const client = createClient({ url: node.url, now: powers.now })
    const wallet = createWallet(signerOf(office), ...others.map(signerOf))
    const { outcome } = await submit(client, wallet, actOf(procurement, action as never), input as never)
    assert.equal(outcome[0], 'ok', `${action}: ${outcome[1]}`)
  }
  const procedure = [[scheme, 'buyer'], 'T-1'] as const
  /** A further key of an office, such as a passkey. */
  const addKey = async (office: Office, key: { readonly [part: string]: unknown }) => {
    const client = createClient({ url: node.url, now: powers.now })
    const wallet = createWallet(signerOf(registrarOf(organOf(office).id)), signerOf(office))
    const input = { ...key, officer: [numberOf(office)] }
    const { outcome } = await submit(client, wallet, actOf(organisations, 'addKey'), input as never)
    assert.equal(outcome[0], 'ok', `addKey: ${outcome[1]}`)
  }
  /** The next act finds that time has passed. */
  const letPass = (ms: number) => {
    aheadMs += ms
  }
  const end = async () => {
    await node.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    url: node.url,
    at,
    gongshi,
    good,
    act,
    addKey,
    letPass,
    signerOf,
    powers,
    procedure,
    row: rowKeyText(procedure),
    organOf,
    numberOf,
    plan: {
      buyer: organOf('buyer'),
      number: 'T-1',
      agency: organOf('agency'),
      division,
      category: 'goods',
      plan: sha256(utf8('plan')),
      estimate: money(1_000_000n),
      experts: 1n,
    },
    end,
  }
}

export type TenderInTest = Awaited<ReturnType<typeof startTender>>

function rows({ portal, leastBiddingMs }: TenderOptions) {
  const organs = offices
    .filter((office) => office !== 'purchaser')
    .map((office) => ({ organ: organOf(office), kind: 'administrative', division }))
  const holders = offices.map((office) => ({
    post: office,
    organ: organOf(office),
    roles: [...roles[office]],
    division,
    number: numberOf(office),
    key: signerOf(office).key,
  }))
  const registrars = organs.map(({ organ }) => ({
    post: 'registrar',
    organ,
    roles: ['administrator'],
    division,
    number: numberOf(registrarOf(organ.id)),
    key: signerOf(registrarOf(organ.id)).key,
  }))
  const house = houseRows([organOf('buyer')], foundedMs, {
    votingPeriod: 1000,
    urgentPeriod: 60_000,
    longestPause: 600_000,
  })
  const from = '2026-01-01T00:00:00Z'
  const lasting: { readonly [name: string]: number } = {
    ...short,
    ...(leastBiddingMs !== undefined && { leastBidding: leastBiddingMs }),
  }
  const own = usualProcurement.map((parameter) => ({
    affair: 'procurement',
    from,
    ...parameter,
    value: lasting[parameter.name] ?? parameter.value,
  }))
  return {
    ...house,
    ...(portal !== undefined && { relyingParties: relyingPartiesOf([portal]) }),
    ...foundingRows(organs, portal === undefined ? holders : [...holders, ...registrars], foundedMs),
    parameters: [...house.parameters, ...own, ...otherParameters(from)],
  }
}

function otherParameters(from: string) {
  return [
    { affair: 'erasure', name: 'waitingTime', value: 1000, from, basis: 'personal-information/47' },
    { affair: 'organisations', name: 'keyNotice', value: 1000, from, basis: 'electronic-signature/13' },
    ...(['leastDays', 'answerDays'] as const).map((name) => ({
      affair: 'participation',
      name,
      value: 1,
      from,
      basis: 'major-decisions/15',
    })),
  ]
}

const money = (minor: bigint) => ({ currency: 'CNY', minor })

const byPrice = [{ number: 1n, title: 'Price', kind: 'price', weight: 10_000n, most: 100n, least: 0n }]

/** Plan, one lot, criteria, candidates, the desk with its key, the departments that keep bids shut. */
export async function prepareTender(tender: TenderInTest, criteria: readonly object[] = byPrice): Promise<void> {
  const { act, procedure, organOf, numberOf, plan } = tender
  await act('buyer', 'plan', plan)
  const lot = { procedure, number: 1n, title: 'Desks' }
  await act('agency', 'addLot', { ...lot, estimate: money(900_000n), ceiling: money(950_000n) })
  for (const criterion of criteria) await act('agency', 'addCriterion', { procedure, ...criterion })
  for (const office of ['audit', 'justice'] as const)
    await act('agency', 'nominate', { procedure, expert: [numberOf(office)] })
  await act('agency', 'entrust', { procedure, desk: organOf('desk') })
  await tender.good('desk', 'issue', tender.row, '--level', '3', '--key', tender.at('desk.key.json'))
  await act('agency', 'convene', { procedure, trustees: trustees.map(organOf) })
}

/** What the desk's officer does with a request once it is judged, by what `desk issue` has kept. */
export async function signBlindly({ at, procedure }: TenderInTest, blinded: Uint8Array): Promise<Uint8Array> {
  const file = readdirSync(at('.')).find((name) => name.startsWith('desk.') && name.endsWith('.desk.json'))
  const kept = await openKept(readFileSync(at(file!), 'utf8'), passphrase)
  return nativeBlindSign(deskOfKept(kept, { chainId, procedure: procedure as unknown as Cbor }).secret, blinded)
}
