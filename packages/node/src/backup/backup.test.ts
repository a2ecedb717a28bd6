import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { GongshiError, signCheckpoint, utf8 } from '@gongshi/protocol'
import { commit, publish, put, upload, waitFor } from '../../test/acts.ts'
import { chainId, freshFolder, runSample, type Sample, startSample } from '../../test/sampleNode.ts'
import { parseConfig } from '../config/parseConfig.ts'
import { readNodeKey } from '../keys/nodeKey.ts'
import { diagnose } from '../operate/diagnose.ts'
import { CosignedHeads } from '../publish/cosignedHeads.ts'
import { foldersOf } from '../setup/folders.ts'
import { makeBackup } from './makeBackup.ts'
import { restoreBackup } from './restoreBackup.ts'
import { BackupWriter, readBackup } from './stream.ts'

const folder = freshFolder()
const at = (name: string): string => join(folder, name)
const power = { now: () => Date.now(), onHeight: () => undefined }
const quiet = { checkpoint: null, onlyVerify: false, identities: [], ...power }
let node: Sample
let file: string
/** The newest checkpoint when the backup was taken, and a later one. */
let seen: string
let later: string

before(async () => {
  node = await startSample()
  const content = await upload([{ path: 'title/en', bytes: utf8('A notice') }])
  assert.equal((await put(node.url, content)).status, 201)
  await commit(node.url, await publish({}, { content: content.commitment }))
  const { index } = await commit(node.url, await publish())
  seen = await checkpointWith(index)
  const heads = new CosignedHeads(foldersOf(node.data).cosigned)
  heads.keep(headOf(seen))
  file = at('running.gsb')
  await makeBackup(
    { data: node.data },
    { path: file, partBytes: null, since: null, recipients: [], identities: [] },
    power,
  )
  heads.close()
  const { index: more } = await commit(node.url, await publish())
  later = await checkpointWith(more)
  await node.stop()
})
after(async () => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(join(node.data, '..'), { recursive: true, force: true })
})

async function checkpointWith(index: number): Promise<string> {
  await waitFor('the checkpoint', async () => (await fetch(`${node.url}/log/proof/${index}`)).status === 200)
  return (await fetch(`${node.url}/log/checkpoint`)).text()
}

const headOf = (note: string) => ({ size: Number(note.split('\n')[1]), note })

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof GongshiError, String(error))
    return error.code
  }
  return 'done'
}

const doctor = async (data: string) =>
  (await diagnose(parseConfig({ data, http: { port: 0 }, ops: { port: 0 } }))).filter(({ code }) =>
    code.startsWith('restored'),
  )

function giveKeys(data: string): void {
  cpSync(join(node.data, 'keys'), join(data, 'keys'), { recursive: true })
}

