import type { NetworkData, PaceData, ValidatorRow } from '@gongshi/portal'
import { organs } from './sampleCity.ts'
import { governancePage } from './sampleGovernance.ts'

const member = (at: number, organ: ValidatorRow['organ'], votes: string): ValidatorRow => ({
  address: String(at).repeat(40),
  organ,
  origin: organ === null ? null : `gongshi.yunchuan.example/log/${at}`,
  power: 1,
  isOwn: at === 1,
  votes,
  signed: votes.replaceAll('_', '').length,
  isMissing: votes.endsWith('_'.repeat(10)),
})

/** Four departments keep the sample city's ledger, and one of them is away. Synthetic. */
export const networkPage: NetworkData = {
  engine: 'cometbft',
  state: 'running',
  code: null,
  height: 1205,
  time: Date.UTC(2026, 4, 12, 2),
  appHash: 'ab'.repeat(32),
  earliestHeight: 705,
  from: 1155,
  to: 1204,
  blockMs: 1100,
  peers: 2,
  clockSkewMs: -40,
  validators: [
    member(1, organs.transport, 'x'.repeat(50)),
    member(2, organs.finance, `${'x'.repeat(20)}_${'x'.repeat(29)}`),
    member(3, organs.ecology, 'x'.repeat(50)),
    member(4, null, `${'x'.repeat(35)}${'_'.repeat(15)}`),
  ],
  misbehaviour: [],
  misbehaviourCount: 0,
  upgrades: [{ affair: 'disclosure', version: 2, from: 1500 }],
  others: [2, 3, 4].map((at) => ({
    portal: `https://member${at}.example`,
    origin: `gongshi.yunchuan.example/log/${at}`,
    size: 3410,
    comparison: at === 4 ? 'absent' : 'same',
  })),
  forks: [],
  proposals: governancePage.proposals.slice(0, 1),
}

/** The same while its node hears nothing of CometBFT, and one department has signed twice. Synthetic. */
export const networkInTrouble: NetworkData = {
  ...networkPage,
  state: 'stopped',
  code: 'cometbft-unreachable',
  peers: null,
  clockSkewMs: null,
  misbehaviour: [
    {
      entry: 1190,
      kind: 'double-signing',
      address: networkPage.validators[2]!.address,
      organ: organs.ecology,
      height: 1180,
      time: networkPage.time,
    },
  ],
  misbehaviourCount: 1,
  forks: [{ origin: 'gongshi.yunchuan.example/log/3', size: 3410, foundAt: networkPage.time }],
  upgrades: [],
  proposals: [],
}

const noon = Date.UTC(2026, 4, 12, 4)

export const pacePage: PaceData = {
  minutes: Array.from({ length: 60 }, (_, at) => ({
    from: noon - (59 - at) * 60_000,
    entries: (at * 37) % 101,
    blocks: (at * 7) % 13,
  })),
  hours: Array.from({ length: 24 }, (_, at) => ({
    from: noon - (23 - at) * 3_600_000,
    entries: at < 6 ? 0 : 1200 + ((at * 911) % 4000),
    blocks: at < 6 ? 0 : 300 + at,
  })),
  lag: Array.from({ length: 20 }, (_, at) => ({
    at: noon - (19 - at) * 60_000,
    entries: at === 12 ? 240 : 0,
    ms: at === 12 ? 1830 : 0,
    toOthers: at < 3 ? null : at % 4,
  })),
}
