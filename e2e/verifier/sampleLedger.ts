import {
  appHash,
  type Cbor,
  commitMembers,
  compareValidators,
  computeSubtree,
  concat,
  type DisclosedMember,
  domainHash,
  type Evidence,
  encodeBody,
  encodeCbor,
  encodeEvidence,
  encodeLeaf,
  evidenceToJson,
  formatTrust,
  generateSecret,
  type Header,
  hashHeader,
  hashValidators,
  inclusionProof,
  type Leaf,
  LogAccumulator,
  type LogHashes,
  leafHash,
  memberLeaf,
  memberSalt,
  type NoteSigner,
  parseTransaction,
  proveInSubtree,
  proveMember,
  type SecretSuiteName,
  type Signer,
  secretSigner,
  sha256,
  signCheckpoint,
  signTransaction,
  stateLeafOfHash,
  statePath,
  stateProofToCbor,
  type TrustRoot,
  timestampFromMs,
  utf8,
  validatorAddress,
  voteSignBytes,
} from '@gongshi/protocol'

/**
 * A small ledger made with the protocol's own functions: real signatures, trees, header and votes, but no node. One
 * operator, 4,031 entries, of which one is a publication with two disclosed paragraphs.
 */
export const chainId = 'yunchuan-demo'
const blockTime = Date.UTC(2026, 4, 3, 1, 30, 0)
const seed = (name: string): Uint8Array => sha256(utf8(`sample ${name}`))
const signer = (suite: SecretSuiteName, name: string): Signer => secretSigner(suite, generateSecret(suite, seed(name)))
const validators = ['validator'].map((name) => signer('ed25519', name))
const publisherName = `gongshi.yunchuan.example/${chainId}/node-1`

export type Built = { readonly gse: Uint8Array; readonly json: string }

class MemoryLog implements LogHashes {
  readonly accumulator = new LogAccumulator()
  readonly #hashes = new Map<string, Uint8Array>()

  append(leaf: Uint8Array): void {
    for (const { level, index, hash } of this.accumulator.append(leafHash(leaf)))
      this.#hashes.set(`${level}/${index}`, hash)
  }
  get(level: number, index: number): Uint8Array {
    return this.#hashes.get(`${level}/${index}`)!
  }
}

const ed25519Key = (one: Signer): Uint8Array => one.key.cose.slice(-32)
const set = validators.map((one) => ({ publicKey: ed25519Key(one), power: 10n })).toSorted(compareValidators)

/** Signs the log's checkpoints. */
export const publisher: NoteSigner = {
  name: publisherName,
  publicKey: ed25519Key(signer('ed25519', 'publisher')),
  sign: (message) => signer('ed25519', 'publisher').sign(message),
}

export function trustRoot(): TrustRoot {
  return {
    format: 'gongshi/trust/1',
    chainId,
    genesisHash: seed('genesis'),
    engine: 'solo',
    validators: { height: 1, time: blockTime - 86_400_000, set },
    logKeys: [{ name: publisherName, type: 1, publicKey: ed25519Key(signer('ed25519', 'publisher')) }],
    source: 'https://gongshi.yunchuan.example/api/v1/trust',
    policy: { maxAgeMs: 60_000, trustPeriodMs: null, cosigners: [] },
  }
}

export const trustJson = (): string => formatTrust(trustRoot())
/** A trust root whose keys went out of their trust period long ago. */
export const expiredTrustJson = (): string =>
  formatTrust({ ...trustRoot(), policy: { maxAgeMs: 60_000, trustPeriodMs: 1000, cosigners: [] } })
/** Another ledger's, so that evidence is refused at the step "trust". */
export const strangeTrustJson = (): string => formatTrust({ ...trustRoot(), chainId: 'somewhere-else' })

