import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { cometProgram, withoutComet } from '../../packages/engine-cometbft/fixtures/program.ts'
import { isAsShown, Machine, stepsOf } from '../deploy/documents.ts'
import { isRunning } from './testnet.ts'

const program = await cometProgram()
export const skip = program === null && withoutComet
/** Ports as the document has them. */
const shownPorts = [7910, 7911, 7920, 7921, 7930, 7931, 7940, 7941, 26610, 26611, 26612, 26613]

/**
 * A free port from below those that the system gives to whoever asks for any: the test has it to itself until a node takes it. None that
 * was given before, and none in which the digits of one that the document shows stand.
 */
async function quietPort(taken: readonly number[]): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 18_000)
    if (taken.includes(port) || shownPorts.some((shown) => String(port).includes(String(shown)))) continue
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
}

/**
 * The commands of a page one after another, on a machine of their own; `names` are the nodes that it starts, `long` the steps
 * at the page's end that only a long run takes.
 */
export function tried(page: string, names: readonly string[], long: readonly string[] = []): void {
  let machine: Machine
  const ports = new Map<number, number>()
  let failed: string | null = null
  before(async () => {
    machine = await Machine.create()
    for (const port of shownPorts) ports.set(port, await quietPort([...ports.values()]))
  })
  after(async () => {
    for (const name of names) await end(name)
    await machine.remove()
  })

  const pidOf = (name: string) => {
    const path = machine.at(`home/${name}.pid`)
    return existsSync(path) ? Number(readFileSync(path, 'utf8')) : null
  }
  /** SIGTERM, and what it does not end within a while is killed. */
  const end = async (name: string): Promise<void> => {
    const pid = pidOf(name)
    if (pid === null || !isRunning(pid)) return
    process.kill(pid, 'SIGTERM')
    for (let waited = 0; waited < 300 && isRunning(pid); waited++) await new Promise((done) => setTimeout(done, 100))
    if (isRunning(pid)) process.kill(pid, 'SIGKILL')
  }
  const here = (text: string) =>
    [...ports].reduce((said, [shown, own]) => said.replaceAll(String(shown), String(own)), text)
  const there = (text: string) =>
    [...ports].reduce((said, [shown, own]) => said.replaceAll(String(own), String(shown)), text)

  const isLong = process.env.GONGSHI_LONG !== undefined
  for (const { name, script, output } of stepsOf(page).filter((each) => isLong || !long.includes(each.name)))
    test(name, async () => {
      assert.equal(failed, null, 'each step needs the ones before it')
      failed = name
      const printed = there(
        await machine.run(here(script)).catch((error: Error) => {
          const logs = names.map((each) => machine.at(`home/${each}.log`)).filter(existsSync)
          const said = logs.map((path) => `${path}\n${readFileSync(path, 'utf8').split('\n').slice(-6).join('\n')}`)
          throw new Error(`${error.message}\n${said.join('\n')}`)
        }),
      )
      if (output !== null) assert.ok(isAsShown(printed, output), `printed:\n${printed}\nshown:\n${output}`)
      failed = null
    })
}
