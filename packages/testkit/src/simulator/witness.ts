import type { Inclusion, Ledger } from '@gongshi/ledger'
import { equalBytes, toHex } from '@gongshi/protocol'
import { demand, ModelLedger } from './model.ts'
import type { Sent } from './senders.ts'

const hourMs = 3_600_000
const joinedMs = 30 * 24 * hourMs

type Known = { readonly index: number; readonly height: number; readonly time: number }

/**
 * The world outside the node: it remembers what was sent and what was acknowledged, and holds every answer and every
 * recovered ledger to it.
 */
export class Witness {
  readonly sent = new Map<string, Sent>()
  readonly #acknowledged = new Map<string, Known>()
  #leaves: Uint8Array[] = []
  /** Entries that somebody outside knows: they stay what they are. */
  #knownSize = 0
  #model = new ModelLedger()
  /** The time of the last block that anybody heard of. */
  lastTime = 0

  get acknowledged(): number {
    return this.#acknowledged.size
  }

  isAcknowledged({ txId }: Sent): boolean {
    return this.#acknowledged.has(txId)
  }

  /** Follows a ledger from what it recovered to: everything acknowledged is there, and its whole log is what the rules give. */
  recovered(ledger: Ledger): void {
    const size = ledger.logSize()
    demand(size >= this.#knownSize, `${this.#knownSize - size} entries that were acknowledged are lost`)
    for (const [txId, { index, height }] of this.#acknowledged) {
      const found = ledger.findTransaction(Buffer.from(txId, 'hex'))
      demand(found?.index === index && found.height === height, `${txId} was acknowledged and is lost`)
    }
    const before = this.#leaves.slice(0, this.#knownSize)
    this.#leaves = []
    this.#model = new ModelLedger()
    for (let index = 0; index < size; index++) this.#take(ledger, index)
    for (const [index, leaf] of before.entries())
      demand(equalBytes(leaf, this.#leaves[index]!), `entry ${index} is another than the one that was known`)
    this.#model.compare(ledger)
    ledger.follow(({ leaves }) => {
      for (const { index } of leaves) this.#take(ledger, index)
    })
  }

  #take(ledger: Ledger, index: number): void {
    const entry = ledger.findEntry(index)
    demand(entry !== undefined && index === this.#leaves.length, `entry ${index} is not the next one`)
    this.#leaves.push(entry.leaf)
    this.#model.take(entry, this.sent)
  }

  /** What admission has to answer at a time; null: yes. */
  verdict(sent: Sent, time: number): string | null {
    if (sent.flaw === 'transaction-malformed') return sent.flaw
    if (sent.notAfter < time) return 'transaction-expired'
    if (sent.notAfter > time + (sent.isJoint ? joinedMs : hourMs)) return 'not-after-too-far'
    if (this.#model.hasSeen(sent.txId)) return 'transaction-repeated'
    if (this.#model.isSuspended(sent.action)) return 'action-suspended'
    return sent.flaw
  }

  /** A block has answered. */
  acknowledge(sent: Sent, { height, time, result }: Inclusion, ledger: Ledger): void {
    const { index } = result
    demand(index !== null && toHex(result.txId) === sent.txId, `${sent.txId} was acknowledged as another`)
    demand(time <= sent.notAfter, `${sent.txId} was acknowledged at ${time}, after ${sent.notAfter}`)
    const before = this.#acknowledged.get(sent.txId)
    demand(before === undefined || before.index === index, `${sent.txId} was acknowledged twice, as two entries`)
    const found = ledger.findTransaction(result.txId)
    demand(found?.index === index && found.height === height, `${sent.txId} was acknowledged and is not there`)
    this.#acknowledged.set(sent.txId, { index, height, time })
    this.#knownSize = Math.max(this.#knownSize, index + 1)
    this.lastTime = Math.max(this.lastTime, time)
  }

  /** A sender was told that it comes to nothing. */
  refused(sent: Sent, code: string, ledger: Ledger): void {
    const { time } = ledger.info()
    const isSo =
      (code === 'transaction-expired' && sent.notAfter < time) ||
      (code === 'transaction-repeated' && this.#model.hasSeen(sent.txId)) ||
      (code === 'action-suspended' && this.#model.isSuspended(sent.action))
    demand(isSo, `${sent.txId} was admitted, then refused: ${code}`)
  }

  compare(ledger: Ledger): void {
    this.#model.compare(ledger)
  }
}
