import { readFile } from 'node:fs/promises'
import { parseTrust, type TrustRoot } from '@gongshi/protocol'
import { type Client, createClient, createWallet, type Wallet } from '@gongshi/sdk'
import { type MakeSigner, openKeyFile, readKeyFileFace } from '@gongshi/sdk/node'
import { type Command, Option } from 'commander'
import type { Context } from './context.ts'
import { CliError } from './errors.ts'
import { readBytes } from './files.ts'
import { readKey } from './keys/keyFolder.ts'

export type UrlOptions = { readonly url: string }
export type TrustOptions = { readonly trust?: string }
export type JsonOptions = { readonly json?: boolean }
export type PassphraseOptions = { readonly passphraseFile?: string }
export type KeyOptions = PassphraseOptions & { readonly key?: readonly string[] }

const defaultUrl = 'http://127.0.0.1:7900'

export function addUrlOption(command: Command, context: Context): Command {
  const text = context.say({ zh: '节点地址', en: 'address of the node' })
  return command.option('--url <url>', text, context.env.GONGSHI_URL ?? defaultUrl)
}

export function addJsonOption(command: Command, context: Context): Command {
  return command.option('--json', context.say({ zh: '以 JSON 输出，供程序读取', en: 'print JSON for programs' }))
}

export function addTrustOption(command: Command, context: Context): Command {
  const text = context.say({
    zh: '信任根文件；来源须可靠',
    en: 'file with the trust root, from a source that you trust',
  })
  return command.option('--trust <file>', text)
}

export function addKeyOptions(command: Command, context: Context): Command {
  const text = context.say({
    zh: '签名密钥（名称或文件）；多人签名按顺序重复',
    en: 'signing key, a name or a file; repeat it in order for joint acts',
  })
  const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]
  command.addOption(new Option('--key <key>', text).argParser(collect))
  return addPassphraseOption(command, context)
}

export function addPassphraseOption(command: Command, context: Context): Command {
  return command.option(
    '--passphrase-file <file>',
    context.say({ zh: '口令文件（首行）', en: 'file whose first line is the passphrase' }),
  )
}

export async function clientOf(context: Context, options: UrlOptions & TrustOptions): Promise<Client> {
  const trust = options.trust === undefined ? {} : { trust: await readTrust(context, options.trust) }
  const { fetch, now, random, language } = context
  return createClient({ url: options.url, fetch, now, random, language, ...trust })
}

/** @throws {CliError} cli-key-missing, cli-key-unknown; {KeyFileError} key-file-… */
export async function walletOf(context: Context, options: KeyOptions, makeSigner?: MakeSigner): Promise<Wallet> {
  const names = options.key ?? (context.env.GONGSHI_KEY === undefined ? [] : [context.env.GONGSHI_KEY])
  const signers = []
  for (const name of names) {
    const { text } = await readKey(context, name)
    const passphrase = readKeyFileFace(text).isProtected ? await passphraseOf(context, options) : null
    signers.push(await openKeyFile(text, passphrase, makeSigner))
  }
  const [first, ...rest] = signers
  if (first === undefined) throw new CliError({ code: 'cli-key-missing' })
  return createWallet(first, ...rest)
}

/** From a file, the environment or the keyboard, in this order. @throws {CliError} cli-passphrase-needed */
export async function passphraseOf(context: Context, options: PassphraseOptions, twice = false): Promise<string> {
  if (options.passphraseFile !== undefined) return firstLine(options.passphraseFile)
  if (context.env.GONGSHI_PASSPHRASE !== undefined) return context.env.GONGSHI_PASSPHRASE
  if (!context.isTerminal) throw new CliError({ code: 'cli-passphrase-needed' })
  const typed = await context.askSecret(context.say({ zh: '口令：', en: 'Passphrase: ' }))
  const again = twice ? await context.askSecret(context.say({ zh: '再输一次：', en: 'Once more: ' })) : typed
  if (typed !== again || typed === '')
    throw new CliError({
      code: 'cli-value-invalid',
      flag: 'passphrase',
      expected: context.say({ zh: '两次相同且不为空', en: 'twice the same, not empty' }),
    })
  return typed
}

/** @throws {CliError} cli-file-unreadable */
export async function firstLine(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).split(/\r?\n/, 1)[0]!
  } catch (error) {
    throw new CliError({ code: 'cli-file-unreadable', path }, { cause: error })
  }
}

/** A whole number within bounds, for commander. @throws {CliError} cli-value-invalid */
export function integer(flag: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= least && value <= most))
      throw new CliError({ code: 'cli-value-invalid', flag, expected: `${least} … ${most}` })
    return value
  }
}

export async function readTrust(context: Context, path: string): Promise<TrustRoot> {
  return parseTrust(new TextDecoder().decode(await readBytes(context, path)))
}
