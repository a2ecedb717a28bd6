import { createHash, createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import { nativeSignatureCheck } from '@gongshi/ledger'
import {
  checkSigned,
  encodeCbor,
  equalBytes,
  generateSecret,
  keyMaterial,
  type PublicKey,
  parseTransaction,
  relyingPartyOf,
  type Signed,
  sha256,
  signatureInput,
  signTransaction,
  splitAssertion,
  utf8,
} from '@gongshi/protocol'
import { SoftPasskey } from '@gongshi/testkit'
import { against, type BenchModule, cpuMicros } from './support/measure.ts'

const name = 'check a passkey’s signature'
const site = { rpId: 'city.example', origin: 'https://portal.city.example' }

/** An officer signs by passkey: what that costs a node beyond the cryptography that nobody can leave out. */
export const passkeys: BenchModule = {
  name: 'passkeys',
  title: 'Passkeys',
  measures: [name],
  what: 'Acts signed by passkey, in one thread’s own time: the assertion’s form, flags, challenge and signature, RP id and origin. The rival is the bare pipeline on node:crypto, without our checks of form: SHA-256 of what was signed, `JSON.parse` of clientDataJSON with type, challenge and origin compared, the flags, SHA-256, ECDSA.',
  async run({ quick }) {
    const [rounds, acts] = quick ? [5, 200] : [15, 2_000]
    const passkey = new SoftPasskey(generateSecret('es256', new Uint8Array(randomBytes(32))), site)
    const signed: Signed[] = []
    for (let act = 0; act < acts; act++) signed.push(await signedBy(passkey))
    const check = nativeSignatureCheck()
    const opened = openKey(passkey.key)
    const rpIdHash = sha256(utf8(site.rpId))
    const ours = (act: number) => {
      checkSigned(signed[act]!, [passkey.key], check)
      const { rpIdHash: made, origin } = relyingPartyOf(signed[act]!.signatures[0]!.signature)!
      if (origin !== site.origin || !equalBytes(made, sha256(utf8(site.rpId)))) throw new Error('another site')
    }
    const bare = (act: number) => {
      if (!barePipeline(signed[act]!, opened, rpIdHash)) throw new Error('not accepted')
    }
    const perSecond = (micros: readonly number[]) => micros.map((value) => 1e6 / value)
    return [
      against(
        { name, unit: '/s', goal: { of: 'ratio', bound: 'least', at: 0.8 } },
        'bare pipeline on node:crypto',
        perSecond(cpuMicros(rounds, acts, ours)),
        perSecond(cpuMicros(rounds, acts, bare)),
      ),
    ]
  },
}

async function signedBy(passkey: SoftPasskey): Promise<Signed> {
  const fields = {
    chainId: 'bench',
    notAfter: Date.now(),
    affair: 'disclosure',
    version: 1,
    action: 'publish',
    input: encodeCbor(['a']),
    salt: new Uint8Array(randomBytes(32)),
  }
  return parseTransaction(await signTransaction(fields, [passkey]))
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

function barePipeline(signed: Signed, key: KeyObject, rpIdHash: Uint8Array): boolean {
  const { authenticatorData, clientData, signature } = splitAssertion(signed.signatures[0]!.signature)!
  const { type, challenge, origin } = JSON.parse(Buffer.from(clientData).toString()) as Record<string, string>
  const asked = sha(signatureInput(signed, 0)).toString('base64url')
  if (type !== 'webauthn.get' || challenge !== asked || origin !== site.origin) return false
  if ((authenticatorData[32]! & 5) !== 5 || !equalBytes(authenticatorData.subarray(0, 32), rpIdHash)) return false
  const message = Buffer.concat([authenticatorData, sha(clientData)])
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

function openKey(key: PublicKey): KeyObject {
  const part = (from: number) => Buffer.from(keyMaterial(key).subarray(from, from + 32)).toString('base64url')
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: part(0), y: part(32) }, format: 'jwk' })
}
