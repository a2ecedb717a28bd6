import type { RowState } from '@gongshi/affair-kit'
import type { EntryParts, Ledger } from '@gongshi/ledger'
import { type Cbor, encodeCbor, type Outcome, parseLeaf, toHex } from '@gongshi/protocol'
import { organ } from '../../../ledger/fixtures/city.ts'
import type { Sent } from './senders.ts'

/** @throws {Error} what is held against the code under test */
export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

type Row = { status: string; dueAt: number | null; level: number }
type Due = { readonly at: number; readonly action: 'expire' | 'overflow'; readonly key: string }

/** An action that a fault of its author stops: all but the one that says that it goes on. */
const stoppedByFault: ReadonlySet<string> = new Set(['install', 'raise', 'overflow'])
const refused = (code: string, detail: Cbor): Outcome => ['refused', code, detail]

/**
 * The plain ledger: what the sample affair's rules lead to, written a second time with Maps, from the log alone. It
 * shares no code with the one under test but the reading of leaves.
 */
export class ModelLedger {
  readonly #rows = { notice: new Map<string, Row>(), meter: new Map<string, Row>() }
  readonly #seen = new Set<string>()
  readonly #suspended = new Set<string>()
  #expected: readonly [string, string] | null = null
  #height = 0
  #time = 0
  #dues: Due[] = []
  #isAtBlock = true

  isSuspended(action: string): boolean {
    return this.#suspended.has(action)
  }

  hasSeen(txId: string): boolean {
    return this.#seen.has(txId)
  }

