import { configSchema } from '../src/index.ts'

type Setting = {
  readonly type?: string
  readonly default?: unknown
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly properties?: { readonly [name: string]: Setting }
  readonly anyOf?: readonly { readonly const: string }[]
}

/** docs/configure.md, as the schema of the configuration gives it. */
export function configDocument(): string {
  return [
    '# Configuration',
    '',
    '`gongshi.config.json` in the working directory, or the file that `--config` names. Flags win over the environment,',
    'that over the file, that over the defaults below. An unknown key or a wrong value refuses to start (`config-invalid`,',
    'with every place that is wrong). This page follows from the schema; a test compares them.',
    '',
    '| key | value | default | what |',
    '|---|---|---|---|',
    ...rowsOf(configSchema as Setting, ''),
    '',
    'Flags: `--data`, `--port` (`http.port`), `--host` (`http.host`), `--ops-port` (`ops.port`). Environment: `GONGSHI_DATA`.',
    '',
  ].join('\n')
}

function rowsOf({ properties = {} }: Setting, within: string): string[] {
  return Object.entries(properties).flatMap(([name, setting]) =>
    setting.properties ? rowsOf(setting, `${within}${name}.`) : [rowOf(`${within}${name}`, setting)],
  )
}

function rowOf(key: string, setting: Setting): string {
  const fallback = setting.default === undefined ? '' : `\`${JSON.stringify(setting.default)}\``
  return `| \`${key}\` | ${kindOf(setting)} | ${fallback} | ${setting.description ?? ''} |`
}

function kindOf({ type, minimum, maximum, pattern, anyOf }: Setting): string {
  if (type === 'array') return 'list'
  if (anyOf) return anyOf.map((each) => `\`${JSON.stringify(each.const)}\``).join(', ')
  if (pattern !== undefined) return `text, \`${pattern.replaceAll('|', '\\|')}\``
  if (type === 'integer') return maximum === undefined ? `integer from ${minimum}` : `integer ${minimum} to ${maximum}`
  return 'text'
}
