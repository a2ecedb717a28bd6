import { GongshiError } from '../errors.ts'
import type { PassedStep, StepName } from './steps.ts'

export type EvidenceFailure =
  | { readonly code: 'evidence-too-large'; readonly bytes: number; readonly limit: number }
  | { readonly code: 'evidence-version-unknown' }
  | { readonly code: 'evidence-of-states' }
  | { readonly code: 'evidence-of-entries' }
  /** `at` is a place by the format's own field names. */
  | { readonly code: 'evidence-malformed'; readonly at: string }
  | { readonly code: 'evidence-other-ledger' }
  | { readonly code: 'evidence-before-trust'; readonly height: number; readonly trustedHeight: number }
  | { readonly code: 'evidence-path-order'; readonly height: number }
  | { readonly code: 'evidence-header-version' }
  | { readonly code: 'evidence-chain-restarted'; readonly height: number }
  | { readonly code: 'evidence-validators-mismatch'; readonly height: number }
  | { readonly code: 'evidence-commit-malformed'; readonly height: number }
  | { readonly code: 'evidence-vote-invalid'; readonly height: number; readonly validator: number }
  | { readonly code: 'evidence-power-insufficient'; readonly signed: bigint; readonly total: bigint }
  | { readonly code: 'evidence-overlap-insufficient'; readonly signed: bigint; readonly total: bigint }
  | { readonly code: 'evidence-from-future'; readonly time: number }
  | { readonly code: 'evidence-app-mismatch' }
  | { readonly code: 'evidence-not-in-log' }
  | { readonly code: 'evidence-not-in-state' }
  | { readonly code: 'evidence-leaf-malformed' }
  | { readonly code: 'evidence-leaf-misplaced' }
  | { readonly code: 'evidence-signed-missing' }
  | { readonly code: 'evidence-signed-malformed' }
  | { readonly code: 'evidence-signed-mismatch' }
  | { readonly code: 'evidence-key-malformed'; readonly index: number }
  | { readonly code: 'evidence-key-mismatch'; readonly index: number }
  | { readonly code: 'evidence-signature-invalid'; readonly index: number }
  | { readonly code: 'evidence-body-mismatch' }
  | { readonly code: 'evidence-erasure-unproven' }
  | { readonly code: 'evidence-member-unbound' }
  | { readonly code: 'evidence-member-mismatch'; readonly index: number }
  | { readonly code: 'evidence-member-repeated'; readonly index: number }
  | { readonly code: 'evidence-checkpoint-malformed' }
  | { readonly code: 'evidence-checkpoint-mismatch' }
  | { readonly code: 'evidence-checkpoint-invalid' }
  | { readonly code: 'evidence-earlier-mismatch' }
  | {
      readonly code: 'evidence-cosigners-missing'
      readonly group: number
      readonly found: number
      readonly needed: number
    }
  | { readonly code: 'evidence-refresh-mismatch' }

/** Why a file is no evidence: the step at which it failed, and what had been shown before. */
export class EvidenceError extends GongshiError<EvidenceFailure> {
  readonly step: StepName
  readonly passed: readonly PassedStep[]

  constructor(failure: EvidenceFailure, step: StepName, passed: readonly PassedStep[] = [], options?: ErrorOptions) {
    super(failure, options)
    this.step = step
    this.passed = passed
  }
}

/** A step's own refusal, before it is known which step ran it. */
export class Refusal extends GongshiError<EvidenceFailure> {}

export function refuse(failure: EvidenceFailure, cause?: unknown): never {
  throw new Refusal(failure, { cause })
}
