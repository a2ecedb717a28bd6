import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import { addDataOptions, addPortOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { loadNode } from '../operate/parts.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { printable, printJson } from '../output.ts'

const marks = { ok: '✓', warning: '!', fault: '✗' } as const

/** Explains what is wrong and how to mend it; mends nothing by itself. */
export function addDoctor(program: Command, context: Context, end: End): void {
  const command = describe(program.command('doctor'), context, {
    zh: '检查本机与数据：有何不妥，如何修复',
    en: 'look at this machine and the data: what is wrong, and how to mend it',
    example: 'gongshi doctor --data ./gongshi-data',
  })
  addJsonOption(addPortOptions(addDataOptions(command, context), context), context)
  command.action(async (options: ConfigOptions & JsonOptions) => {
    const node = await loadNode()
    const findings = await node.diagnose(await configOf(context, node, options))
    if (options.json) printJson(context, findings)
    else
      for (const { level, code, what, next } of findings) {
        context.out(`${marks[level]} ${printable(what[context.language])} [${code}]\n`)
        if (next !== undefined) context.out(`    → ${printable(next[context.language])}\n`)
      }
    end(findings.some(({ level }) => level === 'fault') ? exit.no : exit.done)
  })
}
