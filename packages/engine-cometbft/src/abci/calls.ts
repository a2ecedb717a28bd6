import type { Answered, Asked, Call } from './messages.ts'

/** What the protocol itself answers. */
type OwnCall = 'echo' | 'flush'

/** What an application answers, a call at a time. What throws ends the connection, and CometBFT with it. */
export type AbciCalls = {
  readonly [Name in Exclude<Call, OwnCall>]: (request: Asked<Name>) => Answered<Name> | Promise<Answered<Name>>
}
