#!/usr/bin/env node
/** The `gongshi` command: runs on any Node from 20 by starting itself again on the bundled Node 24. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { explainMissingNode, findNode, nodeEnvironment, nodeFlags, run } from './house/node24.mjs'
import { programCommand } from './house/program.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = findNode(root)

if (!existsSync(join(root, 'node_modules', '@gongshi'))) {
  console.error(
    'gongshi: its packages are not installed yet. Next: run "npm start" or "npm ci" in the repository once.',
  )
  process.exitCode = 1
} else if (node === undefined) {
  explainMissingNode()
  process.exitCode = 1
} else {
  const command = [...nodeFlags, ...programCommand(root, node), ...process.argv.slice(2)]
  process.exitCode = await run(node, command, { env: nodeEnvironment(root) })
}
