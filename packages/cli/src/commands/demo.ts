import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import { type DemoPart, loadDemo } from '../operate/parts.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { printable, printJson } from '../output.ts'

type Options = JsonOptions & { readonly data: string; readonly output: string; readonly attack?: string }
type Attempt = Awaited<ReturnType<DemoPart['cheat']>>[number]
type Check = Attempt['checks'][number]

export function addDemo(program: Command, context: Context, end: End): void {
  const demo = describe(program.command('demo'), context, {
    zh: '演示：做一回腐败的管理员',
    en: 'the demo: be the corrupt administrator',
    example: 'gongshi demo cheat',
  })
  const cheat = describe(demo.command('cheat'), context, {
    zh: '在演示数据的副本上逐一作弊，看哪一步识破',
    en: 'cheat on a copy of the demo, and see which check catches it',
    example: 'gongshi demo cheat --attack swap-content',
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
  cheat.option(
    '--attack <name>',
    context.say({
      zh: '只试一种：edit-row、swap-content、flip-byte、rewrite-history、drop-entry、roll-back、fork、backdate',
      en: 'only one: edit-row, swap-content, flip-byte, rewrite-history, drop-entry, roll-back, fork, backdate',
    }),
  )
  addJsonOption(cheat, context).action(async (options: Options) => {
    end(await run(context, options))
  })
}

async function run(context: Context, { data, output, attack, json }: Options): Promise<number> {
  const demo = await loadDemo()
  const options = { data, output, signal: context.signal, ...(attack === undefined ? {} : { attack }) }
  const attempts = await demo.cheat(options, context, (attempt) => {
    if (!json) show(context, attempt)
  })
  const caught = attempts.filter((attempt) => attempt.caught).length
  if (json) printJson(context, { attempts, caught, of: attempts.length, undetected: demo.undetected })
  else {
    showSummary(context, caught, attempts.length, output)
    for (const text of demo.undetected) context.out(`  · ${context.say(text)}\n`)
  }
  return caught === attempts.length ? exit.done : exit.no
}

function show(context: Context, { name, title, did, checks, caught, folder }: Attempt): void {
  const { say } = context
  const mark = caught ? '✓' : '✗'
  context.out(`\n${mark} ${say(title)} (${name})\n`)
  context.out(`  ${say({ zh: `管理员${did.zh}。`, en: `The administrator ${did.en}.` })}\n`)
  for (const check of checks) context.out(checkLine(context, check))
  context.out(`  ${say({ zh: '文件', en: 'files' })}: ${printable(folder)}\n`)
}

/** Red is good here: it is a check that saw the attack. */
function checkLine(context: Context, { by, step, code, says }: Check): string {
  const place = code === null ? '' : ` [${by} · ${step} · ${code}]`
  return `    ${code === null ? '○' : '●'} ${context.say(says)}${place}\n`
}

function showSummary(context: Context, caught: number, of: number, output: string): void {
  const { say } = context
  context.out(
    say({
      zh: `\n● 识破　○ 这一项看不出\n${of} 种作弊，识破 ${caught} 种。\n`,
      en: `\n● sees it   ○ does not\n${caught} of ${of} attacks caught.\n`,
    }),
  )
  context.out(
    say({
      zh: `打开 gongshi-verify.html（或 /verify），选 ${output}/trust.json，再把各文件夹里的 .gse 拖进去，自己看它变红。\n`,
      en: `Open gongshi-verify.html (or /verify), choose ${output}/trust.json, drop the .gse files in, and see them turn red.\n`,
    }),
  )
  context.out(
    say({
      zh: '\n只有一个运营者时，下面这些仍然做得到而不被发现：\n',
      en: '\nWhat one operator alone can still do unnoticed:\n',
    }),
  )
}
