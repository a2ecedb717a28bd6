import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import type { Bilingual } from '../language.ts'
import { loadDemo } from '../operate/parts.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { printable, printJson } from '../output.ts'
import type { End } from '../run.ts'

/** One way to cheat, as it went. */
type Attempt = {
  readonly name: string
  readonly title: Bilingual
  readonly did: Bilingual
  readonly checks: readonly {
    readonly by: string
    readonly step: string | null
    readonly code: string | null
    readonly says: Bilingual
    readonly mustCatch: boolean
  }[]
  readonly caught: boolean
  readonly files: readonly { readonly path: string; readonly says: Bilingual }[]
}

type CheatPart = {
  cheat(options: { data: string; output: string; only?: string }, report: (attempt: Attempt) => void): Promise<unknown>
}

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
  const demo = (await loadDemo()) as Partial<CheatPart>
  if (demo.cheat === undefined) throw new CliError({ code: 'cli-part-missing', part: '@gongshi/demo' })
  const attempts: Attempt[] = []
  const { data, output, only } = options
  await demo.cheat({ data, output, ...(only === undefined ? {} : { only }) }, (attempt) => {
    attempts.push(attempt)
    if (!options.json) show(context, attempt)
  })
  if (options.json) printJson(context, attempts)
  return attempts.every(isAsExpected) ? exit.done : exit.no
}

/** Every check that must find the attack has; what no check must find is shown as what a single operator can do. */
function isAsExpected({ checks }: Attempt): boolean {
  return checks.every(({ mustCatch, code }) => !mustCatch || code !== null)
}

function show(context: Context, { title, did, checks, caught, files }: Attempt): void {
  const { say } = context
  context.out(`\n${caught ? '✓' : '!'} ${printable(say(title))}\n  ${printable(say(did))}\n`)
  for (const { by, step, code, says } of checks) {
    const place = [by, step, code].filter((part) => part !== null).join(' ')
    context.out(`  ${code === null ? '·' : '✗'} ${printable(say(says))} [${place}]\n`)
  }
  for (const { path, says } of files) context.out(`    ${path}  ${printable(say(says))}\n`)
}
