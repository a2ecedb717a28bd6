import type { Client, Committed } from '@gongshi/sdk'
import type { BidSecrets } from '@gongshi/sdk/bid'
import { nativeMemberHasher } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import { addErrorTexts } from '../catalogue.ts'
import { showCommitted } from '../commands/submit.ts'
import type { Context } from '../context.ts'
import { exit } from '../failure.ts'
import { type KeptFile, keptFile, once } from '../keys/keptFile.ts'
import { keyPath } from '../keys/keyFolder.ts'
import {
  addJsonOption,
  addPassphraseOption,
  addTrustOption,
  addUrlOption,
  clientOf,
  type JsonOptions,
  type PassphraseOptions,
  passphraseOf,
  type TrustOptions,
  type UrlOptions,
} from '../options.ts'
import { printJson } from '../output.ts'
import { rowOf } from '../rowArgument.ts'

export type BidOptions = UrlOptions & TrustOptions & PassphraseOptions & JsonOptions & { readonly as: string }

/** What each of a bidder's commands works with. */
export type Doing = {
  readonly client: Client
  readonly procedure: string
  readonly file: KeptFile
  readonly secrets: BidSecrets
}

/** Loaded only when somebody bids: it brings the declarations of all affairs along. */
export async function bidTools() {
  const [tools, files] = await Promise.all([import('@gongshi/sdk/bid'), import('./bidFiles.ts')])
  addErrorTexts(tools.sealedErrorTexts)
  addErrorTexts(tools.thresholdErrorTexts)
  return { ...tools, ...files }
}

export function addBidOptions(command: Command, context: Context): void {
  command.option(
    '--as <name>',
    context.say({ zh: '投标人在本机的名称', en: 'name of the bidder on this computer' }),
    'bidder',
  )
  addPassphraseOption(addJsonOption(addTrustOption(addUrlOption(command, context), context), context), context)
}

export async function doingOf(context: Context, options: BidOptions, procedure: string, isNew = false): Promise<Doing> {
  const client = { ...(await clientOf(context, options)), memberHasher: nativeMemberHasher }
  const { bidAbout, bidOfKept, keepBid, newBidder } = await bidTools()
  const { getLedger } = await import('@gongshi/sdk')
  const matter = { chainId: (await getLedger(client)).chainId, procedure: rowOf('PROCEDURE', procedure) }
  const at = { keyPath: keyPath(context, options.as), name: options.as }
  const file = keptFile(
    at,
    { kind: 'bid', about: bidAbout(matter) },
    once(() => passphraseOf(context, options, isNew)),
  )
  const kept = isNew ? await file.find() : await file.read()
  if (kept !== null) return { client, procedure, file, secrets: bidOfKept(kept, matter) }
  const secrets = newBidder(matter.chainId, matter.procedure, context.random)
  await file.create(keepBid(secrets))
  return { client, procedure, file, secrets }
}

export function show(context: Context, options: JsonOptions, committed: Committed): number {
  if (options.json) printJson(context, committed)
  else showCommitted(context, committed)
  return committed.outcome[0] === 'refused' ? exit.no : exit.done
}
