import { minorUnitDigits } from '@gongshi/ocds/currency'
import type { AwardStep, VerifiedAward } from '@gongshi/sdk/award'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { CliError } from '../errors.ts'
import { exit } from '../failure.ts'
import { readBytes, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import {
  addJsonOption,
  addTrustOption,
  addUrlOption,
  clientOf,
  integer,
  type JsonOptions,
  readTrust,
  type TrustOptions,
  type UrlOptions,
} from '../options.ts'
import { columns, printable, printJson } from '../output.ts'
import { rowOf } from '../rowArgument.ts'

/** An award that anyone computes again: its rows in one file, and the formula over them. */
export function addAward(program: Command, context: Context, end: End): void {
  const award = describe(program.command('award'), context, {
    zh: '复算中标结果：取得一个标段的全部数据和证明，离线重新计算',
    en: 'recompute an award: gather all rows of a lot with their proofs, compute again offline',
    example: 'gongshi award recompute lot-1.gse --trust trust.json',
  })
  addGather(award, context, end)
  addRecompute(award, context, end)
}

function addGather(award: Command, context: Context, end: End): void {
  const command = describe(
    award.command('gather').argument('<procedure>').argument('<lot>').argument('<file>'),
    context,
    {
      zh: '把一个标段复算所需的数据连同证明存为一个文件，并当场复算',
      en: 'keep what a lot’s award follows from, with proofs, as one file; recompute it at once',
      example: 'gongshi award gather gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ 1 lot-1.gse --trust trust.json',
    },
  )
  addJsonOption(addTrustOption(addUrlOption(command, context), context), context)
  command.action(
    async (procedure: string, lot: string, path: string, options: UrlOptions & TrustOptions & JsonOptions) => {
      const client = await clientOf(context, options)
      const { gatherAward } = await import('@gongshi/sdk/award')
      const about = { procedure: rowOf('PROCEDURE', procedure), number: lotNumber(lot) }
      const { bytes, ...verified } = await gatherAward(client, about)
      await writeNew(path, bytes)
      end(await show(context, verified, options))
    },
  )
}

const lotNumber = integer('LOT', 1, 20)

function addRecompute(award: Command, context: Context, end: End): void {
  const command = describe(award.command('recompute').argument('<file>'), context, {
    zh: '离线核验该文件并重新计算中标结果，逐步列出算式',
    en: 'verify such a file offline and compute the award again, step by step with its sums',
    example: 'gongshi award recompute lot-1.gse --trust trust.json',
  })
  addJsonOption(addTrustOption(command, context), context)
  command.action(async (path: string, options: TrustOptions & JsonOptions) => {
    if (options.trust === undefined) throw new CliError({ code: 'cli-argument-missing', argument: '--trust' })
    const trust = await readTrust(context, options.trust)
    const { verifyAward } = await import('@gongshi/sdk/award')
    end(await show(context, await verifyAward(await readBytes(context, path), trust, context.now()), options))
  })
}

/** Each step as a table; 1 where something is not as the ledger says, or the trust root is too old to rely on. */
async function show(
  context: Context,
  { verdict, steps, agrees }: VerifiedAward,
  options: JsonOptions,
): Promise<number> {
  const isRelied = verdict.status === 'verified'
  const { committed } = verdict.times
  if (options.json) {
    const { chainId, height } = verdict.header
    printJson(context, { agrees, status: verdict.status, chainId, height, committed, steps })
  } else {
    for (const step of steps) await showStep(context, step)
    const { awardWords } = await import('@gongshi/sdk/award')
    const words = awardWords[context.language]
    const as = context.say({ zh: '账本截至', en: 'the ledger as of' })
    context.out(
      `\n${mark(agrees)} ${agrees ? words.agrees : words.disagrees} (${as} ${new Date(committed).toISOString()})\n`,
    )
    if (!isRelied)
      context.out(context.say({ zh: '✗ 信任根已过期。\n', en: '✗ The trust root is too old to rely on.\n' }))
    context.out(`${words.limit}\n`)
  }
  return agrees && isRelied ? exit.done : exit.no
}

async function showStep(context: Context, step: AwardStep): Promise<void> {
  const { awardCellText, awardWords } = await import('@gongshi/sdk/award')
  const words = awardWords[context.language]
  const lines = step.lines.map(({ cells, agrees }) => [
    agrees === null ? ' ' : mark(agrees),
    ...cells.map((cell, at) => printable(awardCellText(cell, step.columns[at]!, words, moneyText))),
  ])
  const table = [['', ...step.columns.map((column) => words.columns[column])], ...lines]
  const widths = table[0]!.map((_, at) => Math.max(...table.map((line) => columns(line[at]!))))
  context.out(`\n${mark(step.agrees)} ${words.names[step.name]}\n  ${words.rules[step.name]}\n`)
  for (const line of table) {
    const padded = line.map((cell, at) => cell + ' '.repeat(widths[at]! - columns(cell)))
    context.out(`    ${padded.join('  ').trimEnd()}\n`)
  }
}

function mark(agrees: boolean): string {
  return agrees ? '✓' : '✗'
}

function moneyText({ currency, minor }: { readonly currency: string; readonly minor: bigint }): string {
  const digits = minorUnitDigits(currency) ?? 0
  const text = `${minor}`.padStart(digits + 1, '0')
  return digits === 0 ? `${currency} ${text}` : `${currency} ${text.slice(0, -digits)}.${text.slice(-digits)}`
}
