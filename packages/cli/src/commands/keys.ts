import { readFile } from 'node:fs/promises'
import { type SecretSuiteName, secretSuiteNames, toBase64, toHex } from '@gongshi/protocol'
import { keyPoint } from '@gongshi/sdk'
import { createKeyFile, encodeKeyFile, openSecret, pemOf, readKeyFileFace } from '@gongshi/sdk/node'
import { type Command, Option } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { keyPath, listKeys, readKey, writeKey } from '../keys/keyFolder.ts'
import {
  addJsonOption,
  addPassphraseOption,
  type JsonOptions,
  type PassphraseOptions,
  passphraseOf,
} from '../options.ts'
import { printFields, printJson, toJson } from '../output.ts'
import { addPassphraseChange } from './keysPassphrase.ts'

type NewOptions = PassphraseOptions &
  JsonOptions & { readonly suite: SecretSuiteName; readonly label?: string; readonly unprotected?: boolean }
type ExportOptions = PassphraseOptions & {
  readonly output?: string
  readonly public?: boolean
  readonly point?: boolean
  readonly pem?: boolean
}

export function addKeys(program: Command, context: Context): void {
  const keys = describe(program.command('keys'), context, {
    zh: '签名密钥：新建、列出、查看、导入、导出、换口令',
    en: 'signing keys: new, list, show, import, export, change passphrase',
    example: 'gongshi keys new clerk',
  })
  addNew(keys, context)
  addList(keys, context)
  addShow(keys, context)
  addImportKey(keys, context)
  addExport(keys, context)
  addPassphraseChange(keys, context)
}

function addNew(keys: Command, context: Context): void {
  const command = describe(keys.command('new').argument('<name>'), context, {
    zh: '新建密钥文件（以口令加密保存）',
    en: 'make a key file, encrypted under a passphrase',
    example: 'gongshi keys new clerk --suite es256',
  })
  const unprotected = context.say({
    zh: '不加密：仅供试用，或磁盘本身已加密',
    en: 'do not encrypt: for trials, or where the disk is encrypted',
  })
  command.addOption(
    new Option('--suite <suite>', context.say({ zh: '签名算法', en: 'signature suite' }))
      .choices([...secretSuiteNames])
      .default('ed25519'),
  )
  command
    .option('--label <text>', context.say({ zh: '说明', en: 'what it is for' }))
    .option('--unprotected', unprotected)
  addJsonOption(addPassphraseOption(command, context), context)
  command.action(async (name: string, options: NewOptions) => {
    keyPath(context, name)
    const passphrase = options.unprotected ? null : await passphraseOf(context, options, true)
    const text = await createKeyFile({ suite: options.suite, label: options.label ?? name, passphrase })
    const path = await writeKey(context, name, text)
    showFace(context, options, name, path, text)
  })
}

function addList(keys: Command, context: Context): void {
  const command = describe(keys.command('list'), context, {
    zh: '列出密钥',
    en: 'list the keys',
    example: 'gongshi keys list',
  })
  addJsonOption(command, context).action(async (options: JsonOptions) => {
    const found = []
    for (const name of await listKeys(context)) {
      const { key, isProtected, label } = readKeyFileFace(await readFile(keyPath(context, name), 'utf8'))
      found.push({ name, suite: key.suite, keyId: toHex(key.id), label, isProtected })
    }
    if (options.json) return printJson(context, found)
    if (found.length === 0)
      context.out(
        context.say({ zh: '还没有密钥：gongshi keys new 名称\n', en: 'No keys yet: gongshi keys new NAME\n' }),
      )
    printFields(
      context,
      found.map(({ name, suite, keyId }) => [name, `${suite}  ${keyId}`]),
    )
  })
}

function addShow(keys: Command, context: Context): void {
  const command = describe(keys.command('show').argument('<key>'), context, {
    zh: '查看公钥（不需要口令）',
    en: 'show the public key; takes no passphrase',
    example: 'gongshi keys show clerk --json',
  })
  addJsonOption(command, context).action(async (name: string, options: JsonOptions) => {
    const { path, text } = await readKey(context, name)
    showFace(context, options, name, path, text)
  })
}