  /** Takes in the next entry of the log, and demands that it is what the rules say. */
  take(entry: EntryParts, sent: ReadonlyMap<string, Sent>): void {
    const leaf = parseLeaf(entry.leaf)
    if (this.#isAtBlock) this.#begin(leaf.height, leaf.time)
    demand(leaf.height === this.#height && leaf.time === this.#time, `entry ${entry.index} is of another block`)
    if (this.#expected !== null) demand(leaf.kind === 'system', `entry ${entry.index} should tell of a suspension`)
    switch (leaf.kind) {
      case 'tx':
        this.#noDueLeft(entry.index)
        this.#transaction(toHex(leaf.txId), leaf.action, leaf.outcome, sent)
        break
      case 'due':
        this.#due(leaf.action, nameOf(leaf.key), leaf.dueTime, leaf.outcome)
        break
      case 'system':
        this.#system(leaf.event, leaf.detail)
        break
      case 'block':
        this.#noDueLeft(entry.index)
        this.#isAtBlock = true
    }
  }

  /** Every row is as the rules left it: no transaction was half done. */
  compare(ledger: Pick<Ledger, 'row'>): void {
    demand(this.#isAtBlock, 'the log ends in the middle of a block')
    for (const entity of ['notice', 'meter'] as const)
      for (const [key, row] of this.#rows[entity]) {
        const found = ledger.row('notices', entity, entity === 'notice' ? [[organ.scheme, organ.id], key] : [key])
        demand(found !== undefined && isSame(entity, row, found), `${entity} ${key} is not as its acts left it`)
      }
  }

  #begin(height: number, time: number): void {
    demand(height > this.#height && time > this.#time, `block ${height} is not later than block ${this.#height}`)
    this.#height = height
    this.#time = time
    this.#isAtBlock = false
    this.#dues = [...this.#armed()].filter(({ at, action }) => at <= time && !this.#suspended.has(action)).sort(inOrder)
  }

  *#armed(): Iterable<Due> {
    for (const [key, { dueAt }] of this.#rows.notice) if (dueAt !== null) yield { at: dueAt, action: 'expire', key }
    for (const [key, { dueAt }] of this.#rows.meter) if (dueAt !== null) yield { at: dueAt, action: 'overflow', key }
  }

  #noDueLeft(index: number): void {
    demand(this.#dues.length === 0, `before entry ${index} an act was due and is not there`)
  }

  #due(action: string, key: string, at: number, outcome: Outcome): void {
    const due = this.#dues.shift()
    demand(due?.action === action && due.key === key && due.at === at, `an act that is not due: ${action} ${key}`)
    const row = this.#rows[due.action === 'expire' ? 'notice' : 'meter'].get(key)!
    row.dueAt = null
    if (due.action === 'expire') {
      row.status = 'expired'
      demand(outcome[0] === 'ok', `${key} did not expire`)
    } else {
      this.#isSame(outcome, refused('invariant', null), 'overflow')
      this.#stop('overflow')
    }
  }

  #system(event: string, detail: Cbor): void {
    const [affair, , action, code] = detail as readonly [string, number, string, string]
    demand(event === 'suspended' && affair === 'notices', `an event that nothing led to: ${event}`)
    demand(this.#expected?.[0] === action && this.#expected[1] === code, `${action} was suspended for ${code}`)
    this.#expected = null
  }

  #transaction(txId: string, action: string, outcome: Outcome, all: ReadonlyMap<string, Sent>): void {
    const sent = all.get(txId)
    demand(sent !== undefined, `nobody sent ${txId}`)
    demand(!this.#seen.has(txId), `${txId} stands in the log twice`)
    demand(sent.notAfter >= this.#time, `${txId} had expired at ${sent.notAfter}, its block is of ${this.#time}`)
    demand(sent.flaw === null, `${txId} was sent ${sent.flaw} and stands in the log`)
    this.#seen.add(txId)
    this.#isSame(outcome, this.#perform(action, sent), `${action} ${sent.key}`)
  }

  #perform(action: string, sent: Sent): Outcome | 'ok' {
    if (this.#suspended.has(action)) return refused('suspended', ['notices', action])
    const entity = action === 'publish' || action === 'withdraw' ? 'notice' : 'meter'
    const row = this.#rows[entity].get(sent.key)
    if (action === 'publish' || action === 'install') {
      if (row !== undefined) return refused('row-exists', [entity])
      const status = entity === 'notice' ? 'public' : 'open'
      this.#rows[entity].set(sent.key, { status, dueAt: sent.dueAt, level: sent.level })
      return 'ok'
    }
    if (row === undefined) return refused('row-missing', [entity])
    if (action === 'withdraw') {
      if (row.status !== 'public') return refused('row-status', [entity, row.status])
      row.status = 'withdrawn'
      row.dueAt = null
      return 'ok'
    }
    if (action === 'overspend') return refused('bounds', ['events'])
    if (row.level + sent.level >= 10) {
      this.#stop(action)
      return refused('invariant', null)
    }
    row.level += sent.level
    return 'ok'
  }

  #stop(action: string): void {
    if (!stoppedByFault.has(action) || this.#suspended.has(action)) return
    this.#suspended.add(action)
    this.#expected = [action, 'invariant']
    this.#dues = this.#dues.filter((due) => due.action !== action)
  }

  #isSame(found: Outcome, expected: Outcome | 'ok', what: string): void {
    const same = expected === 'ok' ? found[0] === 'ok' : toHex(encodeCbor(found)) === toHex(encodeCbor(expected))
    demand(same, `${what} came to ${JSON.stringify(found)}, not to ${JSON.stringify(expected)}`)
  }
}

function isSame(entity: 'notice' | 'meter', row: Row, found: RowState): boolean {
  if (found.status !== row.status) return false
  return entity === 'notice' || Number(found.fields.level) === row.level
}

/** The name in a row's key: of a notice the one behind its organ. */
function nameOf(key: Cbor): string {
  return (key as readonly Cbor[]).at(-1) as string
}

/** By time, then action, then key. */
function inOrder(left: Due, right: Due): number {
  const [a, b] = [left, right].map(({ action, key }) => `${action} ${key.length} ${key}`) as [string, string]
  return left.at - right.at || (a < b ? -1 : 1)
}
