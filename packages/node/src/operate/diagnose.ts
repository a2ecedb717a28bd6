import { access, constants, readFile, stat, statfs } from 'node:fs/promises'
import { connect } from 'node:net'
import { CometError, cometErrorTexts, cometVersion, findCometBft } from '@gongshi/engine-cometbft'
import { BlockLog, openFolder } from '@gongshi/engine-solo'
import { parseGenesis } from '@gongshi/ledger'
import { GongshiError } from '@gongshi/protocol'
import { readRestored } from '../backup/restoredFile.ts'
import type { NodeConfig } from '../config/schema.ts'
import { isCompactionWanted, roomForCompaction } from '../erase/compaction.ts'
import { NodeError } from '../errors.ts'
import { nodeErrorTexts } from '../errorTexts.ts'
import { nodeKeyNames, readNodeKey } from '../keys/nodeKey.ts'
import { forkFailure, readForks } from '../others/forkFiles.ts'
import { readPublished } from '../publish/publishedFile.ts'
import { assertFormats } from '../setup/dataFormats.ts'
import { foldersOf } from '../setup/folders.ts'
import { readUnnamed } from '../sweep/unnamedContents.ts'

type Bilingual = { readonly zh: string; readonly en: string }

export type Diagnosis = {
  readonly code: string
  readonly level: 'ok' | 'warning' | 'fault'
  readonly what: Bilingual
  readonly next?: Bilingual
}

const scarceBytes = 2 * 2 ** 30

/** Looks at a data folder, its files, the ports and the disk, and changes nothing. One line for each thing looked at. */
export async function diagnose(config: NodeConfig): Promise<readonly Diagnosis[]> {
  const checks = [
    genesisSays,
    formatsSay,
    folderSays,
    keysSay,
    blocksSay,
    publishedSays,
    forksSay,
    restoredSays,
    compactionSays,
    contentsSay,
    diskSays,
    portsSay,
  ]
  const found: Diagnosis[] = []
  for (const check of checks) found.push(...[await check(config)].flat())
  return found
}

async function genesisSays({ data }: NodeConfig): Promise<Diagnosis> {
  try {
    const { chainId } = parseGenesis(JSON.parse(await readFile(foldersOf(data).genesis, 'utf8')))
    return ok('genesis', `创世文件完好：${chainId}`, `the genesis is sound: ${chainId}`)
  } catch (error) {
    const code = error instanceof GongshiError ? error.code : 'data-missing'
    return fault(
      code,
      '创世文件缺失或损坏。',
      'The genesis is missing or damaged.',
      '用 gongshi init 建立账本，或从备份恢复。',
      'Found a ledger with gongshi init, or restore it from a backup.',
    )
  }
}

async function formatsSay({ data }: NodeConfig): Promise<Diagnosis[]> {
  try {
    await assertFormats(data)
    return []
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    const { failure } = error
    const { zh, en } = nodeErrorTexts[failure.code]
    const needs = failure.code === 'data-format' ? ` ${failure.kind} ${failure.format} → ${failure.needs}` : ''
    return [fault(failure.code, `${zh.what}${needs}`, `${en.what}${needs}`, zh.next, en.next)]
  }
}

/** What lies in it says who was told what, and with which keys; an officer's contents may be there before they are public. */
async function folderSays({ data }: NodeConfig): Promise<Diagnosis[]> {
  const found = await stat(data).catch(() => null)
  if (found === null) return [] // the genesis is missing, too
  if ((found.mode & 0o077) === 0)
    return [ok('data', '数据文件夹只对其所有者开放', 'the data folder is its owner’s alone')]
  return [
    {
      code: 'data-exposed',
      level: 'warning',
      what: { zh: '数据文件夹可被他人进入。', en: 'Others may enter the data folder.' },
      next: { zh: `chmod 700 ${data}`, en: `chmod 700 ${data}` },
    },
  ]
}

