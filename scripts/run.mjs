#!/usr/bin/env node
/**
 * The entry of every npm script. Plain JavaScript, because a new machine may have Node 20 and no packages: installs
 * what the lockfile names, finds Node 24, and runs the job on it.
 */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, isInstalled } from './house/install.mjs'
import { jobs } from './house/jobs.mjs'
import { explainMissingNode, findNode, nodeEnvironment, nodeFlags, run } from './house/node24.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

process.exitCode = await main(process.argv[2], process.argv.slice(3))

async function main(name, args) {
  const job = Object.hasOwn(jobs, name ?? '') ? jobs[name] : undefined
  if (job === undefined) {
    console.error(`usage: node scripts/run.mjs ${Object.keys(jobs).join('|')} [arguments]`)
    return 2
  }
  if (!isInstalled(root) && !install(root)) return 1
  const node = findNode(root)
  if (node === undefined) {
    explainMissingNode()
    return 1
  }
  const command = job(root, args)
  if ('fault' in command) {
    console.error(`gongshi: ${command.fault}`)
    return 1
  }
  return run(node, [...nodeFlags, ...command], { cwd: root, env: nodeEnvironment(root) })
}
