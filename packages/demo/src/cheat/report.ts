import type { Bilingual } from '../bilingual.ts'

/** Who looks: the node itself as it starts or reads, a re-execution of the blocks, or a citizen with files. */
export type Checker = 'node' | 're-execution' | 'evidence' | 'checkpoints' | 'headers'

/** One check as it ran: what it found, or that it found nothing. */
export type Check = {
  readonly by: Checker
  /** The evidence step, or the phase of the node, at which it stopped; null where nothing stopped it. */
  readonly step: string | null
  /** The code that programs see; null when the check found nothing wrong. */
  readonly code: string | null
  readonly says: Bilingual
  /** Whether this check must find the attack; one that cannot is shown to be honest about it. */
  readonly mustCatch: boolean
}

export type EvidenceFile = { readonly name: string; readonly bytes: Uint8Array | string; readonly says: Bilingual }

/** One way to cheat, as it went. */
export type Attempt = {
  readonly name: string
  readonly title: Bilingual
  /** What the administrator did, in plain words. */
  readonly did: Bilingual
  readonly checks: readonly Check[]
  readonly caught: boolean
  /** Where the files lie that show it. */
  readonly folder: string
  readonly files: readonly { readonly path: string; readonly says: Bilingual }[]
}

/** Caught: every check that must find it has, and there is one. */
export function isCaught(checks: readonly Check[]): boolean {
  const deciding = checks.filter((check) => check.mustCatch)
  return deciding.length > 0 && deciding.every((check) => check.code !== null)
}