function addImportKey(keys: Command, context: Context): void {
  const command = describe(keys.command('import').argument('<name>').argument('<file>'), context, {
    zh: '把密钥文件收进密钥文件夹，并换成自己的口令',
    en: 'take a key file into the folder of keys, under a passphrase of your own',
    example: 'gongshi keys import clerk ./clerk.key.json',
  })
  const text = context.say({ zh: '原文件的口令文件', en: 'file with the passphrase of the file imported' })
  command.option('--from-passphrase-file <file>', text)
  addJsonOption(addPassphraseOption(command, context), context)
  command.action(
    async (name: string, file: string, options: PassphraseOptions & JsonOptions & { fromPassphraseFile?: string }) => {
      keyPath(context, name)
      const { text: given } = await readKey(context, file)
      const { isProtected, label } = readKeyFileFace(given)
      const from = options.fromPassphraseFile === undefined ? options : { passphraseFile: options.fromPassphraseFile }
      const [suite, secret] = await openSecret(given, isProtected ? await passphraseOf(context, from) : null)
      const own = await encodeKeyFile({ suite, secret, label, passphrase: await passphraseOf(context, options, true) })
      showFace(context, options, name, await writeKey(context, name, own), own)
    },
  )
}

function addExport(keys: Command, context: Context): void {
  const command = describe(keys.command('export').argument('<key>'), context, {
    zh: '导出密钥文件（仍受口令保护），或只导出公钥',
    en: 'export a key file, still under its passphrase, or only the public key',
    example: 'gongshi keys export clerk --public',
  })
  command.option(
    '--public',
    context.say({ zh: '只导出公钥（COSE_Key，base64）', en: 'only the public key (COSE_Key, base64)' }),
  )
  command.option(
    '--point',
    context.say({
      zh: '只导出公钥，按登记动作 registerKey 所需的 JSON',
      en: 'only the public key, as JSON for the act that registers it (registerKey)',
    }),
  )
  command.option(
    '-o, --output <file>',
    context.say({ zh: '写入文件而非标准输出', en: 'write a file instead of standard output' }),
  )
  command.option(
    '--pem',
    context.say({
      zh: '私钥明文（PKCS #8 PEM），供其他语言的程序签名；请自行妥善保管',
      en: 'the private key in the clear (PKCS #8, PEM), for programs in other languages: keep it safe yourself',
    }),
  )
  addPassphraseOption(command, context)
  command.action(async (name: string, options: ExportOptions) => {
    const { text } = await readKey(context, name)
    const content = await exported(context, options, text)
    if (options.output === undefined) context.out(content)
    else await writeNew(options.output, content, 0o600)
  })
}

async function exported(context: Context, options: ExportOptions, text: string): Promise<string> {
  const { key, isProtected } = readKeyFileFace(text)
  if (options.public) return `${toBase64(key.cose)}\n`
  if (options.point) return `${toJson(keyPoint(key))}\n`
  if (options.pem) {
    if (options.output === undefined && context.isTerminal)
      throw new CliError({
        code: 'cli-value-invalid',
        flag: '--output',
        expected: context.say({
          zh: '一个文件：私钥不应出现在屏幕上',
          en: 'a file: a private key does not belong on a screen',
        }),
      })
    return pemOf(...(await openSecret(text, isProtected ? await passphraseOf(context, options) : null)))
  }
  if (!isProtected) throw new CliError({ code: 'cli-passphrase-needed' })
  return text
}

function showFace(context: Context, options: JsonOptions, name: string, path: string, text: string): void {
  const { key, isProtected, label } = readKeyFileFace(text)
  const face = { name, suite: key.suite, keyId: toHex(key.id), publicKey: toBase64(key.cose), label, isProtected, path }
  if (options.json) {
    printJson(context, face)
    return
  }
  const { say } = context
  printFields(context, [
    [say({ zh: '密钥', en: 'key' }), name],
    [say({ zh: '算法', en: 'suite' }), face.suite],
    [say({ zh: '编号', en: 'id' }), face.keyId],
    [say({ zh: '公钥', en: 'public key' }), face.publicKey],
    [say({ zh: '保护', en: 'protection' }), isProtected ? 'Argon2id, AES-256-GCM' : say({ zh: '无', en: 'none' })],
    [say({ zh: '文件', en: 'file' }), path],
  ])
}
