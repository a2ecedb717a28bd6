import { formatFingerprint, type NoteKey, parseVkey, toHex, trustFingerprint } from '@gongshi/protocol'
import { createClient, getTrust } from '@gongshi/sdk'
import type { Command } from 'commander'
import { addErrorTexts } from '../catalogue.ts'
import type { Context } from '../context.ts'
import { describe } from '../help.ts'
import { addJsonOption, addTrustOption, type JsonOptions, readTrust, type TrustOptions } from '../options.ts'
import { Progress, printFields, printJson } from '../output.ts'

type Options = JsonOptions & TrustOptions & { readonly vkey?: readonly string[]; readonly recheck?: boolean }

/** A copy of a public log that anybody may serve in turn, checked down to each entry as it comes. */
export function addMirror(program: Command, context: Context): void {
  const command = describe(program.command('mirror').argument('<url>').argument('<folder>'), context, {
    zh: '把公开日志逐块核验后存成静态文件，任何网页服务器都可再公布；再次运行只取新增部分',
    en: 'copy a public log, checked piece by piece, into files that any web server can serve; run again, it takes what is new',
    example: 'gongshi mirror http://127.0.0.1:7900 ./mirror --trust trust.json',
  })
  addTrustOption(command, context)
  command.option(
    '--vkey <key...>',
    context.say({
      zh: '日志公布者的验证公钥，代替信任根',
      en: 'verifier key of the log’s publisher, in place of a trust root',
    }),
  )
  command.option(
    '--recheck',
    context.say({
      zh: '也重新核对已保存的部分，损坏的重取',
      en: 'look again at what was mirrored before, and mend it',
    }),
  )
  addJsonOption(command, context)
  command.action(async (url: string, folder: string, options: Options) => {
    const { mirrorErrorTexts, mirrorLog } = await import('@gongshi/sdk/mirror')
    addErrorTexts(mirrorErrorTexts)
    const { fetch, now, random, language, signal } = context
    const client = createClient({ url, fetch, now, random, language })
    const keys = await keysOf(context, options, client)
    const progress = new Progress(context)
    const mirrored = await mirrorLog({
      client,
      folder,
      keys,
      recheck: options.recheck === true,
      signal,
      onProgress: ({ entries, size, bytes }) =>
        progress.show(`${entries}/${size}  ${(bytes / 2 ** 20).toFixed(1)} MiB`),
    }).finally(() => progress.clear())
    if (options.json) return printJson(context, mirrored)
    const { say } = context
    printFields(context, [
      [say({ zh: '日志', en: 'log' }), mirrored.origin],
      [say({ zh: '条目数', en: 'entries' }), `${mirrored.size} (+${mirrored.added})`],
      [say({ zh: '根', en: 'root' }), toHex(mirrored.root)],
    ])
  })
}

/** Without a key of the reader's own it is checked against what the very node says, which proves less: that is said, each time. */
async function keysOf(
  context: Context,
  { vkey, trust }: Options,
  client: ReturnType<typeof createClient>,
): Promise<readonly NoteKey[]> {
  if (vkey !== undefined) return vkey.map(parseVkey)
  if (trust !== undefined) return (await readTrust(context, trust)).logKeys
  const own = await getTrust(client)
  const fingerprint = formatFingerprint(trustFingerprint(own))
  context.err(
    context.say({
      zh: `注意：未指定 --trust 或 --vkey，只能按该节点自己给出的信任根核验：${fingerprint}\n`,
      en: `Note: without --trust or --vkey it is checked against the trust root that this very node gives: ${fingerprint}\n`,
    }),
  )
  return own.logKeys
}
