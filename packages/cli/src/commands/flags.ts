import type { RedFlag, ThresholdsAt } from '@gongshi/ocds'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { bytesOf } from '../files.ts'
import { describe } from '../help.ts'
import {
  addJsonOption,
  addTrustOption,
  addUrlOption,
  clientOf,
  type JsonOptions,
  type TrustOptions,
  type UrlOptions,
} from '../options.ts'
import { printable, printJson } from '../output.ts'

/**
 * What a file of OCDS data raises as questions, each to be reckoned again by hand: offline by the usual thresholds, or by those of a
 * ledger, proven.
 */
export function addFlags(program: Command, context: Context, end: End): void {
  const command = describe(program.command('flags').argument('<file>'), context, {
    zh: '从 OCDS 发布包或记录包计算值得追问的线索，附依据和算式',
    en: 'find what an OCDS package raises as questions, with inputs and sums',
    example: 'gongshi flags records.json',
  })
  addTrustOption(addUrlOption(addJsonOption(command, context), context), context)
  command.action(async (file: string, options: Options) => {
    end(await run(context, file, options))
  })
}

type Options = JsonOptions & UrlOptions & TrustOptions

async function run(context: Context, file: string, options: Options): Promise<number> {
  // Loaded here: no other command needs it.
  const { indicatorTexts, readRecords, redFlagsAcross, redFlagsOf } = await import('@gongshi/ocds')
  const thresholds = await thresholdsOf(context, options)
  const { records, unreadable, unmerged } = await readRecords(await bytesOf(context, file))
  const flags = [...records.flatMap((record) => redFlagsOf(record, thresholds)), ...redFlagsAcross(records, thresholds)]
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

/** With a trust root those that the ledger's parameters say, each from its time on. @throws {ClientError}, {EvidenceError} */
async function thresholdsOf(context: Context, options: Options): Promise<ThresholdsAt> {
  const { datedThresholds, usualThresholds } = await import('@gongshi/ocds')
  if (options.trust === undefined) return usualThresholds
  const [{ flagParameters, flagThresholds, procurement }, { getParameters }] = await Promise.all([
    import('@gongshi/affairs'),
    import('@gongshi/sdk'),
  ])
  const stored = await getParameters(await clientOf(context, options), procurement.name, flagParameters)
  return datedThresholds(flagThresholds((name) => stored.get(name)))
}

type Words = { readonly name: Bilingual; readonly question: Bilingual; readonly cardinal: string | null }
type Bilingual = { readonly zh: string; readonly en: string }

function show(context: Context, { indicator, ocid, lot, sum, source, inputs }: RedFlag, words: Words): void {
  const { say } = context
  const method = words.cardinal === null ? indicator : `${indicator}, Cardinal ${words.cardinal}`
  const lines = [
    `${ocid}${lot === null ? '' : ` ${lot}`}`,
    `  ${say(words.name)} [${method}]`,
    `  ${say(words.question)}`,
    `  ${sum}${source === null ? '' : ` (${source})`}`,
    ...inputs.map((input) => {
      const from = input.ocid === ocid ? '' : `${input.ocid} `
      return `    ${from}${input.pointer} = ${JSON.stringify(input.value)}`
    }),
  ]
  context.out(`${lines.map(printable).join('\n')}\n\n`)
}
