import { encodeKeyFile, openSecret, readKeyFileFace } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { replaceFile } from '../files.ts'
import { describe } from '../help.ts'
import { readKey } from '../keys/keyFolder.ts'
import { addPassphraseOption, type PassphraseOptions, passphraseOf } from '../options.ts'

type Options = PassphraseOptions & { readonly newPassphraseFile?: string; readonly unprotected?: boolean }

/** Another passphrase for a key file, or the first for a plain one; the key stays the same. */
export function addPassphraseChange(keys: Command, context: Context): void {
  const { say } = context
  const command = describe(keys.command('passphrase').argument('<key>'), context, {
    zh: '更换密钥文件的口令，或给未加密的文件加上口令；密钥不变',
    en: 'change the passphrase of a key file, or encrypt a plain one; the key stays the same',
    example: 'gongshi keys passphrase clerk --new-passphrase-file ./new.txt',
  })
  command.option('--new-passphrase-file <file>', say({ zh: '新口令文件（首行）', en: 'file with the new passphrase' }))
  command.option(
    '--unprotected',
    say({ zh: '去掉加密：仅供试用，或磁盘本身已加密', en: 'take encryption off: for trials, or on an encrypted disk' }),
  )
  addPassphraseOption(command, context)
  command.action(async (name: string, options: Options) => {
    const { path, text } = await readKey(context, name)
    const { isProtected, label } = readKeyFileFace(text)
    const [suite, secret] = await openSecret(text, isProtected ? await passphraseOf(context, options) : null)
    const passphrase = options.unprotected ? null : await newPassphrase(context, options)
    await replaceFile(path, await encodeKeyFile({ suite, secret, label, passphrase }), 0o600)
    context.out(say({ zh: `已更换：${path}\n`, en: `Changed: ${path}\n` }))
  })
}

/** GONGSHI_PASSPHRASE is the old one where the file has one: the new one then comes from a file or the keyboard. */
function newPassphrase(context: Context, { newPassphraseFile }: Options): Promise<string> {
  const { GONGSHI_PASSPHRASE: _, ...env } = context.env
  const given = newPassphraseFile === undefined ? {} : { passphraseFile: newPassphraseFile }
  return passphraseOf({ ...context, env }, given, true)
}
