import type { SuiteName } from '../suites/suite.ts'
import { EvidenceError, Refusal } from './errors.ts'

/** What each step has shown, by the step's name and in the order in which they run. Hashes are bytes, times UnixMs. */
export type StepFacts = {
  readonly file: { readonly bytes: number }
  readonly trust: {
    readonly chainId: string
    readonly engine: 'solo' | 'cometbft'
    readonly fingerprint: Uint8Array
    readonly source: string
    readonly height: number
  }
  /** `headers` were passed on the way; `validators` sign at its end. */
  readonly path: { readonly headers: number; readonly validators: number }
  readonly commit: {
    readonly height: number
    readonly time: number
    readonly hash: Uint8Array
    readonly signedPower: bigint
    readonly totalPower: bigint
    readonly validators: number
  }
  readonly app: { readonly stateRoot: Uint8Array; readonly logSize: number; readonly logRoot: Uint8Array }
  readonly inclusion:
    | { readonly kind: 'log'; readonly index: number; readonly size: number }
    | { readonly kind: 'state'; readonly path: Uint8Array; readonly present: boolean }
  /** Null for a state value, which has none. */
  readonly leaf: {
    readonly kind: 'tx' | 'due' | 'system' | 'block'
    readonly height: number
    readonly time: number
  } | null
  /** Empty where nobody signs: state values and acts of the ledger itself. */
  readonly signatures: { readonly signers: readonly { readonly keyId: Uint8Array; readonly suite: SuiteName }[] }
  readonly body: { readonly status: 'present' | 'absent' | 'none' } | { readonly status: 'erased'; readonly by: number }
  readonly members: { readonly disclosed: number; readonly bytes: number }
  readonly witnesses: {
    readonly required: number
    readonly cosigners: readonly string[]
    readonly publisher: string | null
    /** By when so many of each group as it asks for had seen the log; null where no group asks, or too few tell a time. */
    readonly time: number | null
    /** When the log, as they had seen it, did not have the entry yet; null where no earlier checkpoint of so many of each group shows it. */
    readonly notBefore: number | null
  }
}

export type StepName = keyof StepFacts

export const stepNames: readonly StepName[] = [
  'file',
  'trust',
  'path',
  'commit',
  'app',
  'inclusion',
  'leaf',
  'signatures',
  'body',
  'members',
  'witnesses',
]

export type PassedStep = {
  [Name in StepName]: { readonly step: Name; readonly ok: true; readonly facts: StepFacts[Name] }
}[StepName]

/** What a step shows to people, and what it hands to the next. */
export type Shown<Name extends StepName, Value> = { readonly facts: StepFacts[Name]; readonly value: Value }

/** Runs the steps one by one and remembers what each has shown. */
export class Steps {
  readonly passed: PassedStep[] = []

  /** @throws {EvidenceError} for what the step refuses */
  async take<Name extends StepName, Value>(
    step: Name,
    run: () => Shown<Name, Value> | Promise<Shown<Name, Value>>,
  ): Promise<Value> {
    try {
      const { facts, value } = await run()
      this.passed.push({ step, ok: true, facts } as PassedStep)
      return value
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause
      throw new EvidenceError(cause.failure, step, this.passed, { cause })
    }
  }
}
