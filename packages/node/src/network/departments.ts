import type { Genesis } from '@gongshi/ledger'
import { fromBase64 } from '@gongshi/protocol'
import { addressOf } from './votes.ts'

/** Whose a validator is: the organ that founded with it, and the origin under which its node publishes. */
export type Department = {
  readonly organ: { readonly scheme: string; readonly id: string } | null
  readonly origin: string | null
}

/**
 * The founders' validators, by address. A genesis lists validators, publishers and members in the order of its founders, as
 * many of each; where it has another number of one, nothing says whose is whose.
 */
export function departmentsOf({ validators, publishers, members }: Genesis): ReadonlyMap<string, Department> {
  return new Map(
    validators.map(({ publicKey }, at) => [
      addressOf({ publicKey: fromBase64(publicKey) }),
      {
        origin: publishers.length === validators.length ? publishers[at]!.origin : null,
        organ: members?.length === validators.length ? organOf(members[at]!) : null,
      },
    ]),
  )
}

function organOf(row: object): Department['organ'] {
  const { organ } = row as { readonly organ?: { readonly scheme: string; readonly id: string } }
  return organ ?? null
}
