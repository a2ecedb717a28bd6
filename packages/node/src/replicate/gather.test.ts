import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { ContentStore } from '@gongshi/contents'
import { encodeUploadBatch, maxBatchBytes, memberSalt, parseUpload, utf8 } from '@gongshi/protocol'
import { type Upload, upload } from '../../test/acts.ts'
import { freshFolder } from '../../test/sampleNode.ts'
import { gather } from './gather.ts'

const folder = freshFolder()
let contents: ContentStore
before(async () => {
  contents = await ContentStore.open({ folder })
})
after(async () => {
  await contents.close()
  rmSync(folder, { recursive: true, force: true })
})

const make = (text: string) => upload([{ path: '/1', bytes: utf8(text) }])
async function keep(each: Upload): Promise<Upload> {
  const { recordKey, members } = parseUpload(each.body)
  await contents.put(
    recordKey,
    members.map(({ path, bytes }) => ({ path, bytes: [bytes] })),
    each.commitment,
  )
  return each
}
const gathered = async (uploads: readonly Upload[]) =>
  gather(
    contents,
    uploads.map(({ commitment }) => commitment),
  )

test('those that are here, in the order asked for; absent and erased ones are left out', async () => {
  const [first, second, gone] = await Promise.all(
    [make('one'), make('two'), make('gone')].map(async (each) => keep(await each)),
  )
  await contents.erase(gone!.commitment, { entry: 1, clause: 'personal-information/47', at: 1 })
  assert.deepEqual(await gathered([second!, gone!, await make('nowhere'), first!]), [
    { commitment: second!.commitment, upload: Buffer.from(second!.body) },
    { commitment: first!.commitment, upload: Buffer.from(first!.body) },
  ])
})

test('one that does not fit any more stands without bytes, those after it come, and the answer keeps its bound', async () => {
  const small = await keep(await make('small'))
  const large = await keep(await make('x'.repeat(maxBatchBytes)))
  const half = await keep(await make('y'.repeat(maxBatchBytes / 2)))
  const other = await keep(await make('z'.repeat(maxBatchBytes / 2)))
  const found = await gathered([large, half, other, small])
  assert.deepEqual(
    found.map(({ upload }) => upload.length),
    [0, half.body.length, 0, small.body.length],
  )
  assert.ok(encodeUploadBatch(found).length <= maxBatchBytes)
})

test('one that is known by its members’ salts alone has no record key to give along', async () => {
  const { commitment, body } = await make('salted')
  const { recordKey } = parseUpload(body)
  await contents.put(null, [{ path: '/1', salt: memberSalt(recordKey, '/1'), bytes: [utf8('salted')] }], commitment)
  assert.deepEqual(await gathered([{ commitment, body } as Upload]), [{ commitment, upload: new Uint8Array() }])
})
