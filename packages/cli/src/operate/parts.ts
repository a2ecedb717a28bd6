import type { ErrorCatalogue } from '@gongshi/protocol'
import { addErrorTexts } from '../catalogue.ts'
import { CliError } from '../errors.ts'
import type { Bilingual } from '../language.ts'

/** The packages that run a node: loaded when a command needs them, so that auditors and integrators do without. */
export type NodePart = typeof import('@gongshi/node')
export type NodeConfig = ReturnType<NodePart['parseConfig']>

/** What operators ask of a data folder at rest; the node must not run. */
export type OperatorPart = {
  stateHash(config: NodeConfig): Promise<StateSummary>
  /** Executes every block again from genesis into an empty state and compares each app hash with its header. */
  replay(config: NodeConfig, onHeight: (height: number, last: number) => void): Promise<Replayed>
  /** Looks at a data folder, its files, ports and clock, and changes nothing. */
  diagnose(config: NodeConfig): Promise<readonly Diagnosis[]>
}

export type StateSummary = {
  readonly chainId: string
  readonly height: number
  readonly appHash: Uint8Array
  readonly stateRoot: Uint8Array
  readonly logSize: number
}
export type Replayed = StateSummary & { readonly firstDifference: number | null }
export type Diagnosis = {
  readonly code: string
  readonly level: 'ok' | 'warning' | 'fault'
  readonly what: Bilingual
  readonly next?: Bilingual
}

/** The synthetic city, and whoever cheats in it. */
export type DemoPart = {
  /** Makes a ledger with the demo's public keys, unless the folder holds one. */
  prepareDemo(data: string, powers: { now(): number; random(bytes: number): Uint8Array }): Promise<void>
  /** Publishes the city's notices that are not there yet, and says what to open and try. */
  seedDemo(
    node: { readonly url: string; readonly data: string },
    report: (done: number, of: number) => void,
  ): Promise<Bilingual>
  /** Tries each way to cheat on a copy and tells what was done and which check caught it. */
  cheat(options: { data: string; output: string; only?: string }, report: (attempt: Cheated) => void): Promise<void>
}

export type Cheated = {
  readonly name: string
  readonly did: Bilingual
  readonly caught: Bilingual
  /** The step or check that caught it; null for what a single operator can do undetected. */
  readonly caughtBy: string | null
  /** Path of the evidence file. */
  readonly evidence: string | null
  /** Whether the attempt ended as it must. */
  readonly asExpected: boolean
}

/** @throws {CliError} cli-part-missing */
export async function loadNode(): Promise<NodePart> {
  return load<NodePart>('@gongshi/node', ['runNode', 'createLedger'])
}

/** @throws {CliError} cli-part-missing */
export async function loadOperator(): Promise<NodePart & OperatorPart> {
  return load<NodePart & OperatorPart>('@gongshi/node', ['stateHash', 'replay', 'diagnose'])
}

/** @throws {CliError} cli-part-missing */
export async function loadDemo(): Promise<DemoPart> {
  return load<DemoPart>('@gongshi/demo', ['prepareDemo', 'seedDemo', 'cheat'])
}

/** The texts of its codes come along; a part that lacks what is asked of it is as good as missing. */
async function load<Part extends object>(part: string, needs: readonly (string & keyof Part)[]): Promise<Part> {
  const loaded = (await importPart(part)) as Part & Record<string, unknown>
  if (needs.some((name) => typeof loaded[name] !== 'function')) throw new CliError({ code: 'cli-part-missing', part })
  for (const [name, value] of Object.entries(loaded))
    if (/ErrorTexts$/.test(name)) addErrorTexts(value as ErrorCatalogue<string>)
  return loaded
}

async function importPart(part: string): Promise<unknown> {
  try {
    return await import(part)
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    throw missing && error.message.includes(part)
      ? new CliError({ code: 'cli-part-missing', part }, { cause: error })
      : error
  }
}
