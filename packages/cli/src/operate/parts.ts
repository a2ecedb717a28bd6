import type { ErrorCatalogue, PublicKey } from '@gongshi/protocol'
import { addErrorTexts } from '../catalogue.ts'
import { CliError } from '../errors.ts'

/**
 * What this program asks of the packages that run a node. They are loaded when a command needs them, so that an
 * installation for auditors and integrators does without a database and a web server.
 */
export type NodePart = {
  readonly nodeErrorTexts: ErrorCatalogue<string>
  /** Fills in what is not set. @throws {NodeError} config-invalid with every fault */
  parseConfig(value: unknown): NodeConfig
  /** Makes the data folder, its genesis and the node's own keys. @throws {NodeError} data-exists */
  initLedger(config: NodeConfig, options: { chainId: string; founder: PublicKey; now: number }): Promise<Made>
  /** @throws {NodeError} data-missing, port-in-use, genesis-mismatch and what the ledger finds damaged */
  runNode(config: NodeConfig, powers: NodePowers): Promise<Running>
  /** Reads the state at rest; the node must not run. */
  stateHash(config: NodeConfig): Promise<StateSummary>
  /** Executes every block again from genesis into an empty state and compares each app hash with its header. */
  replay(config: NodeConfig, onHeight: (height: number, last: number) => void): Promise<Replayed>
  /** Looks at a data folder, its files, ports and clock, and changes nothing. */
  diagnose(config: NodeConfig): Promise<readonly Finding[]>
}

export type NodeConfig = { readonly data: string; readonly http: { readonly host: string; readonly port: number } }
export type NodePowers = { now(): number; random(bytes: number): Uint8Array }
export type Made = { readonly chainId: string; readonly genesisHash: Uint8Array; readonly files: readonly string[] }
export type Running = {
  readonly url: string
  readonly opsUrl: string
  readonly failed: Promise<Error>
  stop(): Promise<void>
}
export type StateSummary = {
  readonly chainId: string
  readonly height: number
  readonly appHash: Uint8Array
  readonly stateRoot: Uint8Array
  readonly logSize: number
}
export type Replayed = StateSummary & { readonly matches: boolean; readonly firstDifference: number | null }
export type Finding = {
  readonly code: string
  readonly level: 'ok' | 'warning' | 'fault'
  readonly zh: string
  readonly en: string
  readonly next?: { readonly zh: string; readonly en: string }
}

/** The synthetic city, and whoever cheats in it. */
export type DemoPart = {
  /** Makes a ledger with the demo's public keys, unless the folder holds one. */
  prepareDemo(data: string, powers: NodePowers): Promise<void>
  /** Publishes the city's notices that are not there yet, and says what to open and try. */
  seedDemo(
    url: string,
    report: (done: number, of: number) => void,
  ): Promise<{ readonly zh: string; readonly en: string }>
  /** Tries each way to cheat on a copy and tells what was done and which check caught it. */
  cheat(
    options: { readonly data: string; readonly output: string; readonly only?: string },
    report: (attempt: Cheated) => void,
  ): Promise<void>
}

export type Cheated = {
  readonly name: string
  readonly zh: { readonly did: string; readonly caught: string }
  readonly en: { readonly did: string; readonly caught: string }
  /** The step or check that caught it; null for what a single operator can do undetected. */
  readonly caughtBy: string | null
  readonly evidence: string | null
  /** Whether the attempt ended as it must. */
  readonly asExpected: boolean
}

/** @throws {CliError} cli-part-missing */
export async function loadNode(): Promise<NodePart> {
  const part = (await load('@gongshi/node')) as NodePart
  addErrorTexts(part.nodeErrorTexts)
  return part
}

/** @throws {CliError} cli-part-missing */
export async function loadDemo(): Promise<DemoPart> {
  return (await load('@gongshi/demo')) as DemoPart
}

async function load(part: string): Promise<unknown> {
  try {
    return await import(part)
  } catch (error) {
    const missing =
      error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(part)
    throw missing ? new CliError({ code: 'cli-part-missing', part }, { cause: error }) : error
  }
}
