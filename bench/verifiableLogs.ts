import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram, runCommand } from './support/commandRival.ts'
import { against, type BenchModule, type Measure, type Surroundings } from './support/measure.ts'
import { Submitting } from './support/submitting.ts'

const adders = 16
const names = {
  immudb: 'acknowledged, against verified sets',
  durable: 'acknowledged, against an index',
  checkpoint: 'acknowledged, against a checkpoint',
} as const

/** The same acknowledgements against stores whose answers can be verified. */
export const verifiableLogs: BenchModule = {
  name: 'verifiable-logs',
  title: 'Against verifiable logs',
  measures: Object.values(names),
  what: `${adders} clients wait for each acknowledgement, as in http-submit; an acknowledged transaction of ours is durable, checked, executed and in the log, under the app hash of its block. Rivals, each in a process of its own, ${adders} at once, 512-byte entries, no signatures: immudb 1.9.7, verified sets over gRPC by its own client library; Tessera 1.0.4 on its POSIX driver, called in process, first until an entry has its durable index, then until a signed checkpoint covers it (its shortest interval is 100 ms). Their programs are in \`bench/rivals\`.`,
  run: takeTurns,
}

async function takeTurns({ quick, folder, say }: Surroundings): Promise<Measure[]> {
  const [immudb, tessera] = [await build('immudb', folder), await build('tessera', folder)]
  const [rounds, count, seconds] = quick ? [3, 1_500, 3] : [5, 15_000, 10]
  const submitting = await Submitting.start(folder, adders)
  const rates = { ours: [], sets: [], placed: [], published: [] } as {
    [of in 'ours' | 'sets' | 'placed' | 'published']: number[]
  }
  try {
    await submitting.round(count)
    for (let round = 0; round < rounds; round++) {
      if ('path' in immudb) rates.sets.push(await rateOf(immudb, folder, seconds))
      if ('path' in tessera) {
        rates.placed.push(await rateOf(tessera, folder, seconds))
        rates.published.push(await rateOf(tessera, folder, seconds, ['-checkpoint-ms', '100']))
      }
      rates.ours.push((await submitting.round(count)).rate)
      say(
        Object.values(rates)
          .map((each) => Math.round(each.at(-1) ?? Number.NaN))
          .join(', '),
      )
    }
  } finally {
    await submitting.stop()
  }
  const unit = 'transactions/s'
  const { ours, sets, placed, published } = rates
  const goal = { of: 'ratio', bound: 'least', at: 5 } as const
  const ifThere = (program: Program, theirs: readonly number[]) => ('path' in program ? theirs : program)
  return [
    against({ name: names.immudb, unit, goal }, 'immudb, verified sets', ours, ifThere(immudb, sets)),
    against({ name: names.durable, unit }, 'Tessera, index assigned', ours, ifThere(tessera, placed)),
    against({ name: names.checkpoint, unit }, 'Tessera, checkpoint published', ours, ifThere(tessera, published)),
  ]
}

type Program = { readonly path: string } | { readonly absent: string }

/** A rival of bench/rivals, built; or why it could not be. */
async function build(rival: 'tessera' | 'immudb', folder: string): Promise<Program> {
  if (findProgram('go') === null) return { absent: 'no Go on PATH to build it' }
  const path = join(folder, `rival-${rival}`)
  try {
    await runCommand('go', ['build', '-o', path, '.'], {
      cwd: fileURLToPath(new URL(`rivals/${rival}`, import.meta.url)),
    })
    return { path }
  } catch {
    return { absent: 'its Go module could not be fetched or built' }
  }
}

async function rateOf(
  { path }: { path: string },
  folder: string,
  seconds: number,
  flags: string[] = [],
): Promise<number> {
  const data = await mkdtemp(join(folder, 'rival-data-'))
  const { stdout } = await runCommand(path, ['-folder', data, '-seconds', String(seconds), ...flags], {
    maxBuffer: 2 ** 26,
  })
  await rm(data, { recursive: true, force: true })
  const { added, seconds: took } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { added: number; seconds: number }
  return added / took
}