describe('a backup of a running node', () => {
  test('comes back whole under the checkpoint that others hold, and the node goes on from there', async () => {
    const data = at('current')
    const restored = await restoreBackup({ data }, [file], { ...quiet, checkpoint: seen })
    assert.deepEqual([restored.verdict, restored.chainId], ['current', chainId])
    assert.deepEqual(
      (await doctor(data)).map(({ level }) => level),
      ['ok'],
    )
    assert.equal(statSync(data).mode & 0o777, 0o700)
    assert.ok(!existsSync(join(data, 'keys')))
    giveKeys(data)
    const running = await runSample(data)
    try {
      const entries = (await (await fetch(`${running.url}/api/v1/ledger`)).json()) as { logSize: number }
      assert.ok(entries.logSize >= restored.entries)
      const checkpoint = await (await fetch(`${running.url}/log/checkpoint`)).text()
      assert.ok(Number(checkpoint.split('\n')[1]) >= Number(seen.split('\n')[1]))
      const { index } = await commit(running.url, await publish())
      assert.ok(index >= restored.entries)
    } finally {
      await running.stop()
    }
  })

  test('is not a ledger that goes on where others have seen more', async () => {
    const data = at('behind')
    assert.equal((await restoreBackup({ data }, [file], { ...quiet, checkpoint: later })).verdict, 'behind')
    giveKeys(data)
    const blocks = () => readdirSync(join(data, 'blocks')).map((name) => readFileSync(join(data, 'blocks', name)))
    const untouched = blocks()
    assert.equal(await codeOf(runSample(data)), 'restored-behind')
    assert.deepEqual(blocks(), untouched)
    assert.deepEqual(
      (await doctor(data)).map(({ code, level }) => [code, level]),
      [['restored-behind', 'fault']],
    )
    writeFileSync(join(data, 'restored.json'), '{')
    assert.equal(await codeOf(runSample(data)), 'restored-behind', 'a file that cannot be read lets nobody through')
  })

  test('may go on without asking anybody, which stays written down', async () => {
    const data = at('unchecked')
    mkdirSync(data)
    assert.equal((await restoreBackup({ data }, [file], quiet)).verdict, 'unchecked')
    assert.deepEqual(
      (await doctor(data)).map(({ code, level }) => [code, level]),
      [['restored-unchecked', 'warning']],
    )
    giveKeys(data)
    await (await runSample(data)).stop()
    assert.deepEqual(
      (await doctor(data)).map(({ code }) => code),
      ['restored-unchecked'],
    )
    assert.equal(await codeOf(restoreBackup({ data }, [file], quiet)), 'data-exists')
  })

  test('is refused beside a checkpoint of the same ledger that tells another story, and one of another ledger', async () => {
    const key = await readNodeKey(join(node.data, 'keys'), 'publisher')
    const size = Number(seen.split('\n')[1])
    const origin = seen.split('\n')[0]!
    const signer = (name: string) => ({
      name,
      publicKey: key.publicKey,
      sign: async (text: Uint8Array) => key.sign(text),
    })
    const fork = await signCheckpoint({ origin, size, root: new Uint8Array(32) }, [signer(origin)])
    const stranger = await signCheckpoint({ origin: 'x/y/z', size, root: new Uint8Array(32) }, [signer('x/y/z')])
    const data = at('fork')
    assert.equal(await codeOf(restoreBackup({ data }, [file], { ...quiet, checkpoint: fork })), 'backup-contradicted')
    assert.equal(await codeOf(restoreBackup({ data }, [file], { ...quiet, checkpoint: stranger })), 'note-key-unknown')
    assert.deepEqual([existsSync(data), existsSync(`${data}.restoring`)], [false, false])
  })
})

describe('heads that witnesses had cosigned', () => {
  test('come along from a running node, and back', async () => {
    const data = at('with-heads')
    await restoreBackup({ data }, [file], quiet)
    const heads = new CosignedHeads(foldersOf(data).cosigned)
    assert.deepEqual(
      [...heads.all()].map((head) => ({ ...head })),
      [headOf(seen)],
    )
    heads.close()
  })

  test('of another log contradict the blocks', async () => {
    const other = at('other-heads')
    cpSync(node.data, other, { recursive: true })
    const heads = new CosignedHeads(foldersOf(other).cosigned)
    const root = seen.split('\n')[2]!
    heads.keep({
      size: 1,
      note: seen.replace(/\n\d+\n/, '\n1\n').replace(root, Buffer.alloc(32, 7).toString('base64')),
    })
    heads.close()
    const target = { path: at('other.gsb'), partBytes: null, since: null, recipients: [], identities: [] }
    await makeBackup({ data: other }, target, power)
    const restored = restoreBackup({ data: at('contradicted') }, [target.path], quiet)
    assert.equal(await codeOf(restored), 'backup-contradicted')
    assert.ok(!existsSync(at('contradicted')))
  })
})

