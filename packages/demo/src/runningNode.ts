import { installAffairs, parseConfig, runNode } from '@gongshi/node'
import { GongshiError } from '@gongshi/protocol'
import { pino } from 'pino'
import type { DemoPowers } from './found.ts'

export type Started = { readonly url: string }
export type Opened<Result> =
  | { readonly started: true; readonly result: Result }
  | { readonly started: false; readonly code: string; readonly detail: Readonly<Record<string, unknown>> }

/**
 * Runs the real node on a folder, on a free port and silent, for as long as `visit` takes. A start that the node
 * refuses is an answer, not an error.
 */
export async function withNode<Result>(
  data: string,
  powers: DemoPowers,
  visit: (node: Started) => Promise<Result>,
  options: { readonly clockJumpMs?: number } = {},
): Promise<Opened<Result>> {
  const node = await start(data, powers, options)
  if ('code' in node) return { started: false, ...node }
  try {
    return { started: true, result: await visit(node) }
  } finally {
    await node.stop()
  }
}

async function start(data: string, powers: DemoPowers, options: { readonly clockJumpMs?: number }) {
  const config = parseConfig({ data, http: { port: 0 }, ops: { port: 0 }, log: { level: 'silent' }, ...options })
  const { now, random } = powers
  const power = { now, random, logger: pino({ level: 'silent' }), version: 'demo' }
  try {
    return await runNode(config, await installAffairs(), power)
  } catch (error) {
    if (!(error instanceof GongshiError)) throw error
    const { code, ...detail } = error.failure as { code: string }
    return { code, detail }
  }
}
