import { type BlockPlace, type Finalized, type Ledger, LedgerError, type SystemAct } from '@gongshi/ledger'
import { fromBase64, timestampToMs, toHex } from '@gongshi/protocol'
import type { AbciCalls } from './abci/calls.ts'
import { type Answered, type Asked, CheckTxType, ProposalStatus, VoteStatus } from './abci/messages.ts'
import { actsOfBeginning, type Beginning, isFirstAfterMove } from './beginning.ts'
import { CometError, type GenesisPart } from './errors.ts'
import { kernelVersion } from './kernel.ts'
import { membersOf, Proposals, type RefusedProposal } from './proposals.ts'
import type { SnapshotCalls } from './snapshots/snapshotCalls.ts'

export type ApplicationNeeds = {
  readonly ledger: Ledger
  readonly beginning: Beginning
  readonly version: string
  now(): number
  /** A block was committed: it is the ledger's last one now. */
  onCommit(block: Finalized & BlockPlace, bundles: readonly Uint8Array[]): void
  /** A block was committed that tells of a validator's misbehaviour. */
  onMisbehaviour(height: number): void
  /** Another's proposal was voted against. */
  onRefused(reason: RefusedProposal): void
  readonly snapshots: { readonly calls: SnapshotCalls; committed(block: BlockPlace): Promise<void> }
  /** The lowest height whose block CometBFT must keep; 0 for all. */
  retainHeight(): number
  /** Answers what somebody asks through CometBFT's own RPC. */
  readonly query: AbciCalls['query']
}

type Executed = {
  readonly block: Finalized & BlockPlace
  readonly bundles: readonly Uint8Array[]
  /** CometBFT hands over evidence with it. */
  readonly isMisbehaviour: boolean
}

/**
 * The ABCI application: CometBFT's calls, each by what the ledger says to it. Nothing is kept before Commit; what CometBFT has
 * stored and the ledger has not, it hands over again after a crash (`info` says where the ledger stands).
 */
export function createApplication(needs: ApplicationNeeds): AbciCalls {
  const { ledger } = needs
  const proposals = new Proposals(needs)
  let finalized: Executed | null = null
  const { reach, keep } = keeperOf(needs)
  return {
    info: () => {
      const { height, appHash, chainId } = ledger.info()
      const isNew = height === needs.beginning.height
      return {
        data: `gongshi ${chainId}`,
        version: needs.version,
        appVersion: BigInt(kernelVersion),
        lastBlockHeight: isNew ? 0n : BigInt(height),
        lastBlockAppHash: isNew ? empty : appHash,
      }
    },
    initChain: (request) => initChain(needs, request),
    query: needs.query,
    checkTx: (request) => checkTransaction(needs, request),
    prepareProposal: async ({ txs, maxTxBytes, ...placed }) => {
      const place = placeOf(placed)
      await reach(place)
      return { txs: await proposals.prepare(txs, place, Number(maxTxBytes)) }
    },
    processProposal: async ({ txs, ...placed }) => {
      const place = placeOf(placed)
      await reach(place)
      return { status: (await proposals.accepts(txs, place)) ? ProposalStatus.ACCEPT : ProposalStatus.REJECT }
    },
    finalizeBlock: async (request) => {
      await reach(placeOf(request))
      finalized = execute(needs, request)
      return answerOf(finalized.block)
    },
    commit: async () => {
      const done = finalized
      finalized = null
      if (done === null) throw new LedgerError({ code: 'block-not-finalized' })
      await keep(done)
      return { retainHeight: BigInt(needs.retainHeight()) }
    },
    // Votes carry nothing of ours.
    extendVote: () => ({ voteExtension: new Uint8Array() }),
    verifyVoteExtension: ({ voteExtension }) => ({
      status: voteExtension.length === 0 ? VoteStatus.ACCEPT : VoteStatus.REJECT,
    }),
    ...needs.snapshots.calls,
  }
}

/**
 * Keeps blocks once they are committed. The first block after a move waits until CometBFT speaks of the next: only then has it
 * saved that one so that it can go on from there.
 */
function keeperOf({ ledger, beginning, snapshots, onCommit, onMisbehaviour }: ApplicationNeeds) {
  let first: Executed | null = null
  const keepNow = async ({ block, bundles, isMisbehaviour }: Executed) => {
    await ledger.commit()
    await snapshots.committed(block)
    onCommit(block, bundles)
    if (isMisbehaviour) onMisbehaviour(block.height)
  }
  return {
    keep: async (done: Executed): Promise<void> => {
      if (isFirstAfterMove(beginning, done.block.height)) first = done
      else await keepNow(done)
    },
    /** To be awaited before anything is said of a block. */
    reach: async ({ height }: BlockPlace): Promise<void> => {
      if (first === null || height <= first.block.height) return
      const done = first
      first = null
      await keepNow(done)
    },
  }
}

