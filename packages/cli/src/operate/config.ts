import { existsSync } from 'node:fs'
import type { Json } from '@gongshi/sdk'
import { type Command, Option } from 'commander'
import type { Context } from '../context.ts'
import { readJson } from '../files.ts'
import { integer } from '../options.ts'
import type { NodeConfig, NodePart } from './parts.ts'

export type ConfigOptions = {
  readonly config?: string
  readonly data?: string
  readonly engine?: string
  readonly port?: number
  readonly opsPort?: number
  readonly host?: string
}

const usualFile = 'gongshi.config.json'

export function addDataOptions(command: Command, context: Context): Command {
  command.option(
    '--config <file>',
    context.say({ zh: `配置文件（默认 ./${usualFile}，若存在）`, en: `configuration (./${usualFile} if it is there)` }),
  )
  command.addOption(
    new Option(
      '--engine <engine>',
      context.say({
        zh: '由谁排序：solo 单一运行方，cometbft 联盟',
        en: 'who orders: solo, or cometbft (a consortium)',
      }),
    ).choices(['solo', 'cometbft']),
  )
  return command.option('--data <folder>', context.say({ zh: '数据文件夹', en: 'data folder' }))
}

export function addPortOptions(command: Command, context: Context): Command {
  command.option(
    '--port <port>',
    context.say({ zh: '网页与接口的端口；0 为任意', en: 'port of pages and API; 0 takes a free one' }),
    integer('--port', 0, 65_535),
  )
  command.option(
    '--ops-port <port>',
    context.say({ zh: '健康与指标的端口', en: 'port of health and metrics' }),
    integer('--ops-port', 0, 65_535),
  )
  return command.option('--host <address>', context.say({ zh: '监听地址', en: 'address to listen at' }))
}

/** Flags win over the environment, that over the file, that over the node's own defaults. */
export async function configOf(
  context: Context,
  node: Pick<NodePart, 'parseConfig'>,
  options: ConfigOptions,
): Promise<NodeConfig> {
  const path = options.config ?? (existsSync(usualFile) ? usualFile : undefined)
  const file = path === undefined ? {} : asObject(await readJson(context, path))
  const data = options.data ?? context.env.GONGSHI_DATA
  return node.parseConfig({
    ...file,
    ...(data === undefined ? {} : { data }),
    ...part('http', file, { port: options.port, host: options.host }),
    ...part('ops', file, { port: options.opsPort }),
    ...part('engine', file, { kind: options.engine }),
  })
}

type Members = { readonly [name: string]: Json }

/** Anything but an object is left for the node's schema to refuse. */
function asObject(json: Json): Members {
  return json !== null && typeof json === 'object' && !Array.isArray(json) ? (json as Members) : { config: json }
}

function part(name: string, file: Members, given: Record<string, string | number | undefined>): Members {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Members
  const before = file[name]
  if (Object.keys(set).length === 0) return {}
  return { [name]: { ...(before !== null && typeof before === 'object' ? before : {}), ...set } as Json }
}
