import { readFile } from 'node:fs/promises'
import { Gauge } from 'prom-client'
import type { NetworkView } from '../network/networkWatch.ts'
import type { OtherMembers } from '../others/otherMembers.ts'
import type { Metrics } from './metrics.ts'

/**
 * The figures of the consortium as this node sees it, CometBFT's own among them (it keeps its RPC to this node): asked for at
 * each reading. Of a single operator there are none but its one validator's.
 */
export function observeNetwork(
  { registry }: Metrics,
  view: () => Promise<NetworkView>,
  cometPid: () => number | null | undefined,
  others: Pick<OtherMembers, 'members' | 'forks'>,
): void {
  const gauge = (name: string, help: string, value: (view: NetworkView) => number | null) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const found = value(await view())
        this.reset()
        if (found !== null) this.set(found)
      },
    })
  gauge('gongshi_peers', 'Members that CometBFT is connected with.', ({ peers }) => peers)
  gauge(
    'gongshi_earliest_height',
    'First height whose block and headers this node has.',
    (found) => found.earliestHeight,
  )
  gauge('gongshi_catching_up', '1 while CometBFT fetches blocks that the others have.', ({ state }) =>
    state === 'catchingUp' ? 1 : 0,
  )
  gauge('gongshi_validators', 'Validators of the last block.', ({ validators }) => validators.length)
  gauge(
    'gongshi_validators_missing',
    'Validators that voted for none of the last ten blocks, or not in the round that goes on.',
    ({ validators }) => validators.filter(({ isMissing }) => isMissing).length,
  )
  gauge('gongshi_missed_blocks', 'Of the last 50 blocks, those without the vote of this node’s validator.', (found) => {
    const own = found.validators.find(({ isOwn }) => isOwn)
    return own === undefined ? null : [...own.votes].filter((mark) => mark === '_').length
  })
  gauge('gongshi_block_interval_seconds', 'Between two of the last 50 blocks, on average.', ({ blockMs }) =>
    blockMs === null ? null : blockMs / 1000,
  )
  gauge('gongshi_clock_ahead_seconds', 'By how much this clock is ahead of the other validators’.', (found) =>
    found.clockSkewMs === null ? null : found.clockSkewMs / 1000,
  )
  gauge('gongshi_misbehaviour', 'Entries that tell of a validator’s misbehaviour.', (found) => found.misbehaviourCount)
  otherGauges(registry, others)
  faultGauge(registry, view)
  processGauges(registry, cometPid)
}

function otherGauges(registry: Metrics['registry'], others: Pick<OtherMembers, 'members' | 'forks'>): void {
  new Gauge({
    name: 'gongshi_forks',
    help: 'Members that have signed another log than this node’s.',
    registers: [registry],
    collect() {
      this.set(others.forks.length)
    },
  })
  new Gauge({
    name: 'gongshi_members_uncompared',
    help: 'Of the members that this node is told of, those whose log could not be compared with its own.',
    registers: [registry],
    collect() {
      this.set(others.members.filter(({ comparison }) => comparison !== 'same' && comparison !== 'forked').length)
    },
  })
}

/** CometBFT's process beside this one. Where there is none to be (a single operator), nothing is said. */
function processGauges(registry: Metrics['registry'], cometPid: () => number | null | undefined): void {
  const gauge = (name: string, help: string, value: (pid: number | null) => Promise<number | null>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const pid = cometPid()
        const found = pid === undefined ? null : await value(pid)
        this.reset()
        if (found !== null) this.set(found)
      },
    })
  gauge('gongshi_cometbft_up', '1 while CometBFT’s process runs.', async (pid) => (pid === null ? 0 : 1))
  gauge('gongshi_cometbft_resident_memory_bytes', 'Memory of CometBFT’s process.', async (pid) =>
    pid === null ? null : residentBytes(pid),
  )
}

/** As Linux says it (proc(5)); null elsewhere, and of a process that has just ended. */
async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) * 1024
}

function faultGauge(registry: Metrics['registry'], view: () => Promise<NetworkView>): void {
  new Gauge({
    name: 'gongshi_fault',
    help: '1 for the code of what stops the writing, as /readyz says it; nothing while all is well.',
    labelNames: ['code'],
    registers: [registry],
    async collect() {
      const { code } = await view()
      this.reset()
      if (code !== null) this.set({ code }, 1)
    },
  })
}
