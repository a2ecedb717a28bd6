import { type Act, type Client, getLedger } from '@gongshi/sdk'
import { quickSigner } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import { BulkJournal } from '../bulk/journal.ts'
import { type BulkCounts, type BulkReport, submitBulk } from '../bulk/submitBulk.ts'
import { findErrorText } from '../catalogue.ts'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { exit } from '../failure.ts'
import { bytesOf } from '../files.ts'
import { pooledRandom } from '../import/pooledRandom.ts'
import { inputOf } from '../inputOf.ts'
import { type JsonOptions, type KeyOptions, walletOf } from '../options.ts'
import { Progress, printFields, printJson } from '../output.ts'

export type BulkOptions = { readonly bulk?: string; readonly journal?: string }

/** Lines of the report that a person is shown. */
const shownFaults = 20

export function addBulkOptions(command: Command, context: Context): void {
  command.option(
    '--bulk <file>',
    context.say({
      zh: '每行一份动作内容（JSON Lines；- 为标准输入），逐行签署提交；中断后重跑即可续上',
      en: 'one act a line, as JSON lines (- is standard input); killed, run it again',
    }),
  )
  command.option(
    '--journal <file>',
    context.say({
      zh: '--bulk 的逐行记录与结果（默认为该文件名加 .journal）',
      en: 'what became of each line of --bulk (its name with .journal unless given)',
    }),
  )
}

export async function runBulk(
  context: Context,
  reader: Client,
  act: Act,
  options: BulkOptions & KeyOptions & JsonOptions,
): Promise<number> {
  const file = options.bulk!
  const path = options.journal ?? (file === '-' ? undefined : `${file}.journal`)
  if (path === undefined) throw new CliError({ code: 'cli-argument-missing', argument: '--journal' })
  const bytes = await bytesOf(context, file)
  const { chainId } = await getLedger(reader)
  const wallet = await walletOf(context, options, quickSigner)
  const { affair, action } = act
  const journal = await BulkJournal.open(path, { chainId, affair: affair.name, action })
  const progress = new Progress(context)
  const report = await submitBulk(bytes, {
    client: { ...reader, chainId, random: pooledRandom(context.random) },
    wallet,
    act,
    inputOf: (json) => inputOf(affair, action, json),
    journal,
    signal: context.signal,
    onProgress: (counts) => progress.show(progressText(context, counts)),
  }).finally(() => journal.close())
  progress.clear()
  if (options.json) printJson(context, { ...report, journal: path })
  else show(context, report, path)
  return report.refused + report.inadmissible === 0 ? exit.done : exit.no
}

function progressText(context: Context, { done, already, refused, inadmissible }: BulkCounts): string {
  return context.say({
    zh: `已办理 ${done}，早已入账 ${already}，不予办理 ${refused}，未受理 ${inadmissible}`,
    en: `${done} done, ${already} there already, ${refused} refused, ${inadmissible} not admitted`,
  })
}

function show(context: Context, report: BulkReport, path: string): void {
  const { say, language } = context
  printFields(context, [
    [say({ zh: '读取', en: 'read' }), String(report.read)],
    [say({ zh: '已办理', en: 'done' }), String(report.done)],
    [say({ zh: '早已入账', en: 'there already' }), String(report.already)],
    [say({ zh: '不予办理', en: 'refused' }), String(report.refused)],
    [say({ zh: '未受理', en: 'not admitted' }), String(report.inadmissible)],
    [say({ zh: '逐行结果', en: 'each line' }), path],
  ])
  for (const { line, code } of report.faults.slice(0, shownFaults))
    context.out(`✗ ${line}: ${findErrorText(code, language)?.what ?? ''} [${code}]\n`)
}
