import { fromHex } from '@gongshi/protocol'
import { type ActExplanation, type ActRule, explainAct } from '@gongshi/sdk'
import { readKeyFileFace } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { readJson } from '../files.ts'
import { describe } from '../help.ts'
import { readKey } from '../keys/keyFolder.ts'
import { addJsonOption, addUrlOption, clientOf, type JsonOptions, type UrlOptions } from '../options.ts'
import { printable, printJson } from '../output.ts'

type Options = UrlOptions & JsonOptions & { readonly as: string; readonly input?: string }

/** Why somebody may or may not do something: for an officer before a refusal, for a citizen after it. */
export function addExplain(program: Command, context: Context, end: End): void {
  const command = describe(program.command('explain').argument('<affair>').argument('<action>'), context, {
    zh: '逐条说明某密钥此刻能否签署某动作，为什么',
    en: 'say rule by rule why a key may or may not sign an action now',
    example: 'gongshi explain disclosure publish --as clerk --input notice.json',
  })
  const asked = { zh: '谁：密钥名称、文件或 64 位十六进制编号', en: 'who: a key’s name, file, or id of 64 hex digits' }
  command.requiredOption('--as <key>', context.say(asked))
  const input = {
    zh: '动作的内容（JSON）；不给则只作一般说明',
    en: 'what the act would say, as JSON; in general without it',
  }
  command.option('--input <file>', context.say(input))
  addJsonOption(addUrlOption(command, context), context)
  command.action(async (affair: string, action: string, options: Options) => {
    const client = await clientOf(context, options)
    const key = await keyIdOf(context, options.as)
    const given = options.input === undefined ? {} : { input: await readJson(context, options.input) }
    const explained = await explainAct(client, { affair, action, key, ...given })
    if (options.json) printJson(context, explained)
    else context.out(shown(context, explained))
    if (explained.may === false) end(exit.no)
  })
}

async function keyIdOf(context: Context, named: string): Promise<Uint8Array> {
  if (/^[0-9a-f]{64}$/.test(named)) return fromHex(named)
  return readKeyFileFace((await readKey(context, named)).text).key.id
}

function shown({ say }: Context, { may, before, signers, refusals }: ActExplanation): string {
  const verdicts = {
    true: { zh: '可以签署', en: 'may sign' },
    false: { zh: '不能签署', en: 'may not sign' },
    null: {
      zh: '取决于动作的内容（--input），或一同签署者',
      en: 'depends on what the act says (--input), or on who signs with it',
    },
  }
  const refusing = (rule: ActRule) =>
    rule.holds === false ? rule : { ...rule, text: say({ zh: `不属于：${rule.text}`, en: `not so: ${rule.text}` }) }
  const lines = [
    say(verdicts[`${may}`]),
    ...before.map((rule) => line(rule, 1)),
    ...signers.flatMap(({ name, holds, rules, offices }) => [
      `  ${mark(holds)} ${say({ zh: '签署人', en: 'signer' })} ${name}`,
      ...rules.map((rule) => line(rule, 2)),
      ...offices.flatMap((office) => [
        `      ${office.capacity} ${JSON.stringify(office.office)}`,
        ...office.rules.map((rule) => line(rule, 4)),
      ]),
    ]),
    ...refusals.map((rule) => line(refusing(rule), 1)),
  ]
  return lines.map((each) => `${printable(each)}\n`).join('')
}

function line(rule: ActRule, depth: number): string {
  return `${'  '.repeat(depth)}${mark(rule.holds)} ${rule.text} [${rule.code}]`
}

function mark(holds: boolean | null): string {
  if (holds === null) return '?'
  return holds ? '✓' : '✗'
}