async function keysSay({ data, engine }: NodeConfig): Promise<Diagnosis[]> {
  const { keys } = foldersOf(data)
  return Promise.all(
    nodeKeyNames(engine.kind).map(async (name): Promise<Diagnosis> => {
      try {
        await readNodeKey(keys, name)
        const { mode } = await stat(`${keys}/${name}.key`)
        if ((mode & 0o077) === 0) return ok('key', `${name} 密钥可用`, `key ${name} is readable`)
        return {
          code: 'key-exposed',
          level: 'warning',
          what: { zh: `${name} 密钥可被他人读取。`, en: `Others may read key ${name}.` },
          next: { zh: 'chmod 600 该文件。', en: 'chmod 600 the file.' },
        }
      } catch {
        return fault(
          'key-unreadable',
          `${name} 密钥缺失或无法读取。`,
          `Key ${name} is missing or unreadable.`,
          '从备份恢复。',
          'Restore it from a backup.',
        )
      }
    }),
  )
}

async function blocksSay({ data, engine }: NodeConfig): Promise<Diagnosis> {
  if (engine.kind === 'cometbft') return cometSays()
  try {
    await access(foldersOf(data).blocks, constants.R_OK)
    const log = await BlockLog.open(await openFolder(foldersOf(data).blocks))
    const height = log.lastHeight ?? 0
    const torn = log.tornTail
    await log.close()
    if (torn === null) return ok('blocks', `区块完整，至高度 ${height}`, `blocks are sound up to height ${height}`)
    return {
      code: 'blocks-torn',
      level: 'warning',
      what: { zh: '最后一次写入未完成。', en: 'The last write was cut short.' },
      next: { zh: '启动时会按恢复规则处理。', en: 'Starting mends it by the rules of recovery.' },
    }
  } catch (error) {
    const code = error instanceof GongshiError ? error.code : 'blocks-missing'
    const { failure } = error instanceof GongshiError ? error : { failure: {} }
    const place =
      'segment' in failure
        ? ` ${String(failure.segment)} @ ${'position' in failure ? String(failure.position) : '?'}`
        : ''
    return fault(
      code,
      `区块文件有问题：${code}${place}`,
      `The block files are not sound: ${code}${place}`,
      '从备份恢复该文件，不要删除数据。',
      'Restore that file from a backup; delete nothing.',
    )
  }
}

/** A consortium's blocks are CometBFT's, which checks them as it starts. */
async function cometSays(): Promise<Diagnosis> {
  try {
    const program = await findCometBft()
    return ok('cometbft', `CometBFT v${cometVersion}：${program}`, `CometBFT v${cometVersion}: ${program}`)
  } catch (error) {
    if (!(error instanceof CometError)) throw error
    const { zh, en } = cometErrorTexts[error.code]
    return fault(error.code, zh.what, en.what, zh.next, en.next)
  }
}

async function publishedSays({ data }: NodeConfig): Promise<Diagnosis> {
  try {
    const published = await readPublished(data)
    const size = published?.size ?? 0
    return ok('published', `已公布 ${size} 条`, `${size} entries are published`)
  } catch {
    return fault(
      'published-unreadable',
      'published.json 无法读取。',
      'published.json cannot be read.',
      '从备份恢复。',
      'Restore it from a backup.',
    )
  }
}

/** What was found while the node ran, and not cleared up since. */
async function forksSay({ data }: NodeConfig): Promise<Diagnosis[]> {
  const { forks: folder } = foldersOf(data)
  const { zh, en } = nodeErrorTexts['member-forked']
  return (await readForks(folder)).map((fork) => {
    const { proof } = forkFailure(folder, fork)
    return fault('member-forked', `${zh.what}${proof}`, `${en.what} ${proof}`, zh.next, en.next)
  })
}

