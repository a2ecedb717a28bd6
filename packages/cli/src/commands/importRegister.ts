import { getLedger } from '@gongshi/sdk'
import type { Command } from 'commander'
import { addErrorTexts } from '../catalogue.ts'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { CliError } from '../errors.ts'
import { exit } from '../failure.ts'
import { readBytes } from '../files.ts'
import { describe } from '../help.ts'
import { pooledRandom } from '../import/pooledRandom.ts'
import {
  addJsonOption,
  addKeyOptions,
  addUrlOption,
  clientOf,
  type JsonOptions,
  type KeyOptions,
  type UrlOptions,
  walletOf,
} from '../options.ts'
import { Progress, printJson } from '../output.ts'
import { showCarried, showPlan } from '../register/report.ts'

type Registers = typeof import('@gongshi/registers')
type Plan = ReturnType<Registers['planOrgans']> | ReturnType<Registers['planDivisions']>
type Options = UrlOptions &
  KeyOptions &
  JsonOptions & {
    readonly asOf?: string
    readonly clause?: string
    readonly yes?: boolean
    readonly keepMissing?: boolean
  }

/** `gongshi import divisions|organs`: shows what a list would change, and with `--yes` does it. */
export function addRegisterImports(parent: Command, context: Context, end: End): void {
  const divisions = describe(parent.command('divisions').argument('<file>'), context, {
    zh: '导入某日有效的行政区划代码表：先列出差异，--yes 才办理',
    en: 'import a table of division codes as of a day: shows the differences, does them with --yes',
    example: 'gongshi import divisions gb2260-201810.tsv --as-of 2018-10-31',
  })
  divisions.option(
    '--keep-missing',
    context.say({ zh: '表中没有的代码保持原样，不终止', en: 'leave codes that the table lacks as they are' }),
  )
  addOptions(divisions, context, { zh: '该表有效的日期（必填）', en: 'the day on which the table is true (needed)' })
  divisions.action(async (file: string, options: Options) => end(await run(context, file, options, divisionPlan)))
  const organs = describe(parent.command('organs').argument('<file>'), context, {
    zh: '导入机构名录（CSV）：先列出差异，--yes 才办理',
    en: 'import a list of organs (CSV): shows the differences, does them with --yes',
    example: 'gongshi import organs organs.csv --clause decree/2018-12',
  })
  addOptions(organs, context, { zh: '没有 from 列时的生效日期', en: 'day of the rows that have none in column “from”' })
  organs.action(async (file: string, options: Options) => end(await run(context, file, options, organPlan)))
}

function addOptions(command: Command, context: Context, asOf: { zh: string; en: string }): void {
  command.option('--as-of <day>', context.say(asOf))
  command.option('--clause <code>', context.say({ zh: '办理依据', en: 'what the acts cite' }))
  command.option('--yes', context.say({ zh: '签名并办理', en: 'sign and submit' }))
  addJsonOption(addKeyOptions(addUrlOption(command, context), context), context)
}

type Planner = (registers: Registers, bytes: Uint8Array, options: Options) => (rows: Rows) => Plan
type Rows = Awaited<ReturnType<Registers['readRegister']>>

const divisionPlan: Planner = ({ planDivisions, readDivisions }, bytes, options) => {
  const { asOf, clause, keepMissing } = options
  if (asOf === undefined) throw new CliError({ code: 'cli-argument-missing', argument: '--as-of' })
  const read = readDivisions(bytes)
  const how = { asOf, ...(clause === undefined ? {} : { clause }), keepsMissing: keepMissing ?? false }
  return (rows) => planDivisions(read, rows, how)
}

const organPlan: Planner = ({ planOrgans, readOrgans }, bytes, { asOf, clause }) => {
  const read = readOrgans(bytes, {
    ...(asOf === undefined ? {} : { asOf }),
    ...(clause === undefined ? {} : { clause }),
  })
  return (rows) => planOrgans(read, rows)
}

async function run(context: Context, file: string, options: Options, planner: Planner): Promise<number> {
  // Loaded here: no other command needs the readers of tables.
  const registers = await import('@gongshi/registers')
  addErrorTexts(registers.registerErrorTexts)
  if (options.asOf !== undefined && !registers.isDay(options.asOf))
    throw new CliError({ code: 'cli-value-invalid', flag: '--as-of', expected: 'YYYY-MM-DD' })
  const planOn = planner(registers, await readBytes(context, file), options)
  const reader = await clientOf(context, options)
  const { chainId } = await getLedger(reader)
  const client = { ...reader, chainId, random: pooledRandom(context.random) }
  const plan = planOn(await registers.readRegister(client))
  if (!options.json) showPlan(context, plan)
  if (!options.yes) return preview(context, plan, options)
  const wallet = await walletOf(context, options)
  const progress = new Progress(context)
  const startedAt = context.now()
  const carried = await registers.carryOut(plan.acts, {
    client,
    wallet,
    signal: context.signal,
    onProgress: (done, of) => progress.show(`${done}/${of}`),
  })
  progress.clear()
  const seconds = Math.max(0.001, (context.now() - startedAt) / 1000)
  if (options.json) printJson(context, { ...summary(plan), submitted: { ...carried, seconds } })
  else showCarried(context, carried, seconds)
  return plan.refused.length + carried.refused.length === 0 ? exit.done : exit.no
}

function preview(context: Context, plan: Plan, { json }: Options): number {
  if (json) printJson(context, summary(plan))
  else if (plan.acts.length > 0)
    context.out(
      context.say({
        zh: '以上尚未办理；加 --yes 签名办理。\n',
        en: 'Nothing was submitted: add --yes to sign and submit.\n',
      }),
    )
  return plan.refused.length === 0 ? exit.done : exit.no
}

/** Without the acts: what they would do is said by the changes. */
function summary({ acts, ...plan }: Plan) {
  return { ...plan, acts: acts.length }
}
