import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  afterCheckpoint,
  cosign,
  cosignerKey,
  type HeaderParts,
  noteSigner,
  now,
  publication,
  publisher,
  signedHeader,
  solo,
  startTime,
  testValidator,
  trustOf,
} from '../../test/evidence.ts'
import { toBase64 } from '../bytes/base64.ts'
import { signCheckpoint } from '../checkpoint/checkpoint.ts'
import { noteKeyId } from '../checkpoint/note.ts'
import { type Evidence, encodeEvidence } from './format.ts'
import { verifyEvidence } from './verify.ts'

const [a, b, c, d, e, f] = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => testValidator(name)) as [
  ReturnType<typeof testValidator>,
  ...ReturnType<typeof testValidator>[],
]
const four = [a, b!, c!, d!]
const base = await publication()

/** The base publication under a head and path of other headers. */
function under(head: Omit<HeaderParts, 'appHash'>, ...path: HeaderParts[]): Evidence {
  const { appHash } = base.head.header
  return {
    ...base,
    path: path.map((parts) => signedHeader({ tellSet: true, ...parts })),
    head: signedHeader({ tellSet: true, ...head, appHash }),
  }
}

async function outcome(evidence: Evidence, root = trustOf(four), at = now): Promise<string> {
  try {
    return (await verifyEvidence(encodeEvidence(evidence), root, at)).status
  } catch (error) {
    const { step, code } = error as { step: string; code: string }
    return `${step} ${code}`
  }
}

describe('several validators', () => {
  test('more than two thirds of the power is needed, and enough', async () => {
    assert.equal(await outcome(under({ height: 9, validators: four, voting: [a, c!, d!] })), 'verified')
    const half = under({ height: 9, validators: four, voting: [a, c!] })
    assert.equal(await outcome(half), 'commit evidence-power-insufficient')
    const weighty = [testValidator('a', 70n), testValidator('b', 20n), testValidator('c', 10n)]
    const alone = under({ height: 9, validators: weighty, voting: weighty.slice(0, 1) })
    assert.equal(await outcome(alone, trustOf(weighty)), 'verified')
  })

  test('exactly two thirds is not enough', async () => {
    const three = four.slice(0, 3)
    const evidence = under({ height: 9, validators: three, voting: three.slice(0, 2) })
    assert.equal(await outcome(evidence, trustOf(three)), 'commit evidence-power-insufficient')
  })
})

describe('trust paths', () => {
  const next = [a, b!, e!, f!]

  test('sequential: a header names the next set, whatever it is', async () => {
    const strangers = [e!, f!]
    const path = { height: 7, validators: four, next: strangers }
    assert.equal(await outcome(under({ height: 8, validators: strangers }, path)), 'verified')
    const unnamed = { height: 7, validators: four, next: [e!] }
    assert.equal(
      await outcome(under({ height: 8, validators: strangers }, unnamed)),
      'commit evidence-validators-mismatch',
    )
  })

  test('skipping: more than a third of the trusted power must be among the votes', async () => {
    assert.equal(await outcome(under({ height: 9, validators: next })), 'verified')
    const few = [a, e!, f!]
    assert.equal(await outcome(under({ height: 9, validators: few })), 'commit evidence-overlap-insufficient')
    assert.equal(await outcome(under({ height: 10, validators: few }, { height: 8, validators: next })), 'verified')
    const silent = [a, b!, e!, f!, testValidator('g')]
    const without = under({ height: 9, validators: silent, voting: silent.slice(1) })
    assert.equal(await outcome(without), 'commit evidence-overlap-insufficient')
  })

  test('a path goes up in height and not back in time', async () => {
    const path = { height: 8, validators: next }
    assert.equal(await outcome(under({ height: 8, validators: next }, path)), 'commit evidence-before-trust')
    const late = { ...path, time: startTime + 20_000 }
    assert.equal(await outcome(under({ height: 9, validators: next }, late)), 'commit evidence-path-order')
    assert.equal(await outcome(under({ height: 9, validators: next }, path, path)), 'path evidence-before-trust')
  })

  test('a set told beside the header must be the header’s', async () => {
    const evidence = under({ height: 9, validators: four })
    const head = { ...evidence.head, validators: [{ publicKey: a.publicKey, power: 10n }] }
    assert.equal(await outcome({ ...evidence, head }), 'commit evidence-validators-mismatch')
  })

  test('handover: a chain that begins anew is vouched for only by the header right before it', async () => {
    const handover = { height: 7, validators: solo, next: four }
    const first = { height: 8, validators: four, first: true }
    const root = trustOf(solo)
    assert.equal(await outcome(under(first, handover), root), 'verified')
    assert.equal(await outcome(under({ height: 9, validators: four }, handover, first), root), 'verified')
    assert.equal(await outcome(under(first), trustOf(four)), 'commit evidence-chain-restarted')
  })
})

describe('expiry, apart from invalidity', () => {
  test('past the trusting period every step still holds, and the verdict says expired', async () => {
    const root = trustOf(solo, { trustPeriodMs: 30_000 })
    const verdict = await verifyEvidence(encodeEvidence(base), root, startTime + 30_001)
    assert.equal(verdict.status, 'expired')
    assert.deepEqual(verdict.findings, [{ kind: 'trust-expired', since: startTime + 30_000 }])
    assert.equal(await outcome(base, root, startTime + 30_000), 'verified')
  })
})

