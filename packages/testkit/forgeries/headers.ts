import { type Evidence, type SignedHeader, sha256, utf8 } from '@gongshi/protocol'
import { now, signedHeader, solo, startTime, testValidator, trustOf } from '../../protocol/test/evidence.ts'
import { type Forgery, file, type Told } from './forgery.ts'
import { publication } from './sample.ts'

type Header = SignedHeader['header']
type Commit = SignedHeader['commit']

const four = ['a', 'b', 'c', 'd'].map((name) => testValidator(name))
const [a, b, c, d] = four as [(typeof four)[0], (typeof four)[0], (typeof four)[0], (typeof four)[0]]
const foreign = [testValidator('foreign')]
const elsewhere = sha256(utf8('elsewhere'))

/** The publication under a head of other parts. */
async function headed(
  parts: Partial<Parameters<typeof signedHeader>[0]>,
  path: readonly SignedHeader[] = [],
): Promise<Evidence> {
  const evidence = await publication()
  const { appHash } = evidence.head.header
  return { ...evidence, path, head: signedHeader({ height: 9, appHash, ...parts }) }
}

async function withHead(
  change: (head: SignedHeader) => Partial<SignedHeader>,
  from = publication(),
): Promise<Evidence> {
  const evidence = await from
  return { ...evidence, head: { ...evidence.head, ...change(evidence.head) } }
}

const withHeader = (change: Partial<Header>) => withHead(({ header }) => ({ header: { ...header, ...change } }))
const withCommit = (change: (commit: Commit) => Partial<Commit>, from?: Promise<Evidence>) =>
  withHead(({ commit }) => ({ commit: { ...commit, ...change(commit) } }), from)

const consortium = trustOf(four)

const validators: readonly Forgery[] = [
  file(
    [
      'forked-head',
      '另一组验证者给同一高度签了另一个区块头',
      'Other validators sign another header of the same height',
    ],
    'commit',
    'evidence-overlap-insufficient',
    () => headed({ validators: foreign, tellSet: true }),
  ),
  file(
    [
      'foreign-validator-set',
      '紧接着信任根的区块头由陌生验证者签名',
      'Strangers sign the header right after the trust root',
    ],
    'commit',
    'evidence-validators-mismatch',
    () => headed({ validators: foreign, tellSet: true }),
    { trust: trustOf(solo, {}, 9) },
  ),
  file(
    [
      'set-not-of-the-header',
      '附上的验证者名单不是区块头所指的那一份',
      'The validator set that comes along is not the one the header names',
    ],
    'commit',
    'evidence-validators-mismatch',
    () => withHead(() => ({ validators: [{ publicKey: foreign[0]!.publicKey, power: 10n }] })),
  ),
  file(
    [
      'exactly-two-thirds',
      '恰好三分之二的表决权签名，未超过三分之二',
      'Votes of exactly two thirds of the power, not of more',
    ],
    'commit',
    'evidence-power-insufficient',
    () => headed({ validators: [a, b, c], voting: [a, b] }),
    { trust: trustOf([a, b, c]) },
  ),
  file(
    [
      'exactly-one-third-trusted',
      '新名单与受信名单的重合恰好三分之一',
      'A new set that shares exactly one third of the power with the trusted one',
    ],
    'commit',
    'evidence-overlap-insufficient',
    () => headed({ validators: [a, d, foreign[0]!], tellSet: true }),
    { trust: trustOf([a, b, c]) },
  ),
  file(
    ['power-inflated', '附上的名单把一名验证者的表决权改大', 'The set that comes along gives one validator more power'],
    'commit',
    'evidence-validators-mismatch',
    async () => {
      const evidence = await headed({ validators: four, voting: [a], tellSet: true })
      const told = evidence.head.validators!.map((one) =>
        one.publicKey === a.publicKey ? { ...one, power: 900n } : one,
      )
      const set = told.sort((left, right) => Number(right.power - left.power))
      return { ...evidence, head: { ...evidence.head, validators: set } }
    },
    { trust: consortium },
  ),
  file(
    [
      'duplicated-validator',
      '名单里同一名验证者出现两次，表决权算两遍',
      'One validator stands twice in the set, to count twice',
    ],
    'file',
    'evidence-malformed',
    async () => {
      const evidence = await headed({ validators: four, tellSet: true })
      const [first, ...rest] = evidence.head.validators!
      return { ...evidence, head: { ...evidence.head, validators: [first!, first!, ...rest.slice(1)] } }
    },
    { trust: consortium },
  ),
  file(
    [
      'set-out-of-order',
      '名单的顺序被调换，使票对不上人',
      'The set stands in another order, so that votes meet other names',
    ],
    'file',
    'evidence-malformed',
    async () => {
      const evidence = await headed({ validators: four, tellSet: true })
      return { ...evidence, head: { ...evidence.head, validators: [...evidence.head.validators!].reverse() } }
    },
    { trust: consortium },
  ),
]

