import type { EntryRule } from './rules.ts'
import type { PlaceFault } from './watchPlace.ts'

export type AlarmKind =
  | PlaceFault['kind']
  | EntryRule
  | 'entry-malformed'
  | 'silence'
  | 'witnesses-stale'
  | 'state-differs'
  | 'replay-stopped'

/** `time` (Unix milliseconds) is the monitor's; `proof` the path of a file that shows it to others. */
export type Alarm = {
  readonly kind: AlarmKind
  readonly time: number
  /** The address that it was seen at; null for what the log itself says. */
  readonly place: string | null
  /** The index of the entry; null where it is not about one. */
  readonly entry: number | null
  /** The thumbprint of the key that was added, hexadecimal; null where it is about none. */
  readonly key: string | null
  readonly code: string | null
  readonly proof: string | null
}
