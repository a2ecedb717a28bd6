import type { BlockRow, ChainState, LedgerData, VerifierFile } from '@gongshi/portal'
import { formatFingerprint, timestampToMs, toHex, trustFingerprint, trustFromJson } from '@gongshi/protocol'
import type { Services } from '../http/services.ts'

type Needs = Pick<Services, 'engine' | 'engineName' | 'ledger' | 'publisher' | 'affairs' | 'trust' | 'publishers'>

const shownBlocks = 20

/** Where the chain stands, as the home and ledger pages show it. */
export async function chainState({ engine, engineName, ledger, publisher, trust }: Needs): Promise<ChainState> {
  const info = ledger.info()
  const app = ledger.findApp(info.height)!
  const { published } = publisher
  const validators = await engine.findValidators(info.height)
  return {
    engine: engineName,
    validators: validators?.length ?? 0,
    height: info.height,
    time: info.time,
    entries: ledger.logSize(),
    appHash: toHex(info.appHash),
    stateRoot: toHex(app.stateRoot),
    logRoot: toHex(app.logRoot),
    genesisHash: toHex(info.genesisHash),
    trustFingerprint: formatFingerprint(trustFingerprint(trustFromJson(trust()))),
    checkpoint: published && {
      note: published.note,
      size: published.size,
      time: ledger.findBlock(published.height)?.time ?? info.time,
      witnesses: 0,
    },
  }
}

export async function ledgerData(services: Needs, verifier: VerifierFile): Promise<LedgerData> {
  const { ledger, affairs, publishers } = services
  const latest = ledger.versions()
  return {
    chain: await chainState(services),
    blocks: await lastBlocks(services),
    logKeys: publishers().map(({ origin, vkey }) => ({ origin, vkey })),
    affairs: affairs.names.flatMap((name) => {
      const active = latest.filter((each) => each.affair === name).at(-1)
      return active === undefined ? [] : [{ name, version: active.version, hash: toHex(active.hash) }]
    }),
    verifier,
  }
}

async function lastBlocks({ engine, ledger }: Needs): Promise<BlockRow[]> {
  const { height } = ledger.info()
  const heights = Array.from({ length: Math.min(shownBlocks, height) }, (_, at) => height - at)
  const rows = await Promise.all(
    heights.map(async (each): Promise<BlockRow[]> => {
      const commit = await engine.findCommit(each)
      const header = await engine.findHeader(each)
      if (commit === undefined || header === undefined) return []
      const record = ledger.findBlock(each)
      const entries = record ? record.logSize - record.firstIndex : 0
      return [{ height: each, time: timestampToMs(header.time), hash: toHex(commit.blockId.hash), entries }]
    }),
  )
  return rows.flat()
}
