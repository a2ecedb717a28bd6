import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import { type Cheated, loadDemo } from '../operate/parts.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { printable, printJson } from '../output.ts'
import type { End } from '../run.ts'

type Options = JsonOptions & { readonly data: string; readonly output: string; readonly only?: string }

export function addDemo(program: Command, context: Context, end: End): void {
  const demo = describe(program.command('demo'), context, {
    zh: '演示：做一回腐败的管理员',
    en: 'the demo: be the corrupt administrator',
    example: 'gongshi demo cheat',
  })
  const cheat = describe(demo.command('cheat'), context, {
    zh: '在演示数据的副本上逐一作弊，看哪一步识破',
    en: 'cheat on a copy of the demo, and see which check catches it',
    example: 'gongshi demo cheat --only swap-content',
  })
  cheat.option(
    '--data <folder>',
    context.say({ zh: '演示数据；只读取其副本', en: 'data of the demo; only a copy of it is touched' }),
    context.env.GONGSHI_DATA ?? './gongshi-data',
  )
  cheat.option(
    '-o, --output <folder>',
    context.say({ zh: '证据文件放在哪里', en: 'where the evidence files go' }),
    './gongshi-cheats',
  )
  cheat.option('--only <name>', context.say({ zh: '只试一种', en: 'only this one' }))
  addJsonOption(cheat, context).action(async (options: Options) => {
    end(await run(context, options))
  })
}

async function run(context: Context, options: Options): Promise<number> {
  const demo = await loadDemo()
  const attempts: Cheated[] = []
  const { data, output, only } = options
  await demo.cheat({ data, output, ...(only === undefined ? {} : { only }) }, (attempt) => {
    attempts.push(attempt)
    if (!options.json) show(context, attempt)
  })
  if (options.json) printJson(context, attempts)
  return attempts.every(({ asExpected }) => asExpected) ? exit.done : exit.no
}

function show(context: Context, attempt: Cheated): void {
  const [did, caught] = [context.say(attempt.did), context.say(attempt.caught)]
  const mark = attempt.caughtBy === null ? '!' : '✓'
  context.out(
    `${attempt.name}\n  ${printable(did)}\n  ${mark} ${printable(caught)}${attempt.caughtBy === null ? '' : ` [${attempt.caughtBy}]`}\n`,
  )
  if (attempt.evidence !== null) context.out(`    ${attempt.evidence}\n`)
}