/** How this folder came out of a backup, for good: whoever looks at it later must know. */
async function restoredSays({ data }: NodeConfig): Promise<Diagnosis[]> {
  const restored = await readRestored(data)
  if (restored === null) return []
  const day = new Date(restored.at).toISOString().slice(0, 10)
  const seen = restored.seenOutside ?? 0
  if (restored.verdict === 'current')
    return [
      ok('restored', `${day} 由备份恢复，外界所见 ${seen} 条`, `restored on ${day}; ${seen} entries were seen outside`),
    ]
  const { zh, en } = nodeErrorTexts['restored-behind']
  if (restored.verdict === 'behind') return [fault('restored-behind', zh.what, en.what, zh.next, en.next)]
  return [
    {
      code: 'restored-unchecked',
      level: 'warning',
      what: {
        zh: `${day} 由备份恢复（至第 ${restored.entries} 条），未与外界所见比对（--without-checkpoint）。`,
        en: `Restored on ${day} up to ${restored.entries} entries, and not compared with what others saw (--without-checkpoint).`,
      },
      next: {
        zh: '若有人出示更新的检查点，立即停止并公布情况。',
        en: 'If anybody shows a newer checkpoint, stop at once and publish what happened.',
      },
    },
  ]
}

/** As the last sweep of a running node wrote it down. */
async function contentsSay({ data }: NodeConfig): Promise<Diagnosis> {
  const { size } = await readUnnamed(data)
  if (size === 0) return ok('contents', '没有无条目引用的内容', 'no content waits without an entry that names it')
  return ok(
    'contents-unnamed',
    `${size} 份内容尚无条目引用，期满后自动清除`,
    `${size} contents that no entry names wait; they go when their time is over`,
  )
}

/** What erasures left to do: at the next stop or start, if there is room. */
async function compactionSays({ data }: NodeConfig): Promise<Diagnosis[]> {
  if (!(await isCompactionWanted(data))) return []
  const postponed = await roomForCompaction(foldersOf(data).state).catch(() => null)
  if (postponed === null)
    return [ok('compaction', '下次停止或启动时压实状态', 'the state is compacted at the next stop or start')]
  const { zh, en } = nodeErrorTexts['compaction-postponed']
  return [
    {
      code: 'compaction-postponed',
      level: 'warning',
      what: { zh: zh.what, en: en.what },
      next: { zh: zh.next, en: en.next },
    },
  ]
}

async function diskSays({ data }: NodeConfig): Promise<Diagnosis> {
  try {
    const { bavail, bsize } = await statfs(data)
    const free = bavail * bsize
    const gigabytes = (free / 2 ** 30).toFixed(1)
    if (free > scarceBytes) return ok('disk', `磁盘余 ${gigabytes} GiB`, `${gigabytes} GiB of disk are free`)
    return {
      code: 'disk-scarce',
      level: 'warning',
      what: { zh: `磁盘仅余 ${gigabytes} GiB。`, en: `Only ${gigabytes} GiB of disk are free.` },
      next: {
        zh: '及早腾出空间；写满后账本停止写入。',
        en: 'Make room in time; on a full disk the ledger stops writing.',
      },
    }
  } catch {
    return fault(
      'data-missing',
      '数据文件夹不存在。',
      'There is no data folder.',
      '用 --data 指向它。',
      'Point --data at it.',
    )
  }
}

async function portsSay({ http, ops }: NodeConfig): Promise<Diagnosis[]> {
  return Promise.all(
    [http, ops].map(async ({ host, port }): Promise<Diagnosis> => {
      if (port === 0 || !(await isTaken(host, port))) return ok('port', `端口 ${port} 空闲`, `port ${port} is free`)
      return {
        code: 'port-in-use',
        level: 'warning',
        what: { zh: `端口 ${port} 已被占用。`, en: `Port ${port} is in use.` },
        next: { zh: '若不是本节点在运行，请另选端口。', en: 'Unless this node is running, choose another.' },
      }
    }),
  )
}

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 500 })
    const settle = (taken: boolean) => () => {
      socket.destroy()
      resolve(taken)
    }
    socket.once('connect', settle(true)).once('error', settle(false)).once('timeout', settle(false))
  })
}

function ok(code: string, zh: string, en: string): Diagnosis {
  return { code, level: 'ok', what: { zh, en } }
}

function fault(code: string, zh: string, en: string, nextZh: string, nextEn: string): Diagnosis {
  return { code, level: 'fault', what: { zh, en }, next: { zh: nextZh, en: nextEn } }
}
