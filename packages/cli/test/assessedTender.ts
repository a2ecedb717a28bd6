import { digestRecord, rowLabel, sealedFields, sealRecord } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import { type Cbor, sha256, toHex, utf8 } from '@gongshi/protocol'
import { actOf, type Client, createClient, createWallet, getStateEvidence, getTrust, submit } from '@gongshi/sdk'
import {
  askForToken,
  beginSealing,
  bidPlace,
  enterBidder,
  finishSealing,
  groupKeyOf,
  newBidder,
  takeToken,
} from '@gongshi/sdk/bid'
import {
  contributeTrustee,
  enrolTrustee,
  giveShares,
  judgeTrustees,
  newTrustee,
  openBids,
  procedureLabel,
  type TrusteeSecrets,
} from '@gongshi/sdk/trustee'
import { chainId, prepareTender, signBlindly, type TenderInTest, trustees } from './tenderInTest.ts'

const hourMs = 3_600_000
const lotNumber = 1n
const byPriceAndQuality = [
  { number: 1n, title: 'Price', kind: 'price', weight: 4_000n, most: 100n, least: 0n },
  { number: 2n, title: 'Drawings', kind: 'quality', weight: 6_000n, most: 100n, least: 40n },
]

/** Plays a synthetic tender from its plan until experts are drawn, by the sdk's own functions; `null` hands in a decoy. */
export async function drawTender(tender: TenderInTest, prices: readonly (bigint | null)[]) {
  const bare = createClient({ url: tender.url, now: tender.powers.now })
  const client = createClient({ url: tender.url, now: tender.powers.now, trust: await getTrust(bare) })
  const { act, procedure } = tender
  await prepareTender(tender, byPriceAndQuality)
  const circle = await makeKey(tender, client)
  const bidUntil = tender.powers.now() + hourMs
  const notice = { procedure, notice: sha256(utf8('notice')), askUntil: bidUntil - 1_000, bidUntil }
  await act('agency', 'publish', notice, 'purchaser')
  const bids: Cbor[] = []
  for (const [at, price] of prices.entries()) bids.push(await handIn(tender, client, `bidder-${at}`, price))
  tender.letPass(hourMs + 1_000)
  // Whoever acts next gives the ledger a block, and with it the time.
  await act('buyer', 'plan', { ...tender.plan, number: 'T-2' })
  for (const doing of circle.slice(0, 2)) await giveShares(doing)
  await openBids(circle[0]!)
  await act('agency', 'finishOpening', { procedure })
  await act('agency', 'draw', { procedure })
  return { client, bids }
}

/** The same to a proposed award: three offers and a decoy, one expert. */
export async function assessTender(tender: TenderInTest, prices = [700_000n, 800_000n, 720_000n]) {
  const { client, bids } = await drawTender(tender, [...prices, null])
  const { act, procedure } = tender
  const lot = [procedure, lotNumber]
  const offered = bids.slice(0, prices.length)
  for (const bid of offered) await act('agency', 'qualify', { offer: [bid, lot] })
  await judge(tender, client, lot as Cbor, offered)
  await act('agency', 'assess', { lot })
  await act('buyer', 'propose', { lot, bid: offered[0]!, reasons: sha256(utf8('reasons')) })
  return { client, lot: 1 }
}

async function makeKey(tender: TenderInTest, client: Client) {
  const { act, procedure } = tender
  const label = await procedureLabel(client, procedure as unknown as Cbor)
  const circle = trustees.map((name) => ({
    client,
    wallet: createWallet(tender.signerOf(name)),
    procedure: procedure as unknown as Cbor,
    secrets: newTrustee(label, tender.powers.random),
  }))
  for (const [at, doing] of circle.entries()) {
    const { scheme, id } = tender.organOf(trustees[at]!)
    await enrolTrustee(doing, [scheme, id])
  }
  await act('agency', 'begin', { procedure, threshold: 2n })
  for (const doing of circle)
    await contributeTrustee(doing, async (secrets: TrusteeSecrets) => {
      doing.secrets = secrets
    })
  for (const doing of circle) await judgeTrustees(doing)
  await act('agency', 'makeKey', { procedure })
  return circle
}

/** One bidder, from the pseudonym to the sealed bid; no price: a decoy. */
async function handIn(tender: TenderInTest, client: Client, name: string, price: bigint | null): Promise<Cbor> {
  const { random } = tender.powers
  const procedure = tender.procedure as unknown as Cbor
  const begun = beginSealing(newBidder(chainId, procedure, random), sha256(utf8(name)), random)
  const { signer, author, key, label } = bidPlace(begun.secrets)
  const asked = await askForToken(client, begun.secrets)
  const token = await takeToken(client, asked, await signBlindly(tender, asked.entry.blinding.blinded))
  await enterBidder(client, token)
  const prices = price === null ? [] : [{ lot: lotNumber, price: { currency: 'CNY', minor: price } }]
  const bidder = price === null ? null : { scheme: 'x-sample', id: name }
  const values = { bidder, prices, certificate: sha256(utf8('certificate')) }
  const sealing = { secret: begun.sealing.secret, label, size: 1_024 }
  const offer = sealRecord(sealedFields(procurement, 'open', 'offer'), values as never, sealing)
  const enclosed = { offer, documents: sha256(utf8(`documents of ${name}`)) }
  const { made } = finishSealing(begun.secrets, await groupKeyOf(client, procedure), enclosed, random)
  const input = { procedure, author, sealed: made.sealed, offer, documents: made.documents }
  await submit(client, createWallet(signer), actOf(procurement, 'submit'), input as never)
  return [...key]
}

/** The expert whom the draw has put first gives points: a digest, then what is behind it. */
async function judge(tender: TenderInTest, client: Client, lot: Cbor, bids: readonly Cbor[]): Promise<void> {
  const { procedure } = tender
  const seat = [procedure, 1n]
  const sheet = [lot, seat]
  const points = bids.map((bid, at) => ({ bid, criterion: 2n, points: 90n - BigInt(at) * 7n }))
  const salt = tender.powers.random(32)
  const label = rowLabel(chainId, procurement.name, 'sheet', sheet as unknown as Cbor)
  const digest = digestRecord(sealedFields(procurement, 'reveal', 'sheet'), { points, salt } as never, label)
  const { subject } = (await getStateEvidence(client, procurement.name, 'entity/seat', seat as unknown as Cbor)).verdict
  const drawn = JSON.stringify(subject.kind === 'state' ? (subject.value as readonly Cbor[])[4] : null, asHex)
  const expert = (['audit', 'justice'] as const).find(
    (name) => drawn === JSON.stringify([tender.numberOf(name)], asHex),
  )!
  await tender.act(expert, 'score', { lot, seat, digest })
  await tender.act(expert, 'reveal', { sheet, points, salt })
}

function asHex(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? toHex(value) : value
}
