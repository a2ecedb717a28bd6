import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installAffairs, parseConfig, type Running, runNode } from '@gongshi/node'
import { pino } from 'pino'
import { prepareDemo } from '../src/index.ts'

export const powers = {
  now: () => Date.now(),
  random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
  logger: pino({ level: 'silent' }),
  version: 'test',
}

export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'gongshi-demo-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Founds the demo if need be, and runs the real node on it at free ports. */
export async function runDemo(data: string, settings: object = {}, tenders?: []): Promise<Running> {
  await prepareDemo(data, powers, tenders)
  const config = parseConfig({ data, http: { port: 0 }, ops: { port: 0 }, ...settings })
  return runNode(config, await installAffairs(), powers)
}
