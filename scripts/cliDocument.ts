import { type Context, commandPaths, platformContext, runCli } from '../packages/cli/src/index.ts'

const preface = `# The gongshi command 命令行

Generated from the commands themselves by \`node scripts/cli.ts\`. In the repository: \`npx gongshi …\` (on Node 20, too: it
starts itself again on the Node 24 that comes with it), or \`node scripts/gongshi.mjs …\` from anywhere.

Every command has \`--help\`; those that print data have \`--json\`. Errors go to standard error with a stable code
([errors.md](errors.md)), with \`--json\` as one JSON object. Progress shows on a terminal only, and nothing is asked for
without one. The language is that of \`--lang\`, else of \`GONGSHI_LANG\`, \`LC_ALL\`, \`LC_MESSAGES\`, \`LANG\`.

| exit code | means | 含义 |
|---|---|---|
| 0 | done; valid | 完成；有效 |
| 1 | the answer is no: invalid or expired evidence, an act refused, a check failed, some releases refused | 结论为否：证据无效或过期、不予办理、检查未通过、部分拒绝 |
| 2 | unusable input: a flag, an argument, a file, a key; \`verify\`: no evidence | 输入不可用：选项、参数、文件、密钥；非证据文件 |
| 3 | the node cannot be reached or does not answer as agreed | 节点连接不到，或回答不合约定 |
| 4 | the program failed: please report it | 程序出错，请报告 |
| 130 | interrupted; run it again to go on | 被中断；重新运行即可继续 |

| variable | for |
|---|---|
| \`GONGSHI_URL\` | address of the node (\`--url\`) |
| \`GONGSHI_KEY\` | signing key, a name or a file (\`--key\`) |
| \`GONGSHI_KEYS\` | folder of keys, else \`~/.gongshi/keys\` |
| \`GONGSHI_PASSPHRASE\` | passphrase of the key; \`--passphrase-file\` keeps it out of the process list |
| \`GONGSHI_DATA\` | data folder (\`--data\`) |
| \`GONGSHI_DEBUG\` | any value: failures show where they come from |
`

/** docs/cli.md: each command's own help, in English and Chinese. */
export async function cliDocument(): Promise<string> {
  const sections: string[] = [preface]
  for (const path of commandPaths()) {
    const [en, zh] = [await helpOf(path, 'en'), await helpOf(path, 'zh')]
    sections.push(`## gongshi ${path.join(' ')}\n\n\`\`\`text\n${en}\n\`\`\`\n\n\`\`\`text\n${zh}\n\`\`\`\n`)
  }
  return sections.join('\n')
}

async function helpOf(path: readonly string[], language: 'zh' | 'en'): Promise<string> {
  const said: string[] = []
  const args = ['--lang', language, ...path, '--help']
  const own: Partial<Context> = { env: {}, out: (text) => void said.push(text) }
  await runCli(args, { ...platformContext(args, new AbortController().signal), ...own })
  return said.join('').trim()
}
