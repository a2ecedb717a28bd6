import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { rewriteBetween } from '../docsTable.ts'
import { startNode } from '../node/command.ts'
import { type Finding, inCopy, injectAt, type Prepared, prepare, work } from './faultyNode.ts'
import { calls, phases, type Site, sitesIn, straced, tracerOf } from './syscallSites.ts'

// P1, P6: an error of the disk at every system call by which the node writes. One at every push; with GONGSHI_LONG=1 every site that
// a traced run meets, or those whose "phase call file" has GONGSHI_SITES in it (a regular expression). With GONGSHI_WRITE_DOCS=1 what is
// found goes into the table of docs/reliability.md, trial by trial: what was not tried again stays.

const isLong = process.env.GONGSHI_LONG === '1'
const writesDocs = isLong && process.env.GONGSHI_WRITE_DOCS === '1'
const wanted = new RegExp(process.env.GONGSHI_SITES ?? '')
const errors = ['EIO', 'ENOSPC'] as const
const skip = !mayTrace() && 'may not trace a process here'

const few: readonly (readonly [Site, (typeof errors)[number]])[] = [
  [{ phase: 'running', call: 'fdatasync', file: 'state/data.mdb', paths: ['state/data.mdb'] }, 'EIO'],
]

describe('P6: an error injected at a system call', { skip }, () => {
  let prepared: Prepared
  before(async () => {
    prepared = await prepare()
  })
  after(() => prepared.place.remove())

  test('stops the writing or refuses the start by its code; what was acknowledged is found', async (context) => {
    const trials = isLong
      ? (await allSites(prepared)).filter((site) => wanted.test(nameOf(site))).flatMap(eachError)
      : few
    let met = 0
    for (const [site, error] of trials) {
      const finding = await injectAt(prepared, site, error)
      context.diagnostic(`${nameOf(site)} ${error}: ${finding.did}; ${finding.afterwards}`)
      if (finding.injected === 0) {
        assert.ok(isLong, `${nameOf(site)} was never met`)
        continue
      }
      met++
      if (writesDocs) rewriteBetween('injected errors', (before) => withRow(before, site, error, finding))
    }
    assert.ok(met > 0)
  })
})

function mayTrace(): boolean {
  const { status } = spawnSync('strace', ['-qq', '-o', '/dev/null', '-e', 'trace=none', 'true'])
  return status === 0
}

/** Every site that one life of a node meets: start, acts, uploads, erasures, stop. */
function allSites(prepared: Prepared): Promise<Site[]> {
  return inCopy(prepared, async (place) => {
    const trace = place.at('trace')
    const node = await startNode(place, [], straced(trace, ['-e', `trace=${calls.join()}`]))
    const running = Date.now()
    const { refused } = await work(node.url, prepared.erasures)
    assert.deepEqual(refused, [])
    const stopping = Date.now()
    assert.equal((await node.end()).code, 0)
    assert.equal(tracerOf(node.pid), null)
    return sitesIn(readFileSync(trace, 'utf8'), place.data, { running, stopping })
  })
}

const nameOf = ({ phase, call, file }: Site): string => `${phase} ${call} ${file}`
const eachError = (site: Site) => errors.map((error) => [site, error] as const)

const head = `| while | system call | file | error | what the node did | afterwards | tried |
|---|---|---|---|---|---|---|`

/** The table with what a trial found in the place of what it found before. */
function withRow(before: string, { phase, call, file }: Site, error: string, { did, afterwards }: Finding): string {
  const place = `| ${phase} | ${call} | ${file} | ${error} |`
  const day = new Date().toISOString().slice(0, 10)
  const known = [...before.matchAll(/^(\| (?:starting|running|stopping) \| [^|]+ \| [^|]+ \| [^|]+ \|).*$/gm)]
  const rows = new Map(known.map(([row, its]) => [its!, row]))
  rows.set(place, `${place} ${did} | ${afterwards} | ${day} |`)
  const inPhase = (phase: string) => [...rows.values()].filter((row) => row.startsWith(`| ${phase} |`))
  return `${head}\n${phases.flatMap(inPhase).join('\n')}`
}
