import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodeKeyFile } from '@gongshi/sdk/node'
import { releasePackage, syntheticReleases } from '@gongshi/testkit'
import { Child } from './support/child.ts'
import { runCommand } from './support/commandRival.ts'
import { alone, type BenchModule } from './support/measure.ts'

const names = { rate: 'releases imported', size: 'a release' } as const
const paddedBytes = 4096

/** The command that people use, on a node of its own: read, check, upload the content, sign, submit, wait, report. */
export const importOcds: BenchModule = {
  name: 'import-ocds',
  title: 'Import of procurement releases',
  measures: Object.values(names),
  what: '`gongshi import ocds` of synthetic OCDS 1.1 releases of about 4 KB (a common size of real ones) into a running node: content stored and synced, publication signed, durable and acknowledged. The rate is the command’s own, without its start.',
  async run({ quick, folder, say }) {
    const [rounds, count] = quick ? [2, 600] : [5, 5_000]
    const secret = new Uint8Array(randomBytes(32))
    const key = join(folder, 'importer.key')
    const label = 'bench'
    await writeFile(key, await encodeKeyFile({ suite: 'ed25519', secret, label, passphrase: null }), { mode: 0o600 })
    const server = new Child('./nodeChild.ts')
    try {
      const founding = { folder, chainId: 'bench', secret: [...secret] }
      const url = await server.ask<string>('start', founding)
      const rates: number[] = []
      let bytes = 0
      for (let round = 0; round <= rounds; round++) {
        const file = join(folder, `releases-${round}.json`)
        const text = packageOf(count, round)
        bytes = text.length / count
        await writeFile(file, text)
        const rate = await importFile(file, url, key, count)
        if (round > 0) rates.push(rate)
        say(`${Math.round(rate)}/s`)
      }
      const goal = { of: 'value', bound: 'least', at: 500 } as const
      return [
        alone({ name: names.rate, unit: 'releases/s', goal }, rates),
        alone({ name: names.size, unit: 'bytes' }, [bytes]),
      ]
    } finally {
      await server.stop()
    }
  },
}

/** Releases that nobody imported before, each filled up to the size of a real one. */
function packageOf(count: number, round: number): string {
  const { releases } = syntheticReleases(count, `bench ${round}`)
  const sized = releases.map((release, number) => {
    const renamed = { ...release, ocid: `ocds-bench${round}-${number}` }
    const missing = paddedBytes - JSON.stringify(renamed).length
    return { ...renamed, description: 'Paving of a road that does not exist. '.repeat(Math.max(1, missing / 38)) }
  })
  return JSON.stringify(releasePackage(sized))
}

async function importFile(file: string, url: string, key: string, count: number): Promise<number> {
  const cli = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url))
  const parameters = ['--disable-warning=ExperimentalWarning', cli, 'import', 'ocds', file]
  const { stdout } = await runCommand(process.execPath, [...parameters, '--url', url, '--key', key, '--json'])
  const summary = JSON.parse(stdout) as { published: number; seconds: number }
  if (summary.published !== count) throw new Error(`of ${count} releases ${summary.published} were published`)
  return count / summary.seconds
}
