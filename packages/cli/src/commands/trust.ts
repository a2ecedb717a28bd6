import { formatFingerprint, formatTrust, type TrustRoot, trustFingerprint } from '@gongshi/protocol'
import { createClient, getTrust, renewTrustRoot } from '@gongshi/sdk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { addJsonOption, type JsonOptions, readTrust } from '../options.ts'
import { printFields, printJson } from '../output.ts'

type Options = JsonOptions & { readonly output?: string; readonly from?: string }

/** Fetching a trust root from a node is the start of trusting it, so the fingerprint to compare is shown each time. */
export function addTrust(program: Command, context: Context): void {
  const command = describe(program.command('trust').argument('<url>'), context, {
    zh: '取得信任根，并显示须与可靠来源核对的指纹',
    en: 'fetch a trust root, and show the fingerprint to compare with a source you trust',
    example: 'gongshi trust http://127.0.0.1:7900 -o trust.json',
  })
  command.option('-o, --output <file>', context.say({ zh: '写入文件', en: 'write it to a file' }))
  command.option(
    '--from <file>',
    context.say({
      zh: '由手中的信任根推出较新的一个：逐次核验验证者的变更',
      en: 'a newer root that follows from this one: each change of validators is verified',
    }),
  )
  addJsonOption(command, context)
  command.action(async (url: string, options: Options) => {
    const { fetch, now, random, language } = context
    const client = createClient({ url, fetch, now, random, language })
    const held = options.from === undefined ? null : await readTrust(context, options.from)
    const trust = held === null ? await getTrust(client) : await renewTrustRoot({ ...client, trust: held })
    const fingerprint = formatFingerprint(trustFingerprint(trust))
    if (options.output !== undefined) await writeNew(options.output, formatTrust(trust))
    if (options.json)
      return printJson(context, {
        fingerprint,
        chainId: trust.chainId,
        engine: trust.engine,
        height: trust.validators.height,
        ...(options.output === undefined ? { trust: JSON.parse(formatTrust(trust)) } : { file: options.output }),
      })
    const { say } = context
    printFields(context, [
      [say({ zh: '账本', en: 'ledger' }), trust.chainId],
      [say({ zh: '引擎', en: 'engine' }), trust.engine],
      [say({ zh: '高度', en: 'height' }), String(trust.validators.height)],
      [say({ zh: '来源', en: 'source' }), trust.source],
      [say({ zh: '指纹', en: 'fingerprint' }), fingerprint],
    ])
    context.err(held === null ? comparing(context) : following(context, held))
    if (options.output === undefined) context.out(formatTrust(trust))
  })
}

function comparing({ say }: Context): string {
  return say({
    zh: '请与公报、官网或机关当面给出的指纹核对，一致后再使用。\n',
    en: 'Compare the fingerprint with one from a gazette, a site or a person that you trust, before you rely on it.\n',
  })
}

function following({ say }: Context, held: TrustRoot): string {
  const before = formatFingerprint(trustFingerprint(held))
  return say({
    zh: `它由指纹为 ${before} 的信任根推出：您信任那一个，就不必再核对这一个。\n`,
    en: `It follows from the root with the fingerprint ${before}: whoever trusts that one need not compare this one.\n`,
  })
}