const paragraphs: readonly [string, string][] = [
  ['/0', '为配合东湖大桥维修工程，保障市民出行，决定自 2026 年 5 月 18 日首班车起调整部分公交线路走向。'],
  ['/1', '一、12 路由东湖路改经滨江大道，恢复原走向的时间另行公告。'],
  ['@title', '关于调整 12 路、36 路公交线路走向的公告'],
]
const recordKey = seed('record key')
const memberLeaves = paragraphs.map(([path, text]) => memberLeaf(memberSalt(recordKey, path), path, utf8(text)))
const commitment = commitMembers(memberLeaves)

function disclose(path: string): DisclosedMember {
  const at = paragraphs.findIndex(([one]) => one === path)
  const { index, path: proof } = proveMember(memberLeaves, memberLeaves[at]!)
  return {
    commitment,
    path,
    salt: memberSalt(recordKey, path),
    bytes: utf8(paragraphs[at]![1]),
    index,
    proof: [...proof],
  }
}

/** Options that the tests vary: the officer's suite, and what became of the body. */
export type Wanted = {
  readonly suite?: SecretSuiteName
  readonly body?: 'present' | 'absent' | 'erased'
  readonly refused?: boolean
  readonly members?: boolean
  readonly time?: number
}

const stateKey: Cbor = ['gb-32100', '11990100MB0T001A2X']
const stateValue = encodeCbor([1, 'active', ['gb-t-2260', '990100']])
const rows = ['a', 'b', 'c', 'd', 'e']
  .map((name) => ({ path: statePath('organisations', 'entity/organ', name), valueHash: sha256(utf8(name)) }))
  .concat({ path: statePath('organisations', 'entity/organ', stateKey), valueHash: sha256(stateValue) })
  .map((row) => ({ ...row, hash: stateLeafOfHash(row.path, row.valueHash) }))
  .toSorted((left, right) => Buffer.compare(left.path, right.path))
const stateRoot = computeSubtree(rows, 0)

/** Evidence for the publication. */
export async function entryEvidence(wanted: Wanted = {}): Promise<Built> {
  const officer = signer(wanted.suite ?? 'ed25519', 'officer')
  const input = encodeCbor(['云交公告〔2026〕18 号', 'notice', commitment])
  const salt = seed('salt')
  const time = wanted.time ?? blockTime
  const fields = { chainId, notAfter: time + 300_000, affair: 'disclosure', version: 1, action: 'publish', input, salt }
  const transaction = parseTransaction(await signTransaction(fields, [officer]))
  const outcome =
    wanted.refused === true
      ? (['refused', 'not-the-publisher', []] as const)
      : (['ok', [['publication', commitment, 'publish', 1, null, 'current']]] as const)
  const leaf = encodeLeaf({
    kind: 'tx',
    height: 1281,
    time,
    txId: transaction.txId,
    signers: [officer.key.id],
    affair: 'disclosure',
    version: 1,
    action: 'publish',
    outcome,
    signedHash: transaction.hash,
  })
  const erasure = encodeLeaf({
    kind: 'due',
    height: 1286,
    time: time + 60_000,
    dueTime: time + 60_000,
    affair: 'erasure',
    version: 1,
    action: 'destroy',
    key: [commitment],
    outcome: ['ok', [['destroy', commitment, 4012]]],
  })
  const log = logOf(
    [
      [4012, leaf],
      [4025, erasure],
    ],
    time,
  )
  const size = log.accumulator.size
  const body =
    wanted.body === 'erased'
      ? ({ kind: 'erased', index: 4025, leaf: erasure, proof: inclusionProof(log, 4025, size) } as const)
      : wanted.body === 'absent'
        ? ({ kind: 'absent' } as const)
        : ({ kind: 'present', bytes: encodeBody(salt, input) } as const)
  const signed = { bytes: transaction.bytes, keys: [officer.key.cose], body }
  const subject = { kind: 'entry', index: 4012, leaf, proof: inclusionProof(log, 4012, size), signed } as const
  return wrap(subject, log, time, wanted.members === false ? [] : [disclose('@title'), disclose('/1')])
}