describe('a backup that is not as it was made', () => {
  test('cut short or altered anywhere is refused with the place, and nothing is left', async () => {
    const bytes = readFileSync(file)
    const bad = at('bad.gsb')
    const data = at('bad')
    const places: number[] = []
    for await (const { at: place } of readBackup(file)) places.push(place.position)
    const refusedAt = async (changed: Uint8Array): Promise<number> => {
      writeFileSync(bad, changed)
      const error = await restoreBackup({ data }, [bad], quiet).then(
        () => assert.fail('restored'),
        (thrown: unknown) => thrown as GongshiError<{ code: string; position: number }>,
      )
      assert.equal(error.code, 'backup-damaged')
      assert.deepEqual([existsSync(data), existsSync(`${data}.restoring`)], [false, false])
      return error.failure.position
    }
    for (const [index, place] of places.entries()) {
      const end = places[index + 1] ?? bytes.length
      const flipped = Buffer.from(bytes)
      const position = place + 4 + Math.floor((end - place - 4) / 2)
      flipped[position]! ^= 1
      assert.equal(await refusedAt(flipped), place)
      assert.ok((await refusedAt(bytes.subarray(0, end - 1))) >= place)
      if (end < bytes.length) await refusedAt(bytes.subarray(0, end))
      if (index > 0) await refusedAt(Buffer.concat([bytes.subarray(0, place), bytes.subarray(end)]))
    }
    for (const none of [Buffer.alloc(0), bytes.subarray(0, 10), Buffer.from('gongshi/backup/2\n')]) {
      writeFileSync(bad, none)
      assert.match(await codeOf(restoreBackup({ data }, [bad], quiet)), /^backup-(damaged|unreadable)$/)
    }
    assert.equal(await codeOf(restoreBackup({ data }, [at('nowhere')], quiet)), 'backup-unreadable')
  })

  test('made anew around other records is refused: the node did not sign it', async () => {
    for (const [name, change] of Object.entries({
      omitted: (record: readonly unknown[]) => (record[1] === 'cursor-key' ? [] : [record]),
      swapped: (record: readonly unknown[]) =>
        record[1] === 'cursor-key' ? [['file', 'cursor-key', 0o600, new Uint8Array(32), true]] : [record],
    })) {
      const path = at(`${name}.gsb`)
      const writer = new BackupWriter(path, null)
      await writer.begin()
      for await (const { record } of readBackup(file))
        for (const each of change(record)) await writer.add(each as never)
      await writer.end()
      assert.equal(await codeOf(restoreBackup({ data: at(name) }, [path], quiet)), 'backup-forged', name)
      assert.ok(!existsSync(at(name)))
    }
  })

  test('cannot write outside its folder, nor the node’s keys', async () => {
    for (const name of ['../evil', '/evil', 'keys/validator.key', 'contents/../../evil', 'restored.json', 'lock']) {
      const path = at(`escape-${encodeURIComponent(name)}.gsb`)
      const writer = new BackupWriter(path, null)
      await writer.begin()
      await writer.add(['begin', chainId, new Uint8Array(32), 0])
      await writer.add(['file', name, 0o600, new Uint8Array(1), true])
      await writer.end()
      assert.equal(await codeOf(restoreBackup({ data: at('escape') }, [path], quiet)), 'backup-damaged', name)
    }
    assert.ok(!existsSync(at('evil')) && !existsSync('/evil'))
  })

  test('in parts needs each of them', async () => {
    const parts = at('parts')
    await makeBackup(
      { data: node.data },
      { path: parts, partBytes: 1024, since: null, recipients: [], identities: [] },
      power,
    )
    const names = readdirSync(parts)
    assert.ok(names.length >= 3)
    assert.equal(
      (await restoreBackup({ data: at('from-parts') }, [parts], { ...quiet, checkpoint: later })).verdict,
      'current',
    )
    rmSync(join(parts, names[1]!))
    assert.equal(await codeOf(restoreBackup({ data: at('less') }, [parts], quiet)), 'backup-damaged')
    assert.equal(
      await codeOf(
        makeBackup(
          { data: node.data },
          { path: parts, partBytes: 1024, since: null, recipients: [], identities: [] },
          power,
        ),
      ),
      'backup-exists',
    )
  })
})
