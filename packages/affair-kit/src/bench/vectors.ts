import { type Cbor, decodeCbor, encodeCbor, fromHex, sha256, toHex } from '@gongshi/protocol'
import type { Installed, Request } from '../run/host.ts'
import { BenchLedger, type Step } from './benchLedger.ts'

/** What a bench ledger did, as a file keeps it: hexadecimal CBOR, one step a line, and what the state came to. */
export type Vectors = { readonly startMs: number; readonly steps: readonly string[]; readonly stateHash: string }

const limits = { maxBytes: 1_048_576, maxDepth: 32 }

/** Stores a run, so that a later version of the kit must give the same outcomes and the same state. */
export function recordVectors(ledger: BenchLedger, startMs: number): Vectors {
  return {
    startMs,
    steps: ledger.steps.map((step) => toHex(encodeCbor(stepToCbor(step)))),
    stateHash: stateHash(ledger),
  }
}

/**
 * Does a stored run again.
 * @throws {Error} with the first step whose outcome differs, or when the state does
 */
export function replayVectors(installed: readonly Installed[], vectors: Vectors): void {
  const ledger = new BenchLedger(installed, { startMs: vectors.startMs })
  for (const [at, encoded] of vectors.steps.entries()) {
    replayStep(ledger, decodeCbor(fromHex(encoded), limits) as readonly Cbor[])
    const again = toHex(encodeCbor(stepToCbor(ledger.steps.at(-1)!)))
    if (again !== encoded) throw new Error(`step ${at} has another outcome than when it was stored`)
  }
  if (stateHash(ledger) !== vectors.stateHash) throw new Error('the state is another than when it was stored')
}

function replayStep(ledger: BenchLedger, [kind, ...rest]: readonly Cbor[]): void {
  if (kind === 'put') {
    const [affair, table, key, value] = rest as readonly Cbor[] as readonly [string, string, Cbor, Cbor]
    ledger.write(affair, table, key, value)
    return
  }
  ledger.advanceTo(rest[0] as number)
  if (kind === 'act') ledger.perform(requestFrom(rest[1] as readonly Cbor[]))
}

function stepToCbor(step: Step): Cbor {
  switch (step.kind) {
    case 'put':
      return ['put', step.affair, step.table, step.key, step.value]
    case 'due':
      return ['due', step.time, step.action, step.outcome]
    case 'act': {
      const { affair, version, action, input, salt, txId, signers } = step.request
      return ['act', step.time, [affair, version, action, input, salt, txId, signers.map(({ id }) => id)], step.outcome]
    }
  }
}

function requestFrom(cbor: readonly Cbor[]): Request {
  const [affair, version, action, input, salt, txId, signers] = cbor as readonly [
    string,
    number,
    string,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    readonly Uint8Array[],
  ]
  return { affair, version, action, input, salt, txId, signers: signers.map((id) => ({ id })) }
}

function stateHash(ledger: BenchLedger): string {
  const armed = ledger.host.armed().map(({ at, item }): Cbor => [at, item.affair, item.action, item.key])
  return toHex(sha256(encodeCbor([[...ledger.host.contents()], armed])))
}