const votes: readonly Forgery[] = [
  file(
    ['duplicated-vote', '把一名验证者的票抄到另一名的位置', 'One validator’s vote is copied to another’s place'],
    'commit',
    'evidence-vote-invalid',
    () =>
      withCommit(
        ({ signatures: [first, , ...rest] }) => ({ signatures: [first!, first!, ...rest] }),
        headed({ validators: four }),
      ),
    { trust: consortium },
  ),
  file(
    [
      'absent-votes-counted',
      '两名验证者缺席，却声称已获通过',
      'Two of four validators are absent, and it is said to have passed',
    ],
    'commit',
    'evidence-power-insufficient',
    () => headed({ validators: four, voting: [a, b] }),
    { trust: consortium },
  ),
  file(
    ['votes-for-nil', '投给“无区块”的票当作通过', 'Votes for nil are to count for the block'],
    'commit',
    'evidence-power-insufficient',
    () => withCommit(({ signatures }) => ({ signatures: signatures.map((vote) => vote && { ...vote, flag: 3 }) })),
  ),
  file(
    ['more-votes-than-validators', '票比验证者多', 'There are more votes than validators'],
    'commit',
    'evidence-commit-malformed',
    () => withCommit(({ signatures }) => ({ signatures: [...signatures, ...signatures] })),
  ),
  file(
    ['another-round', '票属于另一轮投票', 'The votes were given in another round'],
    'commit',
    'evidence-vote-invalid',
    () => withCommit(() => ({ round: 1 })),
  ),
  file(
    ['another-body-of-parts', '票所指的区块分片被换掉', 'The parts of the block that was voted for are exchanged'],
    'commit',
    'evidence-vote-invalid',
    () => withCommit(() => ({ parts: { total: 1, hash: elsewhere } })),
  ),
  file(
    ['vote-at-another-time', '改动一张票的时间', 'The time of a vote is changed'],
    'commit',
    'evidence-vote-invalid',
    () => withCommit(({ signatures }) => ({ signatures: timed(signatures, { seconds: 1_790_000_010, nanos: 5 }) })),
  ),
  file(
    ['vote-out-of-range', '一张票的时间超出公元 9999 年', 'A vote is dated after the year 9999'],
    'file',
    'evidence-malformed',
    () => withCommit(({ signatures }) => ({ signatures: timed(signatures, { seconds: 253_402_300_800, nanos: 0 }) })),
  ),
  file(
    ['vote-of-another-chain', '票来自另一条链上的同一名验证者', 'The vote is the same validator’s, on another chain'],
    'commit',
    'evidence-vote-invalid',
    async () => {
      const strange = await headed({ chain: 'xiangyang-2' })
      return withCommit(() => strange.head.commit)
    },
  ),
]

function timed(signatures: Commit['signatures'], timestamp: { seconds: number; nanos: number }): Commit['signatures'] {
  return signatures.map((vote) => vote && { ...vote, timestamp })
}

