import { setTimeout as wait } from 'node:timers/promises'
import { type Ledger, LedgerError, type PastEntry } from '@gongshi/ledger'
import { type Cbor, decodeCbor, limits, ProtocolError } from '@gongshi/protocol'
import type { Logger } from 'pino'
import { NodeError } from '../errors.ts'
import { type EncodedPart, entriesAPart } from '../http/routes/parts.ts'

export type HistoryNeeds = {
  readonly ledger: Ledger
  /** Portals of other members. */
  readonly portals: readonly string[]
  readonly logger: Logger
}

const timeoutMs = 30_000
/** Between two rounds in which no member had what is missing. Milliseconds. */
const pauseMs = 2000
/** Rounds without a single entry before the node gives up; its supervisor starts it again, and it goes on where it was. */
const mostRounds = 15
const answerLimits = { maxBytes: entriesAPart * (2 * limits.leafBytes + 2 * 65_536), maxDepth: 4 }

/**
 * Fetches the entries from before the snapshot from the other members: each is compared with the log, whoever hands it over.
 * @throws {NodeError} history-unavailable
 */
export async function fetchHistory({ ledger, portals, logger }: HistoryNeeds): Promise<void> {
  const { snapshots } = ledger
  let rounds = 0
  for (let missing = snapshots.missingHistory(); missing !== null; missing = snapshots.missingHistory()) {
    if (rounds === 0 && missing.next % (entriesAPart * 64) === 0)
      logger.info({ next: missing.next, until: missing.until }, 'entries from before the snapshot are being fetched')
    if (await takeFromAny(ledger, portals, missing.next, logger)) rounds = 0
    else if (++rounds === mostRounds) throw new NodeError({ code: 'history-unavailable', ...missing })
    else await wait(pauseMs)
  }
}

async function takeFromAny(ledger: Ledger, portals: readonly string[], next: number, logger: Logger): Promise<boolean> {
  for (const portal of portals) {
    try {
      const entries = await askFor(portal, next)
      // What was erased by an entry that this node has not executed yet is asked for again.
      const known = entries.findIndex(({ erased }) => erased !== null && erased.by >= ledger.logSize())
      const some = known < 0 ? entries : entries.slice(0, known)
      if (some.length === 0) continue
      await ledger.snapshots.addHistory(some)
      return true
    } catch (error) {
      if (error instanceof LedgerError && error.code !== 'history-differs') throw error
      logger.warn({ err: error, portal, next }, 'a member did not give the entries that the log has')
    }
  }
  return false
}

/** The entries of the part that holds `next`, from there on. */
async function askFor(portal: string, next: number): Promise<PastEntry[]> {
  const part = Math.floor(next / entriesAPart)
  const answer = await fetch(`${portal}/log/parts/${part}`, { signal: AbortSignal.timeout(timeoutMs) })
  if (!answer.ok) return []
  const parts = decodeParts(new Uint8Array(await answer.arrayBuffer()))
  return parts.slice(next - part * entriesAPart)
}

/** An answer of `GET /log/parts/PART`. @throws {NodeError} history-malformed */
export function decodeParts(bytes: Uint8Array): PastEntry[] {
  try {
    const parts = decodeCbor(bytes, answerLimits)
    if (Array.isArray(parts) && parts.every(isPart)) return parts.map(readPart)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
  }
  throw new NodeError({ code: 'history-malformed' })
}

function isPart(part: Cbor): part is EncodedPart {
  if (!Array.isArray(part) || part.length !== 5) return false
  const [leaf, signed, body, by, order] = part as readonly Cbor[]
  const isBytes = (value: Cbor | undefined) => value instanceof Uint8Array
  const areParts = isBytes(leaf) && [signed, body, order].every((value) => value === null || isBytes(value))
  return areParts && (by === null) === (order === null) && (by === null || Number.isSafeInteger(by))
}

function readPart([leaf, signed, body, by, order]: EncodedPart): PastEntry {
  return { leaf, signed, body, erased: by === null || order === null ? null : { by, leaf: order } }
}
