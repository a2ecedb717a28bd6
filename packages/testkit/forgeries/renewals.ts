import { encodeEvidence, encodeVkey } from '@gongshi/protocol'
import {
  noteSigner,
  now,
  renewalEvidence,
  renewalStates,
  solo,
  startTime,
  stateEvidence,
  testValidator,
  trustOf,
} from '../../protocol/test/evidence.ts'
import { type Forgery, other, type Told } from './forgery.ts'

const [own, foreign] = [noteSigner('ledger.example/own'), noteSigner('ledger.example/foreign')]
const vkeyOf = ({ name, publicKey }: typeof own) => encodeVkey({ name, type: 1, publicKey })
const listed = [
  [[], [own.name, foreign.name]],
  [[own.name], [vkeyOf(own), startTime, 7]],
  [[foreign.name], [vkeyOf(foreign), startTime, 8]],
] as const

const renewal = (
  told: Told,
  code: string,
  made: () => Promise<Uint8Array>,
  trust = trustOf(),
  at = now,
  step?: string,
) => {
  const forged = other(told, code, async () => ({ kind: 'renewal', evidence: await made(), trust, now: at }), 'renewal')
  return step === undefined ? forged : { ...forged, step }
}

/** A newer trust root that does not follow from the one that is held. */
export const renewalForgeries: readonly Forgery[] = [
  renewal(
    [
      'renewed-from-an-expired-root',
      '从早已过期的信任根推出新的信任根',
      'A newer trust root is drawn from one that is long past its period',
    ],
    'trust-expired',
    async () => encodeEvidence(await renewalEvidence({ height: 20 })),
    trustOf(solo, { trustPeriodMs: 30_000 }),
    startTime + 30_001,
  ),
  renewal(
    ['renewed-by-another-value', '用别的数值推出新的信任根', 'Another value of the state is to renew a trust root'],
    'trust-renewal-mismatch',
    async () => encodeEvidence(await stateEvidence(7)),
  ),
  renewal(
    [
      'renewed-by-strangers',
      '由陌生人签署的区块推出新的信任根',
      'A trust root is renewed by a header that strangers have signed',
    ],
    'evidence-overlap-insufficient',
    async () =>
      encodeEvidence(await renewalEvidence({ height: 20, tellSet: true, validators: [testValidator('stranger')] })),
    trustOf(),
    now,
    'commit',
  ),
  renewal(
    [
      'renewed-with-a-publisher-left-out',
      '账本列出两名发布者，只出示一名的公钥',
      'Of two publishers that the ledger lists, the key of one is shown',
    ],
    'trust-renewal-mismatch',
    () => renewalStates(listed, [[], [own.name]]),
  ),
  renewal(
    [
      'renewed-with-a-key-of-another',
      '把一名发布者的公钥列在另一名之下',
      'The key of one publisher stands under the name of another',
    ],
    'trust-renewal-mismatch',
    () =>
      renewalStates([
        [[], [own.name]],
        [[own.name], [vkeyOf(foreign), startTime, 7]],
      ]),
  ),
]