/** Evidence for the organ's row, or for a row that is not there. */
export async function stateEvidence(present: boolean, now: number): Promise<Built> {
  const key = present ? stateKey : ['gb-32100', 'nobody']
  const path = statePath('organisations', 'entity/organ', key)
  const { siblings, terminal } = proveInSubtree(rows, path, 0)
  const [depth, bitmap, packed] = stateProofToCbor({ siblings, terminal }) as [number, Uint8Array, Uint8Array]
  const proof = { depth, bitmap, siblings: packed, terminal }
  const subject = {
    kind: 'state',
    affair: 'organisations',
    table: 'entity/organ',
    key: encodeCbor(key),
    value: present ? stateValue : null,
    proof,
  } as const
  return wrap(subject, logOf([], now), now, [])
}

function logOf(placed: readonly (readonly [number, Uint8Array])[], time: number): MemoryLog {
  const log = new MemoryLog()
  const there = new Map(placed)
  for (let index = 0; index < 4031; index++) {
    const filler: Leaf = {
      kind: 'block',
      height: 1 + (index >> 2),
      time,
      blockHash: domainHash('filler', utf8(String(index))),
      stateRoot,
    }
    log.append(there.get(index) ?? encodeLeaf(filler))
  }
  return log
}

async function wrap(
  subject: Evidence['subject'],
  log: MemoryLog,
  time: number,
  members: readonly DisclosedMember[],
): Promise<Built> {
  const app = { stateRoot, logSize: log.accumulator.size, logRoot: log.accumulator.root() }
  const header = headerFor(app, time + 60_041)
  const checkpoint = await signCheckpoint({ origin: publisherName, size: app.logSize, root: app.logRoot }, [publisher])
  const evidence: Evidence = {
    format: 'gongshi/evidence/1',
    path: [],
    head: await voted(header),
    app,
    subject,
    members: [...members],
    checkpoint,
  }
  return { gse: encodeEvidence(evidence), json: JSON.stringify(evidenceToJson(evidence), null, 1) }
}

function headerFor(app: Evidence['app'], time: number): Header {
  const hash = (name: string): Uint8Array => seed(`header ${name}`)
  return {
    version: { block: 11, app: 1 },
    chainId,
    height: 1287,
    time: timestampFromMs(time),
    lastBlockId: { hash: hash('last'), parts: { total: 1, hash: hash('parts') } },
    lastCommitHash: hash('commit'),
    dataHash: hash('data'),
    validatorsHash: hashValidators(set),
    nextValidatorsHash: hashValidators(set),
    consensusHash: hash('consensus'),
    appHash: appHash(app),
    lastResultsHash: hash('results'),
    evidenceHash: sha256(),
    proposerAddress: validatorAddress(set[0]!.publicKey),
  }
}

async function voted(header: Header): Promise<Evidence['head']> {
  const parts = { total: 1, hash: seed('own parts') }
  const blockId = { hash: hashHeader(header), parts }
  const empty = new Uint8Array(64)
  const unsigned = {
    flag: 2,
    validatorAddress: header.proposerAddress,
    timestamp: header.time,
    signature: empty,
  } as const
  const commit = { height: header.height, round: 0, blockId, signatures: [unsigned] }
  const signature = await validators[0]!.sign(voteSignBytes(chainId, commit, 0))
  return {
    header,
    commit: { round: 0, parts, signatures: [{ flag: 2, timestamp: header.time, signature }] },
    validators: null,
  }
}

/** The same file with one byte of this part flipped: where in the file it stands is found by the part's own bytes. */
export function flip(gse: Uint8Array, part: Uint8Array, offset = 0): Uint8Array {
  const at = Buffer.from(gse).indexOf(part)
  if (at < 0) throw new RangeError('the part is not in the file')
  const copy = concat(gse)
  copy[at + offset]! ^= 1
  return copy
}
