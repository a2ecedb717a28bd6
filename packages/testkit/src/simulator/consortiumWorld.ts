import { CheckTxType, ProposalStatus } from '@gongshi/engine-cometbft'
import { encodeBundle, sha256, utf8 } from '@gongshi/protocol'
import { genesisTime } from '../../../ledger/fixtures/city.ts'
import { stepKinds } from '../../../ledger/fixtures/workload.ts'
import { seededRandom } from '../random.ts'
import { members, type Round } from './consortiumPlan.ts'
import { type Decided, Member, stampOf } from './member.ts'
import { demand, ModelLedger } from './model.ts'
import { newTransaction, type Sent } from './senders.ts'
import { rememberedCheck } from './signatures.ts'
import type { Figures } from './soloWorld.ts'

const nothing = new Uint8Array()
const votes = { round: 0, votes: [] }
const maxTxBytes = 4_000_000n
const perBundle = 16

type Random = () => number

/**
 * A consortium of which only the applications are real: this plays CometBFT to each of them, its pool, its proposals, its
 * decided blocks, and what it does when a process was gone (consensus/replay.go: Info, then every block that is missing).
 */
export class ConsortiumWorld {
  readonly #rounds: readonly Round[]
  readonly #members: Member[]
  readonly #chain: Decided[] = []
  readonly #sent = new Map<string, Sent>()
  readonly #back = new Map<Member, number>()
  #pool: Uint8Array[] = []
  #time = genesisTime + 1000
  #starts = 0

  constructor(rounds: readonly Round[]) {
    this.#rounds = rounds
    const check = rememberedCheck()
    this.#members = Array.from({ length: members }, () => new Member(() => this.#time, check))
  }

  /** @throws what is held against the code, or what the code threw where it may not */
  async run(): Promise<Figures> {
    for (const member of this.#members) await this.#start(member)
    for (const [at, round] of this.#rounds.entries()) await this.#round(round, at)
    for (const member of this.#members) if (member.running === null) await this.#start(member)
    let acknowledged = 0
    for (const member of this.#members) acknowledged = this.#judge(member)
    return { transactions: this.#sent.size, acknowledged, starts: this.#starts }
  }

  async #start(member: Member): Promise<void> {
    this.#starts++
    await member.start(this.#chain)
  }

  async #round(round: Round, at: number): Promise<void> {
    const random = seededRandom(round.seed)
    this.#time += 1 + Math.floor(random() * 3000)
    for (const member of this.#members)
      if (member.running === null && (this.#back.get(member) ?? 0) <= at) await this.#start(member)
    await this.#fillPool(round, random)
    const block = await this.#decide(round, random)
    if (block === null) return
    this.#chain.push(block)
    for (const [number, member] of this.#members.entries()) {
      if (member.running === null) continue
      const strike = round.struck.find((each) => each.member === number)
      if (!(await member.execute(block, strike?.when ?? null))) this.#back.set(member, at + (strike?.rounds ?? 0))
    }
    await this.#recheck(random)
  }

  /** Transactions in bundles, each by CheckTx of a member that runs; what it refuses only a Byzantine proposer passes on. */
  async #fillPool({ sends, isByzantine }: Round, random: Random): Promise<void> {
    const made: Uint8Array[] = []
    for (let count = 0; count < sends; count++) {
      const kind = random() < 0.1 ? 'edge' : stepKinds[Math.floor(random() * stepKinds.length)]!
      const earlier = [...this.#sent.values()]
      const again = kind === 'again' ? earlier[Math.floor(random() * earlier.length)] : undefined
      const sent =
        again ??
        (await newTransaction(kind, Math.floor(random() * 61), this.#time, `${this.#chain.length}/${this.#sent.size}`))
      this.#sent.set(sent.txId, sent)
      made.push(sent.bytes)
    }
    for (let from = 0; from < made.length; from += perBundle) {
      const tx = encodeBundle(made.slice(from, from + perBundle))
      const member = this.#anyRunning(random)
      if (member === undefined) continue
      const { code } = await member.running!.application.checkTx({ tx, type: CheckTxType.NEW })
      if (code === 0 || isByzantine) this.#pool.push(tx)
    }
  }

  /** A proposal that all who run vote for, or null: at this height nothing is decided yet. */
  async #decide({ isByzantine }: Round, random: Random): Promise<Decided | null> {
    const proposer = this.#anyRunning(random)
    if (proposer === undefined) return null
    const height = this.#chain.length + 1
    const place = {
      height: BigInt(height),
      time: stampOf(this.#time),
      misbehavior: [],
      nextValidatorsHash: nothing,
      proposerAddress: nothing,
    }
    const asked = { ...place, txs: this.#pool, maxTxBytes, localLastCommit: votes }
    const txs = isByzantine ? [...this.#pool] : (await proposer.running!.application.prepareProposal(asked)).txs
    const verdicts = new Set<ProposalStatus>()
    for (const { running } of this.#members) {
      if (running === null) continue
      const proposal = { ...place, txs, proposedLastCommit: votes, hash: nothing }
      verdicts.add((await running.application.processProposal(proposal)).status)
    }
    demand(verdicts.size === 1, `members judge the proposal of block ${height} differently`)
    const isAccepted = verdicts.has(ProposalStatus.ACCEPT)
    demand(isAccepted || isByzantine, `an honest proposal of block ${height} was refused`)
    // A block that more than a third of liars have pushed through is executed all the same.
    if (!isAccepted && random() < 0.5) return null
    return { height, time: this.#time, txs, hash: sha256(utf8(`block ${height}`)), result: null }
  }

  async #recheck(random: Random): Promise<void> {
    const member = this.#anyRunning(random)
    if (member === undefined) return
    const { application } = member.running!
    const kept: Uint8Array[] = []
    for (const tx of this.#pool)
      if ((await application.checkTx({ tx, type: CheckTxType.RECHECK })).code === 0) kept.push(tx)
    this.#pool = kept
  }

  #anyRunning(random: Random): Member | undefined {
    const running = this.#members.filter((member) => member.running !== null)
    return running[Math.floor(random() * running.length)]
  }

  /** The whole log of a member is what the rules give. Gives how many transactions stand in it. */
  #judge({ running }: Member): number {
    const { ledger } = running!
    const model = new ModelLedger()
    let count = 0
    for (let index = 0; index < ledger.logSize(); index++) {
      const entry = ledger.findEntry(index)!
      model.take(entry, this.#sent)
      if (entry.signed !== null) count++
    }
    model.compare(ledger)
    demand(ledger.info().height === this.#chain.length, 'a member lags behind the chain')
    return count
  }
}
