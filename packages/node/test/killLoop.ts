import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { replay } from '../src/index.ts'
import { foundSample, freshFolder } from './sampleNode.ts'

type Child = { readonly process: ChildProcess; readonly lines: string[]; readonly closed: Promise<unknown> }

/**
 * Kills a writing engine again and again at moments that nobody chose, each time under load, and holds the next one to
 * all that was acknowledged. The next process loads its code while the one before is running.
 * @returns how often it was killed and how much was acknowledged; fewer kills when `withinMs` is over
 */
export async function killAgainAndAgain(
  kills: number,
  withinMs: number,
): Promise<{ kills: number; acknowledged: number }> {
  const folder = freshFolder()
  const data = join(folder, 'data')
  const file = join(folder, 'acknowledged')
  await foundSample(data)
  writeFileSync(file, '')
  const end = Date.now() + withinMs
  const total = { kills: 0, acknowledged: 0 }
  let next = prepare(data, file)
  while (total.kills < kills && Date.now() < end) {
    const child = next
    next = prepare(data, file)
    await go(child)
    // A machine so busy that nothing was acknowledged before the kill gets longer each time.
    const longest = total.acknowledged === 0 ? 250 * 2 ** total.kills : 250
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * longest))
    child.process.kill('SIGKILL')
    await child.closed
    const acks = child.lines.filter((line) => line.startsWith('ack '))
    appendFileSync(file, acks.map((line) => `${line}\n`).join(''))
    total.kills++
    total.acknowledged += acks.length
  }
  await go(next)
  next.process.kill('SIGTERM')
  await next.closed
  const last = next.lines.at(-1)!
  assert.match(last, /^closed \d+ [0-9a-f]{64}$/)
  const replayed = await replay({ data }, () => undefined)
  assert.equal(replayed.firstDifference, null)
  assert.equal(`closed ${replayed.height} ${Buffer.from(replayed.appHash).toString('hex')}`, last)
  rmSync(folder, { recursive: true, force: true })
  return total
}

function prepare(data: string, file: string): Child {
  const program = join(import.meta.dirname, 'killedEngine.ts')
  const process_ = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, data, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  process_.stdin.on('error', () => undefined)
  const lines: string[] = []
  createInterface(process_.stdout).on('line', (line) => lines.push(line))
  return { process: process_, lines, closed: once(process_, 'close') }
}

/** Lets it begin, and waits until it has recovered. */
async function go(child: Child): Promise<void> {
  child.process.stdin!.write('go\n')
  for (;;) {
    const lost = child.lines.filter((line) => line.startsWith('lost'))
    assert.deepEqual(lost, [], 'P1: something acknowledged is lost')
    if (child.lines.some((line) => line.startsWith('open '))) return
    assert.equal(child.process.exitCode, null, 'it could not start again')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
