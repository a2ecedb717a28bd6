import type { RedFlag } from '@gongshi/ocds'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { bytesOf } from '../files.ts'
import { describe } from '../help.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { printable, printJson } from '../output.ts'

/** Offline: what a file of OCDS data raises as questions, each to be reckoned again by hand. */
export function addFlags(program: Command, context: Context, end: End): void {
  const command = describe(program.command('flags').argument('<file>'), context, {
    zh: '从 OCDS 发布包或记录包计算值得追问的线索，附依据和算式',
    en: 'find what an OCDS package raises as questions, with inputs and sums',
    example: 'gongshi flags records.json',
  })
  addJsonOption(command, context).action(async (file: string, options: JsonOptions) => {
    end(await run(context, file, options))
  })
}

async function run(context: Context, file: string, options: JsonOptions): Promise<number> {
  // Loaded here: no other command needs it.
  const { indicatorTexts, readRecords, redFlagsAcross, redFlagsOf, usualThresholds } = await import('@gongshi/ocds')
  const { records, unreadable, unmerged } = await readRecords(await bytesOf(context, file))
  const flags = [
    ...records.flatMap((record) => redFlagsOf(record, usualThresholds)),
    ...redFlagsAcross(records, usualThresholds),
  ]
  if (options.json) printJson(context, { processes: records.length, unreadable, unmerged, flags })
  else {
    for (const flag of flags) show(context, flag, indicatorTexts[flag.indicator])
    context.out(
      context.say({
        zh: `${records.length} 个采购过程，${flags.length} 个问题；${unreadable} 条无法读取，${unmerged} 个无法合并。问题不等于违法。\n`,
        en: `${records.length} processes, ${flags.length} questions; ${unreadable} releases unreadable, ${unmerged} processes not merged. A question is no verdict.\n`,
      }),
    )
  }
  return unreadable + unmerged === 0 ? exit.done : exit.no
}

type Words = { readonly name: Bilingual; readonly question: Bilingual; readonly cardinal: string | null }
type Bilingual = { readonly zh: string; readonly en: string }

function show(context: Context, { indicator, ocid, lot, sum, inputs }: RedFlag, words: Words): void {
  const { say } = context
  const method = words.cardinal === null ? indicator : `${indicator}, Cardinal ${words.cardinal}`
  const lines = [
    `${ocid}${lot === null ? '' : ` ${lot}`}`,
    `  ${say(words.name)} [${method}]`,
    `  ${say(words.question)}`,
    `  ${sum}`,
    ...inputs.map((input) => {
      const from = input.ocid === ocid ? '' : `${input.ocid} `
      return `    ${from}${input.pointer} = ${JSON.stringify(input.value)}`
    }),
  ]
  context.out(`${lines.map(printable).join('\n')}\n\n`)
}
