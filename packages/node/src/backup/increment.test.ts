import assert from 'node:assert/strict'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { GongshiError, utf8 } from '@gongshi/protocol'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { commit, publish, put, upload, waitFor } from '../../test/acts.ts'
import { eraseContent, eraseEntry } from '../../test/eraseEntry.ts'
import { freshFolder, type Sample, startSample } from '../../test/sampleNode.ts'
import { type StateSummary, stateHash } from '../operate/atRest.ts'
import { makeBackup } from './makeBackup.ts'
import { restoreBackup } from './restoreBackup.ts'
import { BackupWriter, readBackup } from './stream.ts'

const folder = freshFolder()
const at = (name: string): string => join(folder, name)
const power = { now: () => Date.now(), onHeight: () => undefined }
const quiet = { checkpoint: null, onlyVerify: false, identities: [], ...power }
const [full, first, second] = ['full.gsb', 'first.gsb', 'second.gsb'].map(at) as [string, string, string]
let node: Sample
let original: StateSummary

const backup = (path: string, since: string | null, data = node.data) =>
  makeBackup({ data }, { path, partBytes: null, since, recipients: [], identities: [] }, power)

async function publishContent(text: string) {
  const content = await upload([{ path: 'body', bytes: utf8(text) }])
  assert.equal((await put(node.url, content)).status, 201)
  return { ...content, ...(await commit(node.url, await publish({}, { content: content.commitment }))) }
}

before(async () => {
  node = await startSample()
  const erased = await publishContent('a name that is erased later')
  await publishContent('large '.repeat(20_000))
  await backup(full, null)
  cpSync(node.data, at('early'), { recursive: true })
  await eraseContent(node.url, erased.commitment)
  const { index } = await commit(node.url, await publish())
  await eraseEntry(node.url, index)
  await publishContent('small')
  await waitFor('the content to go', async () => !holds(node.data, 'a name that is erased later'))
  await backup(first, full)
  await publishContent('later')
  await node.stop()
  await backup(second, first)
  original = await stateHash({ data: node.data })
})
after(async () => {
  rmSync(folder, { recursive: true, force: true })
  await node.end()
})

const filesBelow = (data: string): string[] =>
  readdirSync(join(data, 'contents'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\/(packs|files|tombstones)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name).slice(data.length + 1))
    .sort()
const holds = (data: string, text: string): boolean =>
  filesBelow(data).some((name) => readFileSync(join(data, name)).includes(text))

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof GongshiError, String(error))
    return error.code
  }
  return 'done'
}

