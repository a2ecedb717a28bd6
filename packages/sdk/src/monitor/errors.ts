import { GongshiError } from '@gongshi/protocol'

export type MonitorFailure =
  /** `at`: the member of the rules, or the name of a rule, that is not one. */
  | { readonly code: 'monitor-rules-malformed'; readonly at: string }
  | { readonly code: 'monitor-state-malformed'; readonly path: string }
  | { readonly code: 'monitor-running'; readonly path: string }
  /** Not thrown: alarms of executing the log again. */
  | {
      readonly code: 'monitor-state-differs' | `monitor-body-${'erased' | 'missing' | 'unfit'}`
      readonly entry: number
    }

/** What keeps a monitor from its work; what it is there to find is an alarm instead. */
export class MonitorError extends GongshiError<MonitorFailure> {}
