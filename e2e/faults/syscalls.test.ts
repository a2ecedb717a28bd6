import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { rewriteBetween } from '../docsTable.ts'
import { startNode } from '../node/command.ts'
import { type Finding, inCopy, injectAt, type Prepared, prepare, work } from './faultyNode.ts'
import { calls, type Site, sitesIn, straced, tracerOf } from './syscallSites.ts'

// P1, P6: an error of the disk at every system call by which the node writes. One at every push; with GONGSHI_LONG=1 every site that
// a traced run meets, and with GONGSHI_WRITE_DOCS=1 what was found goes into the table of docs/reliability.md.

const isLong = process.env.GONGSHI_LONG === '1'
const errors = ['EIO', 'ENOSPC'] as const
const skip = !mayTrace() && 'may not trace a process here'

const few: readonly (readonly [Site, (typeof errors)[number]])[] = [
  [{ phase: 'running', call: 'fdatasync', file: 'state/data.mdb', paths: ['state/data.mdb'] }, 'EIO'],
]

type Row = { readonly site: Site; readonly error: string; readonly finding: Finding }

describe('P6: an error injected at a system call', { skip }, () => {
  let prepared: Prepared
  const rows: Row[] = []
  before(async () => {
    prepared = await prepare()
  })
  after(() => prepared.place.remove())

  test('stops the writing or refuses the start by its code; what was acknowledged is found', async (context) => {
    const trials = isLong
      ? (await allSites(prepared)).flatMap((site) => errors.map((error) => [site, error] as const))
      : few
    for (const [site, error] of trials) {
      const finding = await injectAt(prepared, site, error)
      context.diagnostic(`${site.phase} ${site.call} ${site.file} ${error}: ${finding.did}; ${finding.afterwards}`)
      if (finding.injected === 0) assert.ok(isLong, `${site.call} ${site.file} was never met`)
      else rows.push({ site, error, finding })
    }
    assert.ok(rows.length > 0)
    if (isLong && process.env.GONGSHI_WRITE_DOCS === '1') rewriteBetween('injected errors', () => tableOf(rows))
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

function tableOf(found: readonly Row[]): string {
  const head = '| while | system call | file | error | what the node did | afterwards |\n|---|---|---|---|---|---|'
  const lines = found.map(
    ({ site, error, finding }) =>
      `| ${site.phase} | ${site.call} | ${site.file} | ${error} | ${finding.did} | ${finding.afterwards} |`,
  )
  const day = new Date().toISOString().slice(0, 10)
  return `${found.length} trials, ${day}, Node ${process.version}.\n\n${head}\n${lines.join('\n')}`
}
