import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { SoftPasskey } from '@gongshi/testkit'
import fc from 'fast-check'
import { fromHex, toHex } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { generateSecret, type Signer, secretSigner } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import { checkSigned } from '../transaction/signed.ts'
import { createDraft, type Draft, encodeDraft, parseDraft } from './draft.ts'
import { DraftError } from './errors.ts'
import { declineDraft, finishDraft, mergeDrafts, signDraft } from './sign.ts'

const secret = (byte: number) => new Uint8Array(32).fill(byte)
const first = secretSigner('ed25519', secret(1))
const second = secretSigner('es256', secret(2))
const third = new SoftPasskey(generateSecret('es256', secret(3)), { rpId: 'a.example', origin: 'https://a.example' })
const stranger = secretSigner('ed25519', secret(4))
const signers: readonly Signer[] = [first, second, third]

const notAfter = 1_800_000_000_000
const now = notAfter - 1000
const blank = (salt = 3) =>
  createDraft({
    chainId: 'city',
    notAfter,
    affair: 'treasury',
    version: 1,
    action: 'pay',
    salt: secret(salt),
    input: encodeCbor(['土地', 42]),
    signers: signers.map(({ key }) => key.id),
  })
const again = (draft: Draft) => parseDraft(encodeDraft(draft))
const coded = (code: string) => ({ code })

describe('a draft', () => {
  test('goes from signer to signer, in any order, and is then the transaction whose id it had from the start', async () => {
    let draft = blank()
    const { txId } = draft
    for (const signer of [third, first, second]) {
      assert.throws(() => finishDraft(draft, now), coded('draft-unfinished'))
      draft = again(await signDraft(draft, signer, now))
      assert.deepEqual(draft.txId, txId)
    }
    const transaction = finishDraft(draft, now)
    assert.deepEqual(transaction.txId, txId)
    checkSigned(
      transaction,
      signers.map(({ key }) => key),
    )
  })

  test('holds nothing but the act and what its signers said of it', async () => {
    const draft = await signDraft(blank(), first, now)
    const bytes = toHex(encodeDraft(draft))
    assert.ok(!bytes.includes(toHex(secret(1))), 'no secret')
    assert.equal(encodeDraft(draft).length - draft.payload.length - draft.input.length < 260, true)
  })

  test('copies that were signed apart are joined; drafts of other acts are not', async () => {
    const copies = await Promise.all(signers.map((signer) => signDraft(blank(), signer, now)))
    const joined = copies.reduce(mergeDrafts)
    checkSigned(
      finishDraft(joined, now),
      signers.map(({ key }) => key),
    )
    assert.throws(() => mergeDrafts(joined, blank(9)), coded('draft-other'))
    const declined = await declineDraft(blank(), second, 'no', now)
    assert.equal(mergeDrafts(joined, declined).marks[1]!.kind, 'declined')
    assert.equal(mergeDrafts(declined, joined).marks[1]!.kind, 'declined')
  })

  test('is declined with a reason that is the signer’s own, and then neither signed nor submitted', async () => {
    const draft = again(await declineDraft(await signDraft(blank(), first, now), third, '金额与预算不符。', now))
    const mark = draft.marks[2]!
    assert.ok(mark.kind === 'declined' && mark.reason === '金额与预算不符。')
    await assert.rejects(signDraft(draft, second, now), coded('draft-declined'))
    assert.throws(() => finishDraft(draft, now), coded('draft-declined'))
    const forged = draft.marks.with(2, { ...mark, reason: '同意' })
    assert.throws(() => again({ ...draft, marks: forged }), coded('draft-signature-invalid'))
    for (const reason of ['', 'a\nb', 'x\u202e', 'x'.repeat(limits.declineReasonBytes + 1)])
      await assert.rejects(declineDraft(blank(), first, reason, now), coded('draft-malformed'))
  })

  test('refuses strangers, second signatures and whatever comes after its time', async () => {
    await assert.rejects(signDraft(blank(), stranger, now), coded('draft-signer-foreign'))
    const once = await signDraft(blank(), first, now)
    await assert.rejects(signDraft(once, first, now), coded('draft-signer-repeated'))
    await assert.rejects(declineDraft(once, first, 'no', now), coded('draft-signer-repeated'))
    await assert.rejects(signDraft(blank(), first, notAfter + 1), coded('draft-expired'))
    await signDraft(blank(), first, notAfter)
    const whole = (await Promise.all(signers.map((signer) => signDraft(blank(), signer, now)))).reduce(mergeDrafts)
    assert.throws(() => finishDraft(whole, notAfter + 1), coded('draft-expired'))
  })

  test('with the signature of another, at another place or for another act is none', async () => {
    const [a, b] = [await signDraft(blank(), first, now), await signDraft(blank(), second, now)]
    const swapped = { ...a, marks: [b.marks[1]!, null, null] }
    assert.throws(() => again(swapped), coded('draft-key-mismatch'))
    const other = await signDraft(blank(9), first, now)
    assert.throws(() => again({ ...other, marks: a.marks }), coded('draft-signature-invalid'))
    const foreign = { kind: 'signed', key: stranger.key, signature: secret(0) } as const
    assert.throws(() => again({ ...a, marks: [foreign, null, null] }), coded('draft-key-mismatch'))
    const downgraded = { kind: 'signed', key: { ...third.key, suite: 'es256' }, signature: new Uint8Array(64) } as const
    assert.throws(() => again({ ...a, marks: [null, null, downgraded] }), coded('draft-signature-invalid'))
    assert.throws(() => again({ ...a, marks: a.marks.slice(1) }), coded('draft-malformed'))
    assert.throws(() => again({ ...a, input: encodeCbor(['土地', 43]) }), coded('draft-malformed'))
  })

  test('whatever the bytes, the answer is a code; no change of one byte passes unseen', async () => {
    const draft = await declineDraft(await signDraft(blank(), first, now), second, 'no', now)
    const bytes = encodeDraft(draft)
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 2,
    })
    fc.assert(
      fc.property(edits, (changes) => {
        const changed = bytes.slice()
        for (const [at, change] of changes) changed[at]! ^= change
        assert.throws(() => parseDraft(changed), DraftError)
      }),
      { numRuns: 150 },
    )
    for (let length = 0; length < bytes.length; length += 5)
      assert.throws(() => parseDraft(bytes.subarray(0, length)), DraftError)
    assert.throws(() => parseDraft(new Uint8Array(limits.draftBytes + 1)), coded('draft-too-large'))
    const later = Uint8Array.from(bytes)
    later[1 + 1 + 'gongshi/draft/'.length] = '2'.charCodeAt(0)
    assert.throws(() => parseDraft(later), coded('draft-version-unknown'))
  })
})

describe('docs/vectors/draft.json', () => {
  const file = new URL('../../../../docs/vectors/draft.json', import.meta.url)
  const { good, bad } = JSON.parse(readFileSync(file, 'utf8')) as {
    good: { name: string; draft: string; txId: string; marks: (string | null)[] }[]
    bad: { name: string; draft: string; code: string }[]
  }
  for (const { name, draft, txId, marks } of good)
    test(name, () => {
      const parsed = parseDraft(fromHex(draft))
      assert.equal(toHex(parsed.txId), txId)
      assert.deepEqual(
        parsed.marks.map((mark) => mark?.kind ?? null),
        marks,
      )
      assert.equal(toHex(encodeDraft(parsed)), draft)
    })
  for (const { name, draft, code } of bad)
    test(`bad: ${name}`, () => {
      assert.throws(() => parseDraft(fromHex(draft)), coded(code))
    })
})
