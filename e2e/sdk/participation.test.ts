import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { participation } from '@gongshi/affairs'
import { type Cbor, decodeCbor, generateSecret, secretSigner, signCertificate, toHex, utf8 } from '@gongshi/protocol'
import { actOf, type Committed, createClient, createWallet, submit, uploadContent } from '@gongshi/sdk'
import { admissionRequest, admitPerson, comment, type Place, placeIn } from '@gongshi/sdk/person'
import { waitFor } from '../../packages/node/test/acts.ts'
import { chainId, officers, organ, type Sample, startSample } from '../../packages/node/test/sampleNode.ts'

const secretOf = (word: string) => new Uint8Array(createHmac('sha256', 'a city of the test').update(word).digest())
const desk = secretSigner('es256', generateSecret('es256', secretOf('identity desk')))
const wallet = createWallet(officers.clerk)
const people = ['first', 'second', 'third'] as const
const seeds = Object.fromEntries(people.map((name) => [name, secretOf(name)])) as Record<
  (typeof people)[number],
  Uint8Array
>
const matters = ['QS-2026-1', 'QS-2026-2'].map((number) => [[organ.scheme, organ.id], number] as const)
const wordsOf = (name: string, matter: number) =>
  `${name} says of matter ${matter}: leave the plane trees where they are`
/** What must not stand anywhere that anybody but its holder, the desk and the organ sees. */
const secrets: Uint8Array[] = []
const entries = new Map<string, number[]>()
let node: Sample

before(async () => {
  node = await startSample()
  for (const [at, [, number]] of matters.entries()) await openMatter(number, at)
  for (const [at, matter] of matters.entries())
    for (const name of people) {
      const place = placeIn(seeds[name], chainId, matter)
      const certificate = await certify(place)
      const issued = { certificate, issuer: desk.key }
      const admitted = ok(await admitPerson(client(), wallet, matter, admissionRequest(place), issued))
      const said = ok(await comment(client(), place, wordsOf(name, at)))
      entries.set(`${name} ${at}`, [admitted.index, said.index])
    }
  const last = Math.max(...[...entries.values()].flat())
  await waitFor('the log of the last entry', async () => (await fetch(`${node.url}/log/body/${last}`)).status === 200)
})
after(() => node.end())

const client = () => createClient({ url: node.url })

async function openMatter(number: string, at: number): Promise<void> {
  const draft = await uploadContent(client(), officers.clerk, [
    { path: 'paragraph/1/en', bytes: utf8(`What the city means to do, ${at}`) },
  ])
  const division = { scheme: 'x-sample', code: '990100', date: '2026-01-01' }
  const input = { organ, number, division, draft, clause: 'major-decisions/14', days: 5 }
  ok(await submit(client(), wallet, actOf(participation, 'open'), input as never))
}

async function certify({ scope, signer }: Place): Promise<Uint8Array> {
  const notBefore = Date.now() - 60_000
  const certificate = await signCertificate(desk, {
    ...{ chainId, scope, keyId: signer.key.id, level: 3 },
    ...{ notBefore, notAfter: notBefore + 3_600_000 },
  })
  secrets.push(certificate.slice(-64))
  return certificate
}

function ok(committed: Committed): Committed {
  assert.equal(committed.outcome[0], 'ok', JSON.stringify(committed.outcome))
  return committed
}

