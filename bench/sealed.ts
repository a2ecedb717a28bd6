import { fileURLToPath } from 'node:url'
import { measureInChromium } from './sealed/inChromium.ts'
import { runCommand } from './support/commandRival.ts'
import { against, alone, type BenchModule, type Measure } from './support/measure.ts'

const names = {
  seal: 'sealed in Node, of one core',
  library: 'sealed in Node, against age-encryption',
  open: 'opened in Node, of one core',
  memory: 'most memory of that process for four times as many bytes',
  page: 'sealed in Chromium by two workers',
  pageOfCore: 'the same, of one core',
  pageOpen: 'opened in Chromium by two workers',
  pageMemory: 'most memory of the page’s process for four times as many bytes',
} as const
const goal = { of: 'value', bound: 'least', at: 100 } as const

type Report = { readonly perCpuSecond: number; readonly peakMiB: number }

/** A bid's documents: what sealing and opening them costs, and that memory does not grow with them. */
export const sealed: BenchModule = {
  name: 'sealed',
  title: 'Sealed documents',
  measures: Object.values(names),
  what: 'One document of 200 MB (quick: 32) through tar, padding and age, made and dropped a piece at a time; each round in a process of its own, each with its rival beside it, in MB for a second of one core. Rivals: node:crypto’s ChaCha20-Poly1305 over the same chunks of 64 KiB and nothing else; `age-encryption` 0.3.1, which seals in JavaScript. Memory is the process’s high-water mark, for four times as many bytes divided by that for one time. In Chromium the cipher is libsodium’s in WebAssembly: a browser has none of its own, pages compile nothing, and a worker’s policy of its own lets it; two workers on two free cores seal by the clock what the first figure of the page says.',
  async run({ quick }) {
    const [megabytes, rounds] = quick ? [32, 1] : [200, 5]
    const all: Record<'seal' | 'bare' | 'library' | 'open', number[]> = { seal: [], bare: [], library: [], open: [] }
    for (let round = 0; round < rounds; round++)
      for (const what of ['seal', 'bare', 'library', 'open'] as const)
        all[what].push((await runChild(megabytes, what)).perCpuSecond)
    const [once, fourTimes] = [await runChild(megabytes, 'both'), await runChild(4 * megabytes, 'both')]
    const bare = 'bare ChaCha20-Poly1305 of node:crypto'
    const unit = 'MB/s'
    return [
      against({ name: names.seal, unit, goal }, bare, all.seal, all.bare),
      against({ name: names.library, unit }, 'age-encryption', all.seal, all.library),
      against({ name: names.open, unit, goal }, bare, all.open, all.bare),
      flat(names.memory, once.peakMiB, fourTimes.peakMiB),
      ...(await inPage(megabytes / 2)),
    ]
  },
}

async function inPage(megabytes: number): Promise<Measure[]> {
  const [once, fourTimes] = [await measureInChromium(megabytes, 2), await measureInChromium(4 * megabytes, 2)]
  return [
    alone({ name: names.page, unit: 'MB/s', goal }, [fourTimes.sealed]),
    alone({ name: names.pageOfCore, unit: 'MB/s' }, [fourTimes.sealedOfCore]),
    alone({ name: names.pageOpen, unit: 'MB/s', goal }, [fourTimes.opened]),
    flat(names.pageMemory, once.peakMiB, fourTimes.peakMiB),
  ]
}

function flat(name: string, once: number, fourTimes: number): Measure {
  const most = { of: 'ratio', bound: 'most', at: 1.5 } as const
  return against({ name, unit: 'MiB', goal: most }, 'for one time as many', [fourTimes], [once])
}

async function runChild(megabytes: number, what: string): Promise<Report> {
  const program = fileURLToPath(new URL('./sealed/child.ts', import.meta.url))
  const flags = ['--disable-warning=ExperimentalWarning', program, String(megabytes), what]
  return JSON.parse((await runCommand(process.execPath, flags)).stdout) as Report
}
