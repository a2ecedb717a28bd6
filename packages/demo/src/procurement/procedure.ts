import { digestRecord, rowLabel, sealedFields } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import { type Cbor, equalBytes } from '@gongshi/protocol'
import { getLedger, parseRowKey } from '@gongshi/sdk'
import { type DeskSecrets, newDesk } from '@gongshi/sdk/desk'
import { nativeBlindSign } from '@gongshi/sdk/node'
import {
  contributed,
  contributionRecord,
  getCircle,
  judge,
  newTrustee,
  procedureLabel,
  shares,
  type TrusteeSecrets,
} from '@gongshi/sdk/trustee'
import { demoDivision, demoScheme } from '../city/organs.ts'
import { DemoError } from '../errors.ts'
import { type Act, perform, publishWords, rowsOf, type Stage } from './acts.ts'
import { askAsBidder, type BiddingStage, type DemoBid, handInDemoBid } from './bidding.ts'
import {
  agency,
  agentName,
  desk,
  expertNames,
  purchaserName,
  receiverName,
  representativeName,
  supervisingOrgan,
  supervisorName,
  trusteeName,
  trustees,
} from './roles.ts'
import type { Story } from './stories.ts'

export type ProcedureStage = Stage & {
  readonly chainId: string
  /** The random numbers of the experts, in the order of their names. */
  readonly experts: readonly Uint8Array[]
}

const dayMs = 86_400_000
/** So that a deadline a whole number of days away is not too short by the moment in which the act is signed. */
const marginMs = 10 * 60_000
const judges = 3
const organOf = (id: string) => ({ scheme: demoScheme, id })
const money = (minor: bigint) => ({ currency: 'CNY', minor })
/** The most that is paid: five per cent above the estimate. */
const ceilingOf = (estimate: bigint) => (estimate * 105n) / 100n

/** One procedure of the story, act by act, each signed by whom it is for. Secrets stay here: nobody else asks for them. */
export class DemoProcedure {
  readonly #stage: ProcedureStage
  readonly #story: Story
  readonly #id: Cbor
  readonly #secrets = new Map<string, TrusteeSecrets>()
  #desk: DeskSecrets | null = null
  #bids: readonly DemoBid[] = []
  #seats: readonly { readonly order: bigint; readonly expert: string }[] = []

  constructor(stage: ProcedureStage, story: Story) {
    this.#stage = stage
    this.#story = story
    this.#id = [[demoScheme, story.buyer], story.number]
  }

  /** What each trustee keeps, for whoever goes on where the story ends. */
  get secrets(): ReadonlyMap<string, TrusteeSecrets> {
    return this.#secrets
  }

