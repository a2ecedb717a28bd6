import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from './faults.ts'
import { forgetBlocks, startFaulty, startTwin } from './otherNodes.ts'
import { clocksCanNotBeSkewed, skewedEnvironment } from './skewedClock.ts'
import { heightOf, misbehaviourAt, refusedProposals, type Testnet, waitFor } from './testnet.ts'

/** A fault of a network of four, and what must hold while it lasts. */
export type Round = {
  readonly name: string
  /** At these nodes acts are committed while it lasts, everywhere else none are; none: nobody's are anywhere. */
  readonly goOn: readonly number[]
  /** It lasts at least so long. Milliseconds. */
  readonly lastsMs?: number
  begin(net: Testnet): Promise<void>
  /** Looked at once the acts of the round are committed; `act` commits one more at a node. */
  during?(net: Testnet, act: (at: number) => Promise<void>): Promise<void>
  end(net: Testnet): Promise<void>
}

export type Trial = {
  readonly everyPush: boolean
  readonly rounds: readonly Round[]
  /** Why it can't run here; false where it can. */
  readonly without: string | false
}

const [most, all, nobody] = [[0, 1, 2], [0, 1, 2, 3], []] as const

/** A round that commands of the testnet begin and end. */
function by(
  name: string,
  goOn: readonly number[],
  begin: readonly string[],
  end: readonly string[],
  lastsMs = 0,
): Round {
  const give = (commands: readonly string[]) => async (net: Testnet) => {
    for (const command of commands) await net.command(command)
  }
  return { name, goOn, lastsMs, begin: give(begin), end: give(end) }
}

const cutOne = by('one disconnected', most, ['cut node4'], ['heal'], 8000)
const cutTwo = by('two cut from two', nobody, ['cut node3,node4'], ['heal'], 8000)
const cutThree = by('one third cut off, seen from the larger part', [1, 2, 3], ['cut node1'], ['heal'], 8000)
const pauseOne = by('one paused (SIGSTOP)', most, ['pause node4'], ['resume node4'], 5000)
const pauseTwo = by('two paused', nobody, ['pause node3,node4'], ['resume node3,node4'], 5000)
const lossy = by('5% loss at every node', all, ['loss all 5'], ['heal'])
const slow = by('every link 2 Mbit/s, 1% loss', all, ['slow all 2000', 'loss all 1'], ['heal'])

/** A deadline must not pass unseen: the first act after the silence has a block time of now, which every round asserts. */
const idle: Round = {
  ...cutTwo,
  name: 'idle, then two cut from two before a deadline',
  begin: async (net) => {
    await new Promise((resolve) => setTimeout(resolve, 8000))
    await cutTwo.begin(net)
  },
}

/** Its application is another from here on, and the right one again in the end. */
function faulty(name: string, fault: Fault, during?: Round['during']): Round {
  return {
    name,
    goOn: most,
    begin: (net) => startFaulty(net, 3, { fault }),
    ...(during === undefined ? {} : { during }),
    end: async (net) => {
      await net.endOthers()
      await net.command('start node4')
    },
  }
}

/** The fault strikes with the first act that the others commit. */
const diesBefore = faulty('crash between FinalizeBlock and Commit', 'dies-before-commit', untilDead)
const diesAfter = faulty('crash between Commit and CometBFT’s save', 'dies-after-commit', untilDead)

async function untilDead(net: Testnet): Promise<void> {
  await waitFor('the crash', () => net.others().every(({ signalCode }) => signalCode === 'SIGKILL'))
}

const byzantine = faulty(
  'a Byzantine proposer: invalid, forged, repeated, over-size, reordered, withheld',
  'proposes-badly',
  async (net, act) => {
    await waitFor(
      'honest nodes to refuse',
      async () => {
        await act(0)
        const refused = await Promise.all(most.map((at) => refusedProposals(net.nodes[at]!)))
        return refused.every((count) => count >= 4)
      },
      240_000,
    )
  },
)
const silent = faulty('a proposer that never proposes', 'proposes-never', async (_net, act) => {
  for (let count = 0; count < 6; count++) await act(count % 3)
})

/** It says so and stops; nothing but the others' blocks and its own keys and signing record are of use to it then. */
const forked: Round = {
  ...faulty('an application that computes another hash', 'computes-otherwise', async (net, act) => {
    await waitFor('it to say so', async () => {
      await act(0)
      const answer = await fetch(`${net.nodes[3]!.operations}/readyz`).catch(() => null)
      const { code, state } = ((await answer?.json()) ?? {}) as { readonly code?: string; readonly state?: string }
      return code === 'cometbft-forked' && state === 'broken'
    })
  }),
  end: async (net) => {
    await net.endOthers()
    forgetBlocks(net.nodes[3]!)
    await net.command('start node4')
  },
}

