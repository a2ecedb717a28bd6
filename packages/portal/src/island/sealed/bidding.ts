import type { Cbor } from '@gongshi/protocol'
import type { Client } from '@gongshi/sdk'
import type { BidSecrets, BidStanding } from '@gongshi/sdk/bid'
import { keepBid } from '@gongshi/sdk/bid'
import { fill, type Lang } from '@gongshi/ui/browser'
import { type BidText, bidTexts } from './bidTexts.ts'
import type { KeptSecrets } from './keptSecrets.ts'
import type { Speaker } from './parts.ts'

/** A bidder at work in this page. */
export type Bidding = {
  readonly lang: Lang
  readonly client: Client
  readonly procedure: Cbor
  /** Words of the lots, by number, as the page has them: shown and not relied on. */
  readonly lotTitles: ReadonlyMap<number, string>
  /** Where the script of the sealing workers lies. */
  readonly worker: string
  /** In which times are said. */
  readonly timeZone: string
  readonly keeping: KeptSecrets
  readonly speaker: Speaker
  /** As they are kept: they change by `keep` alone. */
  readonly secrets: () => BidSecrets
  /** Kept before it counts. */
  keep(secrets: BidSecrets): Promise<void>
  /** Reads anew where things stand, and shows it. */
  renew(): Promise<void>
}

export type Shown = { readonly bidding: Bidding; readonly standing: BidStanding }

export const say = (
  { lang }: Pick<Bidding, 'lang'>,
  key: BidText,
  values: Readonly<Record<string, string | number>> = {},
): string => fill(bidTexts[lang][key], values)

/** The secrets in memory are those on the disk. */
export function held(keeping: KeptSecrets, first: BidSecrets): Pick<Bidding, 'secrets' | 'keep'> {
  let secrets = first
  return {
    secrets: () => secrets,
    async keep(made) {
      await keeping.replace(keepBid(made))
      secrets = made
    },
  }
}