  /** Plan, lots, criteria, experts, and the departments that keep bids shut: enrolled. */
  async prepare(): Promise<void> {
    const { buyer, number, category, lots, title, words } = this.#story
    const planner = purchaserName(buyer, 1)
    const [plan] = await publishWords(this.#stage, planner, [{ title, paragraphs: [words] }])
    const estimate = money(lots.reduce((sum, lot) => sum + lot.estimate, 0n))
    const planned = { buyer: organOf(buyer), number, agency: organOf(agency), division: demoDivision, category }
    await this.#do({ action: 'plan', by: [planner], input: { ...planned, plan, estimate, experts: BigInt(judges) } })
    for (const [at, lot] of lots.entries()) {
      const priced = { estimate: money(lot.estimate), ceiling: money(ceilingOf(lot.estimate)) }
      await this.#asAgent('addLot', { procedure: this.#id, number: BigInt(at + 1), title: lot.title, ...priced })
    }
    await this.#do(
      ...this.#criteria(),
      ...this.#stage.experts.map((expert) => this.#agentAct('nominate', { procedure: this.#id, expert: [expert] })),
    )
    await this.#issue()
    await this.#asAgent('convene', { procedure: this.#id, trustees: trustees.map(organOf) })
    const context = await procedureLabel(this.#stage.client, this.#id)
    for (const organ of trustees) this.#secrets.set(organ, newTrustee(context, this.#stage.client.random))
    await this.#eachTrustee('enrol', (_organ, { enrolled }) => ({ enrolled }))
    await this.#asAgent('begin', { procedure: this.#id, threshold: 2n })
  }

  /** The desk that lets bidders in without knowing which they are, and its key. */
  async #issue(): Promise<void> {
    this.#desk = await newDesk({ chainId: this.#stage.chainId, procedure: this.#id })
    await this.#asAgent('entrust', { procedure: this.#id, desk: organOf(desk) })
    const input = { issuer: [this.#id], level: 3n, key: this.#desk.modulus }
    await this.#do({ action: 'issue', by: [receiverName], input })
  }

  #bidding(): BiddingStage {
    const { secret } = this.#desk!
    return { ...this.#stage, signToken: (blinded) => nativeBlindSign(secret, blinded) }
  }

  #criteria(): Act[] {
    const criterion = { procedure: this.#id, most: 100n }
    const price = { number: 1n, title: '投标报价 / Price', kind: 'price', weight: 4_000n, least: 0n }
    const quality = {
      number: 2n,
      title: '技术与服务 / Quality and service',
      kind: 'quality',
      weight: 6_000n,
      least: 50n,
    }
    return [price, quality].map((each) => this.#agentAct('addCriterion', { ...criterion, ...each }))
  }

  /** The first trustee alone has contributed: the others still owe their part. */
  async beginKey(): Promise<void> {
    await this.#contribute(trustees.slice(0, 1))
  }

  async makeKey(): Promise<void> {
    await this.#contribute(trustees)
    const circle = await getCircle(this.#stage.client, this.#id)
    for (const secrets of this.#secrets.values())
      if (judge(secrets, circle, this.#stage.client.random).disputes.length > 0) throw refused('dispute')
    await this.#eachTrustee('accept', () => ({}))
    await this.#asAgent('makeKey', { procedure: this.#id })
  }

  async #contribute(organs: readonly string[]): Promise<void> {
    const { client } = this.#stage
    const circle = await getCircle(client, this.#id)
    const given = organs.map((organ) => {
      const { secrets, contribution } = contributed(this.#secrets.get(organ)!, circle, client.random)
      this.#secrets.set(organ, secrets)
      return this.#trusteeAct('contribute', organ, { contribution: contributionRecord(contribution) })
    })
    await this.#do(...given)
  }

  /** @param bidUntil Unix milliseconds of the day */
  async announce(bidUntil: number): Promise<void> {
    const { title, words } = this.#story
    const [notice] = await publishWords(this.#stage, agentName, [{ title, paragraphs: [words] }])
    const until = bidUntil + marginMs
    const times = { askUntil: until - 5 * dayMs, bidUntil: until }
    const by = [agentName, purchaserName(this.#story.buyer, 2)]
    await this.#do({ action: 'publish', by, input: { procedure: this.#id, notice, ...times } })
  }

  /** @param bidUntil Unix milliseconds of the day */
  async amend(bidUntil: number): Promise<void> {
    const { title, words, amendment, buyer } = this.#story
    const [notice] = await publishWords(this.#stage, agentName, [{ title, paragraphs: [words, amendment!] }])
    const by = [agentName, purchaserName(buyer, 2)]
    await this.#do({ action: 'amend', by, input: { procedure: this.#id, notice, bidUntil: bidUntil + marginMs } })
  }

  async bid(): Promise<void> {
    this.#bids = await Promise.all(this.#story.bids.map((offered) => handInDemoBid(this.#bidding(), this.#id, offered)))
  }

  /** Questions of bidders whom nobody knows, and the answers to everybody. */
  async enquire(): Promise<void> {
    const { enquiries } = this.#story
    const words = enquiries.flatMap(({ question, answer }) => (answer === null ? [question] : [question, answer]))
    const contents = await publishWords(
      this.#stage,
      agentName,
      words.map((each) => ({ paragraphs: [each] })),
    )
    let [at, asked] = [0, 0]
    for (const { answer } of enquiries) {
      const question = contents[at++]!
      await askAsBidder(this.#bidding(), this.#id, question)
      const rows = await rowsOf(this.#stage, 'enquiry', this.#id, ++asked)
      if (answer === null) continue
      const enquiry = parseRowKey(rows.at(-1)!.key)
      await this.#asAgent('answer', { enquiry, answer: contents[at++]! })
    }
  }

  /** After the deadline two of the three departments give their shares, and the bids are opened. */
  async open(): Promise<void> {
    const { client } = this.#stage
    const circle = await getCircle(client, this.#id)
    const things = this.#bids.map(({ label, sealed }) => ({ label, sealed }))
    const given = trustees.slice(0, 2).map((organ) => {
      const own = shares(this.#secrets.get(organ)!, circle, things, client.random)
      return this.#trusteeAct('give', organ, {
        shares: this.#bids.map(({ key }, at) => ({ bid: [...key], share: own[at]! })),
      })
    })
    await this.#do(...given)
    const by = [this.#id, [demoScheme, trustees[0]]]
    const opened = this.#bids.map(({ key }) => ({
      action: 'open',
      by: [trusteeName(trustees[0])],
      input: { bid: [...key], by },
    }))
    await this.#do(...opened)
    await this.#asAgent('finishOpening', { procedure: this.#id })
  }

  /** Experts by lot, qualification, and the digests of their points; then the points of all, or of some. */
  async score(): Promise<void> {
    await this.#asAgent('draw', { procedure: this.#id })
    this.#seats = await this.#readSeats()
    await this.#qualify()
    const sheets = this.#openLots().flatMap((lot) => this.#seats.slice(0, judges).map((seat) => this.#sheet(lot, seat)))
    await this.#do(...sheets.map(({ score }) => score))
    await this.#do(...sheets.slice(0, this.#story.revealed).map(({ reveal }) => reveal))
  }

  async #readSeats() {
    const rows = await rowsOf(this.#stage, 'seat', this.#id, expertNames.length)
    const numbers = rows.map(({ fields }) => fields as unknown as { order: number; expert: [{ hex: string }] })
    return numbers
      .map(({ order, expert: [{ hex }] }) => {
        const at = this.#stage.experts.findIndex((number) => equalBytes(number, Buffer.from(hex, 'hex')))
        return { order: BigInt(order), expert: expertNames[at]! }
      })
      .toSorted((left, right) => Number(left.order - right.order))
  }

  async #qualify(): Promise<void> {
    const offers = this.#bids.flatMap((bid) =>
      Object.keys(bid.offered.prices).map((lot) => ({ bid, by: bid.offered.by, lot: Number(lot) })),
    )
    const { disqualified } = this.#story
    const words = disqualified.map(({ reasons }) => ({ paragraphs: [reasons] }))
    const reasons = words.length === 0 ? [] : await publishWords(this.#stage, agentName, words)
    await this.#do(
      ...offers.map(({ bid, by, lot }) => {
        const offer = [[...bid.key], [this.#id, lot]]
        const at = disqualified.findIndex((each) => each.by === by && each.lot === lot)
        return at < 0
          ? this.#agentAct('qualify', { offer })
          : this.#agentAct('disqualify', { offer, reasons: reasons[at]! })
      }),
    )
    const short = this.#story.lots.map((_, at) => at + 1).filter((lot) => !this.#openLots().includes(lot))
    await this.#do(...short.map((lot) => this.#agentAct('failLot', { lot: [this.#id, lot] })))
  }

  /** Lots with as many fit offers as the law asks for. */
  #openLots(): number[] {
    const isOut = (by: string | null, lot: number) =>
      this.#story.disqualified.some((each) => each.by === by && each.lot === lot)
    const fit = (lot: number) =>
      this.#bids.filter(({ offered: { by, prices } }) => prices[lot] !== undefined && !isOut(by, lot)).length
    return this.#story.lots.map((_, at) => at + 1).filter((lot) => fit(lot) >= 3)
  }

  #sheet(lot: number, { order, expert }: { readonly order: bigint; readonly expert: string }) {
    const { chainId, client } = this.#stage
    const id = [
      [this.#id, lot],
      [this.#id, Number(order)],
    ]
    const isOut = (by: string | null) => this.#story.disqualified.some((each) => each.by === by && each.lot === lot)
    const points = this.#bids
      .filter(({ offered: { by, prices } }) => prices[lot] !== undefined && !isOut(by))
      // Experts differ by a point or two.
      .map(({ key, offered: { quality } }) => ({ bid: [...key], criterion: 2n, points: quality + (order % 3n) - 1n }))
    const salt = client.random(32)
    const label = rowLabel(chainId, procurement.name, 'sheet', id)
    const digest = digestRecord(sealedFields(procurement, 'reveal', 'sheet'), { points, salt } as never, label)
    return {
      score: { action: 'score', by: [expert], input: { lot: id[0], seat: id[1], digest } },
      reveal: { action: 'reveal', by: [expert], input: { sheet: id, points, salt } },
    }
  }

  /** Whom the buyer means to take: the first of each lot. */
  async award(): Promise<void> {
    for (const lot of this.#openLots()) {
      await this.#asAgent('assess', { lot: [this.#id, lot] })
      const input = { lot: [this.#id, lot], bid: [...this.#winner(lot).key], reasons: null }
      await this.#do({ action: 'propose', by: [purchaserName(this.#story.buyer, 1)], input })
    }
  }

  /** In these stories the first bid that is not turned down wins, by its points. */
  #winner(lot: number): DemoBid {
    return this.#bids.find(({ offered }) => offered.prices[lot] !== undefined)!
  }

  /** Both parties sign; then the procedure is over. */
  async sign(): Promise<void> {
    const { buyer, title } = this.#story
    const buying = purchaserName(buyer, 2)
    for (const lot of this.#openLots()) {
      const winner = this.#winner(lot)
      const words = { zh: `标段 ${lot} 合同（虚构）`, en: `Contract of lot ${lot} (synthetic)` }
      const [contract] = await publishWords(this.#stage, buying, [{ title, paragraphs: [words] }])
      const by = [buying, representativeName(winner.offered.by!)]
      await this.#do({ action: 'sign', by, input: { award: [[this.#id, lot], [...winner.key]], contract } })
    }
    await this.#asAgent('complete', { procedure: this.#id })
  }

  /** A supervisor of the city asks what the data raises. */
  async flag(): Promise<void> {
    const { indicator, question: words } = this.#story.flag!
    const { client } = this.#stage
    const [question] = await publishWords(this.#stage, supervisorName, [{ paragraphs: [words] }])
    const asked = { procedure: this.#id, supervisor: organOf(supervisingOrgan), indicator, version: 1n }
    const entries = BigInt((await getLedger(client)).logSize)
    await this.#do({ action: 'raiseFlag', by: [supervisorName], input: { ...asked, entries, question } })
  }

  async answerFlag(): Promise<void> {
    const buying = purchaserName(this.#story.buyer, 1)
    const [answer] = await publishWords(this.#stage, buying, [{ paragraphs: [this.#story.flag!.answer!] }])
    const [row] = await rowsOf(this.#stage, 'flag', this.#id, 1)
    await this.#do({ action: 'answerFlag', by: [buying], input: { flag: parseRowKey(row!.key), answer } })
  }

  #agentAct(action: string, input: object): Act {
    return { action, by: [agentName], input }
  }

  #asAgent(action: string, input: object): Promise<void> {
    return this.#do(this.#agentAct(action, input))
  }

  #trusteeAct(action: string, organ: string, input: object): Act {
    return { action, by: [trusteeName(organ)], input: { trustee: [this.#id, [demoScheme, organ]], ...input } }
  }

  #eachTrustee(action: string, input: (organ: string, secrets: TrusteeSecrets) => object): Promise<void> {
    return this.#do(
      ...trustees.map((organ) => this.#trusteeAct(action, organ, input(organ, this.#secrets.get(organ)!))),
    )
  }

  #do(...acts: readonly Act[]): Promise<void> {
    return perform(this.#stage, acts)
  }
}

function refused(reason: string): DemoError {
  return new DemoError({ code: 'demo-seed-refused', reason })
}