const fields: readonly [Told, Partial<Header>, string?, string?][] = [
  [
    ['header-version', '改动区块头的内核版本', 'The header’s kernel version is changed'],
    { version: { block: 11, app: 2 } },
  ],
  [
    ['header-chain', '改动区块头的链名', 'The header’s chain id is changed'],
    { chainId: 'xiangyang-2' },
    'trust',
    'evidence-other-ledger',
  ],
  [['header-height', '改动区块头的高度', 'The header’s height is changed'], { height: 10 }],
  [['header-time', '改动区块头的时间', 'The header’s time is changed'], { time: { seconds: 1_790_000_008, nanos: 0 } }],
  [
    ['header-last-block', '改动区块头所接的上一个区块', 'The block that the header follows is changed'],
    { lastBlockId: { hash: elsewhere, parts: { total: 1, hash: elsewhere } } },
  ],
  [
    ['header-last-commit', '改动区块头里上一块的票', 'The header’s last commit is changed'],
    { lastCommitHash: elsewhere },
  ],
  [['header-data', '改动区块头里的交易', 'The header’s data hash is changed'], { dataHash: elsewhere }],
  [
    ['header-validators', '改动区块头里的验证者名单', 'The header’s validator set is changed'],
    { validatorsHash: elsewhere },
    'commit',
    'evidence-validators-mismatch',
  ],
  [
    ['header-next-validators', '改动区块头里的下一届验证者', 'The header’s next validators are changed'],
    { nextValidatorsHash: elsewhere },
  ],
  [
    ['header-consensus', '改动区块头里的共识参数', 'The header’s consensus parameters are changed'],
    { consensusHash: elsewhere },
  ],
  [['header-app', '改动区块头里的应用哈希', 'The header’s app hash is changed'], { appHash: elsewhere }],
  [['header-results', '改动区块头里的执行结果', 'The header’s results are changed'], { lastResultsHash: elsewhere }],
  [['header-evidence', '改动区块头里的违规证据', 'The header’s evidence hash is changed'], { evidenceHash: elsewhere }],
  [
    ['header-proposer', '改动区块头里的出块者', 'The header’s proposer is changed'],
    { proposerAddress: elsewhere.subarray(0, 20) },
  ],
]

const tampered = fields.map(([told, change, step = 'commit', code = 'evidence-vote-invalid']) =>
  file(told, step, code, () => withHeader(change)),
)

const path = (parts: Parameters<typeof signedHeader>[0]) => [signedHeader(parts)]

const ways: readonly Forgery[] = [
  file(
    ['another-block-protocol', '区块头用另一个协议版本', 'The header is of another block protocol'],
    'commit',
    'evidence-header-version',
    () => withHeader({ version: { block: 12, app: 1 } }),
  ),
  file(
    ['header-from-the-future', '区块头的时间在十分钟以后', 'The header is dated ten minutes ahead'],
    'commit',
    'evidence-from-future',
    () => publication(),
    { now: startTime - 591_000 },
  ),
  file(
    ['rolled-back-below-the-root', '拿出比信任根更早的区块头', 'A header from before the trust root is brought out'],
    'commit',
    'evidence-before-trust',
    () => publication(),
    { trust: trustOf(solo, {}, 10) },
  ),
  file(
    ['path-runs-back', '信任路径先到高处再回到低处', 'The trust path goes up and then down again'],
    'commit',
    'evidence-before-trust',
    () => headed({}, path({ height: 12 })),
  ),
  file(
    ['time-runs-back', '后面的区块头时间更早', 'A later header has an earlier time'],
    'commit',
    'evidence-path-order',
    () => headed({ time: startTime }, path({ height: 7 })),
  ),
  file(
    ['step-of-the-path-unsigned', '信任路径中间一步没有票', 'A step on the way has no votes'],
    'path',
    'evidence-power-insufficient',
    () => headed({}, path({ height: 7, voting: [] })),
  ),
  file(
    ['handover-from-nowhere', '新链凭空开始，不接任何受信区块', 'A chain begins anew and follows no trusted block'],
    'commit',
    'evidence-chain-restarted',
    () => headed({ first: true }),
  ),
  file(
    ['handover-to-others', '交接后签名的不是被任命的验证者', 'After a handover others sign than were named'],
    'path',
    'evidence-validators-mismatch',
    () =>
      headed({ validators: [b, c, d] }, [
        signedHeader({ height: 7, next: four }),
        signedHeader({ height: 8, validators: [b, c, d], first: true, tellSet: true }),
      ]),
  ),
  file(
    ['root-past-its-period', '信任根早已过期', 'The trust root is past its period'],
    'verdict',
    'expired',
    () => publication(),
    { trust: trustOf(solo, { trustPeriodMs: 1000 }), now },
  ),
]

/** Headers, the votes for them, and the way to them from the trust root. */
export const headerForgeries: readonly Forgery[] = [...validators, ...votes, ...tampered, ...ways]
