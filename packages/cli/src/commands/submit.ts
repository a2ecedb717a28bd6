import type { AffairDeclaration } from '@gongshi/affair-kit'
import { type Transaction, toBase64, toHex } from '@gongshi/protocol'
import { type Client, ClientError, type Committed, sign, submitTransaction } from '@gongshi/sdk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { readJson } from '../files.ts'
import { describe } from '../help.ts'
import { inputOf } from '../inputOf.ts'
import {
  addJsonOption,
  addKeyOptions,
  addTrustOption,
  addUrlOption,
  clientOf,
  type JsonOptions,
  type KeyOptions,
  type TrustOptions,
  type UrlOptions,
  walletOf,
} from '../options.ts'
import { Progress, printFields, printJson } from '../output.ts'
import { addBulkOptions, type BulkOptions, runBulk } from './submitBulk.ts'

type Options = UrlOptions &
  TrustOptions &
  KeyOptions &
  JsonOptions & { readonly input?: string; readonly affairVersion?: string; readonly dryRun?: boolean } & BulkOptions

export function addSubmit(program: Command, context: Context, end: End): void {
  const command = describe(program.command('submit').argument('<affair>').argument('<action>'), context, {
    zh: '签署并提交一个动作，等到入账',
    en: 'sign and submit one act, and wait until it is committed',
    example: 'gongshi submit disclosure publish --key clerk --input notice.json',
  })
  command.option(
    '--input <file>',
    context.say({ zh: '动作的内容（JSON；- 为标准输入）', en: 'what the act says, as JSON; - is standard input' }),
  )
  addBulkOptions(command, context)
  command.option('--dry-run', context.say({ zh: '只签署并检查，不提交', en: 'sign and check, do not submit' }))
  addJsonOption(addKeyOptions(addTrustOption(addUrlOption(command, context), context), context), context)
  command.action(async (affair: string, action: string, options: Options) => {
    const client = await clientOf(context, options)
    const declaration = await findDeclaration(affair, action)
    if (options.bulk !== undefined) return end(await runBulk(context, client, { affair: declaration, action }, options))
    const json = options.input === undefined ? {} : await readJson(context, options.input)
    const input = inputOf(declaration, action, json)
    const transaction = await sign(client, await walletOf(context, options), { affair: declaration, action }, input)
    if (options.dryRun) return showDryRun(context, options, transaction)
    end(await send(context, client, transaction, options))
  })
}

/** What is signed comes from the declarations that ship with this program, never from the node that asks for it. */
export async function findDeclaration(affair: string, action: string): Promise<AffairDeclaration> {
  const { installedAffairs } = await import('@gongshi/affairs')
  const found = installedAffairs.find(({ name }) => name === affair)
  if (found === undefined || !Object.hasOwn(found.actions, action))
    throw new ClientError({ code: 'client-action-unknown' })
  return found
}

function showDryRun(context: Context, options: Options, transaction: Transaction): void {
  const { txId, affair, version, action, notAfter, signers, transaction: bytes } = transaction
  if (options.json) {
    printJson(context, { txId, affair, version, action, notAfter, signers, transaction: toBase64(bytes) })
    return
  }
  const { say } = context
  printFields(context, [
    [say({ zh: '交易', en: 'transaction' }), toHex(txId)],
    [say({ zh: '动作', en: 'act' }), `${affair}/${version} ${action}`],
    [say({ zh: '签名人', en: 'signers' }), signers.map(toHex).join(' ')],
    [say({ zh: '有效至', en: 'valid until' }), new Date(notAfter).toISOString()],
    [say({ zh: '字节', en: 'bytes' }), String(bytes.length)],
  ])
}

async function send(context: Context, client: Client, transaction: Transaction, options: Options): Promise<number> {
  const progress = new Progress(context)
  progress.show(context.say({ zh: '已签署，等待入账 …', en: 'signed, waiting for its block …' }))
  const committed = await submitTransaction(client, transaction, { signal: context.signal })
  progress.clear()
  const refused = committed.outcome[0] === 'refused'
  if (options.json) printJson(context, committed)
  else showCommitted(context, committed)
  return refused ? exit.no : exit.done
}

export function showCommitted(context: Context, { txId, index, height, time, outcome }: Committed): void {
  const { say } = context
  const word =
    outcome[0] === 'ok' ? say({ zh: '已办理', en: 'done' }) : `${say({ zh: '不予办理', en: 'refused' })}: ${outcome[1]}`
  printFields(context, [
    [say({ zh: '结果', en: 'outcome' }), word],
    [say({ zh: '条目', en: 'entry' }), String(index)],
    [say({ zh: '区块', en: 'block' }), `${height}  ${new Date(time).toISOString()}`],
    [say({ zh: '交易', en: 'transaction' }), toHex(txId)],
  ])
  context.out(
    say({
      zh: `证据：gongshi evidence entry ${index} -o entry-${index}.gse\n`,
      en: `Evidence: gongshi evidence entry ${index} -o entry-${index}.gse\n`,
    }),
  )
}