function execute({ ledger, beginning }: ApplicationNeeds, request: Asked<'finalizeBlock'>): Executed {
  const place = placeOf(request)
  const misbehaved = request.misbehavior.map(misbehaviour)
  const systemActs = [...actsOfBeginning(beginning, place.height), ...misbehaved]
  const bundles = request.txs
  const finalized = ledger.finalize({ ...place, bundles, blockHash: request.hash, systemActs })
  return { block: { ...finalized, ...place }, bundles, isMisbehaviour: misbehaved.length > 0 }
}

/** @throws {CometError} cometbft-genesis */
function initChain({ ledger, beginning }: ApplicationNeeds, request: Asked<'initChain'>): Answered<'initChain'> {
  const { chainId, genesisHash, appHash, height } = ledger.info()
  if (request.chainId !== chainId) refuseGenesis('chain-id')
  if (request.initialHeight !== BigInt(height) + 1n || height !== beginning.height) refuseGenesis('initial-height')
  const named = namedIn(request.appStateBytes)
  if (named?.genesisHash !== toHex(genesisHash)) refuseGenesis('genesis-hash')
  if (named.lastBlock !== beginning.names.lastBlock) refuseGenesis('last-block')
  const powers = new Map(request.validators.map(({ pubKey, power }) => [toHex(pubKey.ed25519 ?? empty), power]))
  const same = beginning.validators.every(
    ({ publicKey, power }) => powers.get(toHex(fromBase64(publicKey))) === BigInt(power),
  )
  if (!same || powers.size !== beginning.validators.length) refuseGenesis('validators')
  return { validators: [], appHash }
}

/** What CometBFT's genesis names of ours; null where it names nothing. */
function namedIn(appState: Uint8Array): Partial<Beginning['names']> | null {
  try {
    return JSON.parse(new TextDecoder().decode(appState)) as Partial<Beginning['names']> | null
  } catch {
    return null
  }
}

const empty = new Uint8Array()

function refuseGenesis(part: GenesisPart): never {
  throw new CometError({ code: 'cometbft-genesis', part })
}

/**
 * A bundle belongs into the pool as long as one of its members could stand in the next block. PERF: asked again after each
 * block, the ledger remembers the signatures.
 */
async function checkTransaction({ ledger, now }: ApplicationNeeds, { tx, type }: Asked<'checkTx'>) {
  const members = membersOf(tx)
  const time = now()
  let code = 'bundle-malformed'
  if (type === CheckTxType.RECHECK) {
    for (const member of members) {
      const admission = ledger.check(member, time)
      if (admission.ok) return checked(null)
      code = admission.code
    }
    return checked(code)
  }
  const admissions = await Promise.all(members.map((member) => ledger.admit(member, time)))
  for (const admission of admissions) {
    if (admission.ok) return checked(null)
    code = admission.code
  }
  return checked(code)
}

function checked(refusal: string | null): Answered<'checkTx'> {
  return {
    code: refusal === null ? 0 : 1,
    data: empty,
    log: refusal ?? '',
    info: '',
    gasWanted: 0n,
    gasUsed: 0n,
    events: [],
    codespace: refusal === null ? '' : 'gongshi',
  }
}

type Placed = Pick<Asked<'finalizeBlock'>, 'height' | 'time'>

function placeOf({ height, time }: Placed): BlockPlace {
  return { height: Number(height), time: timestampToMs({ seconds: Number(time.seconds), nanos: time.nanos }) }
}

function misbehaviour({
  type,
  validator,
  height,
  time,
  totalVotingPower,
}: Asked<'finalizeBlock'>['misbehavior'][number]): SystemAct {
  const at = placeOf({ height, time })
  return {
    kind: 'misbehaviour',
    detail: [Number(type), validator.address, Number(validator.power), at.height, at.time, Number(totalVotingPower)],
  }
}

function answerOf({ results, validatorUpdates, appHash }: Finalized): Answered<'finalizeBlock'> {
  return {
    events: [],
    txResults: results.map(({ code, data }) => ({
      code,
      data,
      log: '',
      info: '',
      gasWanted: 0n,
      gasUsed: 0n,
      events: [],
      codespace: '',
    })),
    validatorUpdates: validatorUpdates.map(({ publicKey, power }) => ({
      pubKey: { ed25519: publicKey },
      power: BigInt(power),
    })),
    appHash,
  }
}
