import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTrust } from '@gongshi/protocol'
import { DemoError } from '../errors.ts'
import type { DemoPowers } from '../found.ts'
import type { Attack } from './attack.ts'
import { backdate } from './attacks/backdate.ts'
import { dropEntry } from './attacks/dropEntry.ts'
import { editRow } from './attacks/editRow.ts'
import { flipByte } from './attacks/flipByte.ts'
import { fork } from './attacks/fork.ts'
import { rewriteHistory } from './attacks/rewriteHistory.ts'
import { rollBack } from './attacks/rollBack.ts'
import { swapContent } from './attacks/swapContent.ts'
import { type Attempt, isCaught } from './report.ts'
import { prepareScene, type Scene } from './scene.ts'

const attacks: readonly Attack[] = [editRow, swapContent, flipByte, rewriteHistory, dropEntry, rollBack, fork, backdate]

export const attackNames: readonly string[] = attacks.map(({ name }) => name)

export type CheatOptions = {
  /** The demo's data folder: only read. */
  readonly data: string
  /** Where the evidence files go; made anew, or one of an earlier run. */
  readonly output: string
  /** One attack only. */
  readonly attack?: string
  /** Stops before the next attack; the copies, which hold the operator's keys, are removed all the same. */
  readonly signal?: AbortSignal
}

/**
 * Plays the corrupt administrator on copies of the demo and puts every check before what is left.
 * @throws {DemoError} demo-absent, demo-other-ledger, demo-incomplete, demo-attack-unknown, demo-output-taken
 */
export async function cheat(
  { data, output, attack, signal }: CheatOptions,
  powers: DemoPowers,
  report: (attempt: Attempt) => void = () => undefined,
): Promise<readonly Attempt[]> {
  const chosen = attack === undefined ? attacks : attacks.filter(({ name }) => name === attack)
  if (chosen.length === 0) throw new DemoError({ code: 'demo-attack-unknown', names: attackNames })
  await prepareOutput(output)
  const work = await mkdtemp(join(tmpdir(), 'gongshi-cheat-'))
  try {
    const scene = await prepareScene(data, work, powers)
    await writeFile(join(output, 'trust.json'), formatTrust(scene.saved.trust))
    const attempts: Attempt[] = []
    for (const each of chosen) {
      signal?.throwIfAborted()
      const attempt = await make(each, scene, output)
      attempts.push(attempt)
      report(attempt)
    }
    return attempts
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function make(attack: Attack, scene: Scene, output: string): Promise<Attempt> {
  const { name, title, did } = attack
  const { checks, files } = await attack.run(scene)
  const folder = join(output, name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  for (const file of files) await writeFile(join(folder, file.name), file.bytes)
  const kept = files.map((file) => ({ path: join(folder, file.name), says: file.says }))
  return { name, title, did, checks, caught: isCaught(checks), folder, files: kept }
}

/** Only what an earlier run wrote may be written over. */
async function prepareOutput(output: string): Promise<void> {
  await mkdir(output, { recursive: true })
  const ours = new Set([...attackNames, 'trust.json'])
  if ((await readdir(output)).some((name) => !ours.has(name)))
    throw new DemoError({ code: 'demo-output-taken', path: output })
}
