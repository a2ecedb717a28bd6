import type { Command } from 'commander'
import type { Context } from './context.ts'
import type { Bilingual } from './language.ts'

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Global Options:': '通用选项：',
}

/** Commander's own headings and sentences, in the reader's language; commands made later inherit it. */
export function translateHelp(program: Command, context: Context): void {
  if (context.language === 'zh') program.configureHelp({ styleTitle: (title) => titles[title] ?? title })
  program.helpOption('-h, --help', context.say({ zh: '显示帮助和例子', en: 'show this help, with an example' }))
  program.helpCommand('help [command]', context.say({ zh: '显示某个命令的帮助', en: 'show the help of a command' }))
}

/** What a command does, and an example that works as it stands. */
export function describe(command: Command, context: Context, words: Bilingual & { readonly example: string }): Command {
  command.description(words[context.language])
  command.addHelpText('after', `\n${context.say({ zh: '例：', en: 'Example:' })}\n  ${words.example}`)
  command.helpOption('-h, --help', context.say({ zh: '显示帮助和例子', en: 'show this help, with an example' }))
  return command
}
