import type { Cbor, Signer } from '@gongshi/protocol'
import { type Client, createWallet, type Wallet } from '@gongshi/sdk'
import { nativeMemberHasher, openKeyFile, readKeyFileFace } from '@gongshi/sdk/node'
import type { TrusteeSecrets } from '@gongshi/sdk/trustee'
import type { Command } from 'commander'
import { addErrorTexts } from '../catalogue.ts'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { type KeptFile, keptFile, once } from '../keys/keptFile.ts'
import { keyName, readKey } from '../keys/keyFolder.ts'
import {
  addJsonOption,
  addKeyOptions,
  addTrustOption,
  addUrlOption,
  clientOf,
  type JsonOptions,
  type KeyOptions,
  passphraseOf,
  type TrustOptions,
  type UrlOptions,
} from '../options.ts'
import { rowOf } from '../rowArgument.ts'

export type TrusteeOptions = UrlOptions & TrustOptions & KeyOptions & JsonOptions

/** What each of a trustee's commands works with. */
export type Doing = {
  readonly client: Client
  readonly signer: Signer
  readonly wallet: Wallet
  readonly procedure: Cbor
  readonly file: KeptFile
  readonly context: Uint8Array
}

/** Loaded only when a trustee acts: it brings the declarations of all affairs along. */
export async function trusteeTools() {
  const tools = await import('@gongshi/sdk/trustee')
  addErrorTexts(tools.thresholdErrorTexts)
  return tools
}

export async function withSecrets(doing: Doing): Promise<Doing & { readonly secrets: TrusteeSecrets }> {
  const { trusteeOfKept } = await trusteeTools()
  return { ...doing, secrets: trusteeOfKept(await doing.file.read(), doing.context) }
}

export function addTrusteeOptions(command: Command, context: Context): void {
  addJsonOption(addKeyOptions(addTrustOption(addUrlOption(command, context), context), context), context)
}

export async function doingOf(context: Context, options: TrusteeOptions, text: string): Promise<Doing> {
  const procedure = rowOf('PROCEDURE', text)
  const client = { ...(await clientOf(context, options)), memberHasher: nativeMemberHasher }
  const name = options.key?.[0] ?? context.env.GONGSHI_KEY
  if (name === undefined) throw new CliError({ code: 'cli-key-missing' })
  const { path, text: keyText } = await readKey(context, name)
  const { isProtected } = readKeyFileFace(keyText)
  const ask = once(() => passphraseOf(context, options))
  const passphrase = async (isNeeded: boolean) => (isProtected || isNeeded ? ask() : null)
  const { aboutOf, procedureLabel } = await trusteeTools()
  const label = await procedureLabel(client, procedure)
  const file = keptFile({ keyPath: path, name: keyName(path) }, { kind: 'trustee', about: aboutOf(label) }, passphrase)
  const signer = await openKeyFile(keyText, await passphrase(false))
  return { client, signer, wallet: createWallet(signer), procedure, file, context: label }
}
