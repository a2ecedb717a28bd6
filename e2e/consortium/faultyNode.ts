/**
 * A node whose application has a fault: `node faultyNode.ts CONFIG FAULT`. Everything else of it is `gongshi start`.
 */
import { readFileSync } from 'node:fs'
import type { Between } from '@gongshi/engine-cometbft'
import { installAffairs, parseConfig, runNode } from '@gongshi/node'
import { destination, pino } from 'pino'
import { type Fault, faults } from './faults.ts'

const [config, fault] = process.argv.slice(2)
const between = faults[fault as Fault] as Between | undefined
const running = await runNode(parseConfig(JSON.parse(readFileSync(config!, 'utf8'))), await installAffairs(), {
  now: () => Date.now(),
  random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  logger: pino({ level: 'warn' }, destination(2)),
  version: 'faulty',
  ...(between === undefined ? {} : { between }),
})
process.once('SIGTERM', () => void running.stop())