/** Two CometBFTs with one validator's key. */
const twin: Round = {
  name: 'double signing: a second CometBFT with the same key',
  goOn: all,
  begin: (net) => startTwin(net, 3),
  during: (net, act) =>
    waitFor(
      'the evidence on the ledger',
      async () => {
        await act(0)
        await act(3)
        return misbehaviourAt(net.nodes[0]!)
      },
      240_000,
    ).then(() => undefined),
  end: (net) => net.endOthers(),
}

function skewed(minutes: number): Round {
  return {
    name: `a clock ${minutes > 0 ? `${minutes} min fast` : `${-minutes} min slow`}`,
    goOn: most,
    begin: async (net) => startFaulty(net, 3, { environment: await skewedEnvironment(minutes) }),
    end: async (net) => {
      await net.endOthers()
      await net.command('start node4')
    },
  }
}

const lagging: Round = {
  ...by('one absent for 40 blocks', most, ['kill node4'], ['start node4']),
  during: async (net, act) => {
    const height = await heightOf(net.nodes[0]!)
    await waitFor(
      '40 blocks',
      async () => {
        await act(0)
        return (await heightOf(net.nodes[0]!)) > height + 40
      },
      240_000,
    )
  },
}

const fullDisk: Round = {
  name: 'the disk of one full',
  goOn: most,
  begin: async (net) => {
    await net.command('stop node4')
    const { data } = net.nodes[3]!
    const aside = `${data}-aside`
    renameSync(data, aside)
    mkdirSync(data)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300m', 'tmpfs', data])
    net.atEnd(() => execFileSync('umount', ['--lazy', data]))
    execFileSync('cp', ['-a', '--sparse=always', `${aside}/.`, data])
    rmSync(aside, { recursive: true })
    await net.command('start node4')
    await waitFor('it to be back', async () => (await heightOf(net.nodes[3]!)) > 0)
    const { bavail, bsize } = statfsSync(data)
    try {
      writeFileSync(join(data, 'filler'), Buffer.alloc(bavail * bsize))
    } catch {
      // The node has written meanwhile, so there is less: full it is.
    }
  },
  end: async (net) => {
    await net.command('kill node4')
    rmSync(join(net.nodes[3]!.data, 'filler'))
    await net.command('start node4')
  },
}

const trial = (...rounds: Round[]): Trial => ({ everyPush: false, rounds, without: false })
const oftenTried = (...rounds: Round[]): Trial => ({ ...trial(...rounds), everyPush: true })
const withSkew = (round: Round): Trial => ({ ...trial(round), without: clocksCanNotBeSkewed })

/** A network of its own each. The first four run at every push. */
export const trials: readonly Trial[] = [
  oftenTried(cutOne, idle),
  oftenTried(pauseTwo, lossy),
  oftenTried(diesBefore, diesAfter),
  oftenTried(twin, byzantine),
  trial(cutThree),
  trial(cutTwo),
  trial(pauseOne),
  trial(by('one killed', most, ['kill node4'], ['start node4'])),
  trial(by('two killed', nobody, ['kill node3,node4'], ['start node3,node4'])),
  trial(by('all killed at once', nobody, ['kill all'], ['start all'])),
  trial(by('one restarted', most, ['stop node4'], ['start node4'])),
  trial(by('all restarted', nobody, ['stop all'], ['start all'])),
  trial(by('all paused', nobody, ['pause all'], ['resume all'], 5000)),
  trial(slow),
  trial(by('20% loss at one node', most, ['loss node4 20'], ['heal'])),
  trial(by('one link 128 kbit/s', most, ['slow node4 128'], ['heal'])),
  trial(by('one killed, two cut from one', nobody, ['kill node4', 'cut node3'], ['heal', 'start node4'], 5000)),
  trial(by('disconnected over and over', most, ['cut node4', 'heal', 'cut node4'], ['heal'])),
  trial(silent, forked),
  trial(lagging),
  trial(fullDisk),
  withSkew(skewed(5)),
  withSkew(skewed(-5)),
  trial(pauseOne, cutOne, by('one killed', most, ['kill node4'], ['start node4']), lossy, cutTwo),
]
