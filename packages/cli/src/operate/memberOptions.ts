import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'

/** What whoever makes a member's node says of it, whether it founds the ledger or joins it. */
export type MemberOptions = {
  readonly origin: string
  readonly listen: string
  readonly data?: string
}

export function addMemberOptions(command: Command, context: Context): Command {
  command.requiredOption(
    '--origin <dns name>',
    context.say({ zh: '发布日志所用的域名', en: 'domain name under which its node publishes the log' }),
  )
  command.requiredOption(
    '--listen <host:port>',
    context.say({ zh: '其他成员连接本节点的地址', en: 'where the other members reach its node' }),
  )
  const data = context.say({ zh: '数据文件夹（默认 ./gongshi-data）', en: 'data folder (./gongshi-data)' })
  return command.option('--data <folder>', data)
}

/** @throws {CliError} cli-value-invalid */
export function memberOf(context: Context, { listen, data }: MemberOptions): { listen: string; data: string } {
  if (!/^\S+:\d{1,5}$/.test(listen))
    throw new CliError({ code: 'cli-value-invalid', flag: '--listen', expected: 'HOST:PORT' })
  return { listen, data: data ?? context.env.GONGSHI_DATA ?? './gongshi-data' }
}

type Made = { readonly validator: Uint8Array; readonly vkey: string; readonly peerId: string | null }

/** What the others are to know of it. */
export function publicOf({ validator, vkey, peerId }: Made, listen: string) {
  return { validator, vkey, peer: `${peerId}@${listen}` }
}