describe('witnesses', () => {
  const witness = noteSigner('witness.example')
  const cosigner = cosignerKey(witness)
  const root = trustOf(solo, { cosigners: [{ threshold: 1, keys: [cosigner] }] })
  const seenAt = startTime / 1000 + 100

  async function ofAnother(change: { size?: number }, by = witness): Promise<Evidence> {
    const checkpoint = { origin: publisher.name, size: base.app.logSize, root: base.app.logRoot, ...change }
    return cosign({ ...base, checkpoint: await signCheckpoint(checkpoint, [publisher]) }, by, seenAt)
  }

  test('a policy’s group must have cosigned this very log root', async () => {
    const good = await cosign(base, witness, seenAt)
    const verdict = await verifyEvidence(encodeEvidence(good), root, now)
    assert.deepEqual(verdict.steps.at(-1)?.facts, {
      required: 1,
      cosigners: [witness.name],
      publisher: publisher.name,
      time: seenAt * 1000,
      notBefore: null,
    })
    assert.equal(verdict.times.witnessed, seenAt * 1000)
    assert.equal(await outcome(base, root), 'witnesses evidence-cosigners-missing')
    assert.equal(await outcome({ ...base, checkpoint: null }, root), 'witnesses evidence-cosigners-missing')
    const forged = { ...witness, sign: noteSigner('nobody.example').sign }
    assert.equal(await outcome(await ofAnother({}, forged), root), 'witnesses evidence-checkpoint-invalid')
    assert.equal(await outcome(await ofAnother({ size: 99 }), root), 'witnesses evidence-checkpoint-mismatch')
    assert.equal(await outcome({ ...base, checkpoint: 'x' }, root), 'witnesses evidence-checkpoint-malformed')
    assert.ok(good.checkpoint?.includes(toBase64(noteKeyId(cosigner)).slice(0, 5)))
  })

  test('a publisher that the root does not know yet takes nothing away', async () => {
    const other = noteSigner('ledger.example/xiangyang-1/n2')
    const { logSize: size, logRoot: root } = base.app
    const checkpoint = await signCheckpoint({ origin: other.name, size, root }, [other])
    const verdict = await verifyEvidence(encodeEvidence({ ...base, checkpoint }), trustOf(solo), now)
    assert.deepEqual(verdict.steps.at(-1)?.facts, {
      required: 0,
      cosigners: [],
      publisher: null,
      time: null,
      notBefore: null,
    })
  })

  test('seen by: a witness counts by its earliest signature, a group by as many as it asks for, the policy by its last group', async () => {
    const second = noteSigner('second.example')
    const twice = await cosign(await cosign(base, witness, seenAt), witness, seenAt - 5)
    const both = await cosign(twice, second, seenAt + 60)
    const keys = [cosigner, cosignerKey(second)]
    const seen = async (...groups: { threshold: number; keys: typeof keys }[]) =>
      (await verifyEvidence(encodeEvidence(both), trustOf(solo, { cosigners: groups }), now)).times.witnessed
    assert.equal(await seen({ threshold: 1, keys }), (seenAt - 5) * 1000)
    assert.equal(await seen({ threshold: 2, keys }), (seenAt + 60) * 1000)
    const [first, other] = keys.map((key) => ({ threshold: 1, keys: [key] }))
    assert.equal(await seen(first!, other!), (seenAt + 60) * 1000)
    assert.equal(await seen(), null)
    const later = await cosign(base, witness, 2 ** 44)
    const verdict = await verifyEvidence(encodeEvidence(later), root, now)
    assert.equal(verdict.times.witnessed, null, 'a time that no number holds is none')
  })

  test('not before: each group by as many as it asks for, the policy by its first group; nothing where too few say so', async () => {
    const second = noteSigner('second.example')
    const keys = [cosigner, cosignerKey(second)]
    const earlier = { size: 60, seen: [[witness, seenAt - 90] as const, [second, seenAt - 150] as const] }
    const bounded = await cosign(await cosign(await afterCheckpoint(earlier), witness, seenAt), second, seenAt)
    const bound = async (evidence: Evidence, ...groups: { threshold: number; keys: typeof keys }[]) =>
      (await verifyEvidence(encodeEvidence(evidence), trustOf(solo, { cosigners: groups }), now)).times.notBefore
    assert.equal(await bound(bounded, { threshold: 1, keys }), (seenAt - 90) * 1000)
    assert.equal(await bound(bounded, { threshold: 2, keys }), (seenAt - 150) * 1000)
    assert.equal(await bound(bounded), null)
    const one = await cosign(await afterCheckpoint({ ...earlier, seen: earlier.seen.slice(1) }), witness, seenAt)
    assert.equal(await bound(one, { threshold: 1, keys: [cosigner] }), null)
    const late = await afterCheckpoint({ ...earlier, size: 61 })
    assert.equal(await outcome(late, trustOf(solo)), 'witnesses evidence-earlier-mismatch')
  })

  test('a cosigner of a type not known here counts for nothing', async () => {
    const later = trustOf(solo, { cosigners: [{ threshold: 1, keys: [{ ...cosigner, type: 7 }] }] })
    assert.equal(await outcome(base, later), 'witnesses evidence-cosigners-missing')
  })
})