describe('one person in two matters', () => {
  test('comments in each once, and is refused a second time, by a stranger’s certificate and in another matter', async () => {
    const place = placeIn(seeds.first, chainId, matters[0]!)
    assert.equal((await comment(client(), place, 'once more')).outcome[1], 'row-status')
    const next = placeIn(seeds.first, chainId, matters[0]!, 1)
    const issued = { certificate: await certify(place), issuer: desk.key }
    const admit = (matter: Cbor, who: Place, given = issued) =>
      admitPerson(client(), wallet, matter, admissionRequest(who), given)
    await assert.rejects(admit(matters[0]!, next), { code: 'certificate-other-scope' }, 'another key')
    await assert.rejects(admit(matters[1]!, place), { code: 'certificate-other-scope' }, 'another matter')
    const other = { certificate: issued.certificate, issuer: officers.clerk.key }
    await assert.rejects(admit(matters[0]!, place, other), { code: 'certificate-issuer-mismatch' })
    await assert.rejects(comment(client(), place, '  '), { code: 'client-comment-length' })
    await assert.rejects(comment(client(), place, 'x'.repeat(4001)), { code: 'client-comment-length' })
  })

  test('has nothing in common in what is published but what everybody’s comments have', async () => {
    const published = new Map<string, ReadonlySet<string>>()
    for (const [name, indexes] of entries) published.set(name, await valuesOf(indexes))
    for (const name of people) {
      const [one, other] = [published.get(`${name} 0`)!, published.get(`${name} 1`)!]
      const strangers = people.filter((each) => each !== name).map((each) => published.get(`${each} 1`)!)
      const common = [...one].filter((value) => other.has(value))
      assert.ok(one.size > 20 && common.length > 0, 'there is something to compare')
      const linking = common.filter((value) => !strangers.every((stranger) => stranger.has(value)))
      assert.deepEqual(linking, [], name)
    }
  })

  test('stands nowhere by the secret, the certificate or the desk: not in files, answers or logs', async () => {
    const answers = await Promise.all(
      [
        ...[...entries.values()].flat().flatMap((index) => [`/api/v1/entries/${index}`, `/zh/ledger/entries/${index}`]),
        '/api/v1/affairs/participation/views/comment',
        '/api/v1/affairs/participation/views/consultation',
        '/api/v1/affairs/identity/views/key',
        '/api/v1/affairs/identity/views/subject',
        '/log/tile/entries/000.p/10',
      ].map(async (path) => new Uint8Array(await (await fetch(`${node.url}${path}`)).arrayBuffer())),
    )
    const files = filesIn(node.data)
    const everything = [...files, ...answers, utf8(node.lines.join('\n'))].map((bytes) => Buffer.from(bytes))
    const holds = (needle: Uint8Array) => everything.some((bytes) => holdsValue(bytes, needle))
    const place = placeIn(seeds.first, chainId, matters[0]!)
    assert.ok(holds(place.author) && holds(place.signer.key.id), 'what is looked for is found where it is')
    for (const secret of [...secrets, ...Object.values(seeds), desk.key.id]) assert.ok(!holds(secret), toHex(secret))
  })

  test('what was said is a content, and no word of it is on the ledger', async () => {
    for (const [name, [, index]] of entries) {
      const { bytes } = await rawOf(index!)
      assert.ok(!Buffer.from(bytes).includes('plane trees'), name)
    }
    await waitFor('the views', async () => (await rowsOf('comment')).length === 6)
    for (const { fields } of await rowsOf('comment')) {
      const answer = await fetch(`${node.url}/api/v1/contents/${fields.content}/member?path=paragraph/1/und`)
      assert.match(await answer.text(), /says of matter [01]: leave the plane trees/)
    }
  })
})

type Shown = { readonly fields: { readonly content: string } }

async function rowsOf(view: string): Promise<readonly Shown[]> {
  const answer = await fetch(`${node.url}/api/v1/affairs/participation/views/${view}?limit=50`)
  return ((await answer.json()) as { readonly rows: readonly Shown[] }).rows
}

/** An entry as the log publishes it: leaf, signed part, body. */
async function rawOf(index: number): Promise<{ bytes: Uint8Array; text: string }> {
  const text = await (await fetch(`${node.url}/api/v1/entries/${index}`)).text()
  const [signed, body] = await Promise.all(
    ['signed', 'body'].map(async (part) => {
      const answer = await fetch(`${node.url}/log/${part}/${index}`)
      assert.equal(answer.status, 200, `${part} ${index}`)
      return answer.bytes()
    }),
  )
  return { bytes: Buffer.concat([signed!, body!]), text }
}

/**
 * Every value that could be a person's: byte strings of eight bytes and more that stand anywhere in the signed part and the
 * body, also one inside another, and in the answer every run of sixteen letters or digits. Times and numbers are not: they
 * tell when, and everybody's tell it.
 */
async function valuesOf(indexes: readonly number[]): Promise<ReadonlySet<string>> {
  const values = new Set<string>()
  for (const index of indexes) {
    const { bytes, text } = await rawOf(index)
    for (let at = 0; at < bytes.length; ) at += take(bytes.subarray(at), values)
    for (const [run] of text.matchAll(/[A-Za-z0-9_+/-]{16,}/g)) values.add(run)
  }
  return values
}

/** Takes one item of a sequence, by its heads alone, so that COSE's tags and maps are no hindrance. */
function take(bytes: Uint8Array, values: Set<string>): number {
  const major = bytes[0]! >> 5
  const { size, argument } = headOf(bytes)
  if (major !== 2 && major !== 3) return size
  const value = bytes.subarray(size, size + argument)
  if (major === 3) return size + argument
  if (argument >= 8) values.add(toHex(value))
  if (isCbor(value)) for (let at = 0; at < value.length; ) at += take(value.subarray(at), values)
  return size + argument
}

function headOf(bytes: Uint8Array): { readonly size: number; readonly argument: number } {
  const low = bytes[0]! & 31
  if (low < 24) return { size: 1, argument: low }
  const length = 2 ** (low - 24)
  return { size: 1 + length, argument: Number(`0x${toHex(bytes.subarray(1, 1 + length))}`) }
}

function isCbor(value: Uint8Array): boolean {
  try {
    decodeCbor(value, { maxBytes: 65_535, maxDepth: 16 })
    return value.length > 0
  } catch {
    return false
  }
}

function filesIn(folder: string): Uint8Array[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
}

/** As bytes, hexadecimal, base64 or base64url. */
function holdsValue(bytes: Buffer, value: Uint8Array): boolean {
  const needle = Buffer.from(value)
  const base64 = needle.toString('base64').slice(0, -4)
  return [needle, needle.toString('hex'), base64, base64.replaceAll('+', '-').replaceAll('/', '_')].some((form) =>
    bytes.includes(form),
  )
}