describe('a whole backup and its increments', () => {
  test('give the same app hash and the same contents, byte for byte, in an empty folder', async () => {
    const data = at('restored')
    const { height } = await restoreBackup({ data }, [full, first, second], quiet)
    assert.equal(height, original.height)
    assert.deepEqual(await stateHash({ data }), original)
    assert.deepEqual(filesBelow(data), filesBelow(node.data))
    for (const name of filesBelow(data))
      assert.ok(readFileSync(join(data, name)).equals(readFileSync(join(node.data, name))), name)
    assert.ok(!holds(data, 'a name that is erased later'), 'what was erased since the whole backup is gone')
    assert.ok(!existsSync(join(data, 'contents.before')))
  })

  test('hold nothing twice: no block, and no large content', async () => {
    const heights = async (path: string) => {
      const found: unknown[] = []
      for await (const { record } of readBackup(path)) if (record[0] === 'block') found.push(record[1])
      return found
    }
    const all = [...(await heights(full)), ...(await heights(first)), ...(await heights(second))]
    assert.deepEqual(
      all,
      Array.from({ length: original.height }, (_, index) => index + 1),
    )
    assert.ok(statSync(full).size > 120_000 && statSync(second).size < 60_000)
  })

  test('up to any of them restore what it says, and are verified without leaving anything', async () => {
    const { height } = await restoreBackup({ data: at('some') }, [full, first], quiet)
    assert.ok(height < original.height)
    const verified = await restoreBackup({ data: at('some') }, [full, first, second], { ...quiet, onlyVerify: true })
    assert.equal(verified.height, original.height)
    assert.ok(!existsSync(`${at('some')}.restoring`))
    assert.equal((await stateHash({ data: at('some') })).height, height, 'what was there stays as it is')
  })

  test('out of order, with one missing, or without the whole one are refused', async () => {
    const chains = [[first], [full, second], [full, second, first], [full, full], [full, first, first]]
    for (const chain of chains)
      assert.equal(await codeOf(restoreBackup({ data: at('bad') }, chain, quiet)), 'backup-chain-broken')
    assert.ok(!existsSync(at('bad')) && !existsSync(`${at('bad')}.restoring`))
  })

  test('cut short, altered, or another node’s are neither restored nor built upon', async () => {
    const bad = at('cut.gsb')
    writeFileSync(bad, readFileSync(first).subarray(0, -40))
    assert.equal(await codeOf(restoreBackup({ data: at('bad') }, [full, bad], quiet)), 'backup-damaged')
    assert.equal(await codeOf(backup(at('on-bad.gsb'), bad)), 'backup-damaged')
    const forged = at('forged.gsb')
    const writer = new BackupWriter(forged, null, 2)
    await writer.begin()
    for await (const { record } of readBackup(first)) if (record[1] !== 'cursor-key') await writer.add(record as never)
    await writer.end()
    assert.equal(await codeOf(restoreBackup({ data: at('bad') }, [full, forged], quiet)), 'backup-forged')
    assert.equal(await codeOf(backup(at('on-forged.gsb'), forged)), 'backup-since-foreign')
    assert.ok(!existsSync(at('on-bad.gsb')) && !existsSync(at('on-forged.gsb')))
  })

  test('are not continued from data that has gone back in time', async () => {
    assert.equal(await codeOf(backup(at('back.gsb'), second, at('early'))), 'backup-since-ahead')
    assert.ok(!existsSync(at('back.gsb')) && !existsSync(`${at('back.gsb')}.unfinished`))
  })

  test('encrypted with age open for their recipients alone, in parts and as a chain', async () => {
    const [mine, other] = [await generateX25519Identity(), await generateX25519Identity()]
    const recipients = [await identityToRecipient(mine)]
    const [whole, increment] = [at('whole.age'), at('increment.age')]
    const target = { path: whole, partBytes: 40_000, since: null, recipients, identities: [] }
    await makeBackup({ data: node.data }, target, power)
    const parts = readdirSync(whole)
    assert.ok(parts.length > 3)
    assert.ok(!readFileSync(join(whole, parts[0]!)).includes('gongshi'))
    const next = { ...target, path: increment, partBytes: null, since: whole }
    assert.equal(await codeOf(makeBackup({ data: node.data }, next, power)), 'backup-identity-missing')
    await makeBackup({ data: node.data }, { ...next, identities: [mine] }, power)
    const restore = (identities: readonly string[], chain = [whole, increment]) =>
      codeOf(restoreBackup({ data: at('decrypted') }, chain, { ...quiet, onlyVerify: true, identities }))
    assert.equal(await restore([]), 'backup-identity-missing')
    assert.equal(await restore([other]), 'backup-identity-wrong')
    assert.equal(await restore([other, mine]), 'done')
    const bytes = readFileSync(increment)
    for (const changed of [
      bytes.subarray(0, -20),
      Buffer.from(bytes).fill(7, bytes.length >> 1, (bytes.length >> 1) + 9),
    ]) {
      writeFileSync(at('changed.age'), changed)
      assert.equal(await restore([mine], [whole, at('changed.age')]), 'backup-damaged')
    }
    const none = { ...target, path: at('none.age'), recipients: [mine] }
    assert.equal(await codeOf(makeBackup({ data: node.data }, none, power)), 'backup-recipient-malformed')
    assert.ok(!existsSync(`${at('none.age')}.unfinished`))
  })

  test('of a newer form name the form that they need', async () => {
    const newer = at('newer.gsb')
    writeFileSync(newer, Buffer.concat([Buffer.from('gongshi/backup/3\n'), readFileSync(full).subarray(17)]))
    await assert.rejects(restoreBackup({ data: at('bad') }, [newer], quiet), ({ failure }: GongshiError<never>) => {
      assert.deepEqual(failure, { code: 'backup-format', format: 3, known: 2 })
      return true
    })
  })
})
