import { concat, generateSecret, keyMaterial, normaliseEs256, sha256, toHex, utf8 } from '@gongshi/protocol'
import { type AssertionChanges, SoftPasskey } from '@gongshi/testkit'
import { p256 } from '@noble/curves/nist.js'
import { seedBytes } from './vectorFile.ts'

/** `signature` is authenticatorData (37) ‖ r ‖ s (64) ‖ clientDataJSON; `code` is why it is refused. */
export type AssertionVector = {
  name: string
  publicKey: string
  message: string
  signature: string
  valid: boolean
  code?: string
}

const message = utf8('gongshi webauthn vectors')
const site = { rpId: 'gongshi.example', origin: 'https://portal.gongshi.example' }
const secret = generateSecret('es256', seedBytes('webauthn key'))

const good: readonly [name: string, changes: AssertionChanges][] = [
  ['user present and verified, backed up', {}],
  ['not backup eligible', { flags: 0x05 }],
  ['backup eligible, not backed up', { flags: 0x0d }],
  ['another origin and RP id: the ledger judges them', { rpId: 'other.example', origin: 'http://localhost:7900' }],
  [
    'a member that Chromium adds',
    {
      clientData: add(
        '"other_keys_can_be_added_here":"do not compare clientDataJSON against a template. See https://goo.gl/yabPex"',
      ),
    },
  ],
  ['an added object', { clientData: add('"tokenBinding":{"status":"supported"}') }],
  ['an origin of 300 bytes', { origin: `https://${'a'.repeat(292)}` }],
]

const malformed: readonly [name: string, changes: AssertionChanges][] = [
  ['type webauthn.create', { type: 'webauthn.create' }],
  ['type payment.get', { type: 'payment.get' }],
  ['a member before the others', { clientData: (json) => json.replace('{', '{"a":1,') }],
  ['a member between the others', { clientData: (json) => json.replace(',"origin"', ',"a":1,"origin"') }],
  [
    'origin before challenge',
    { clientData: (json) => json.replace(/("challenge":"[^"]*"),("origin":"[^"]*")/, '$2,$1') },
  ],
  ['members sorted by name', { clientData: (json) => JSON.stringify(sorted(JSON.parse(json))) }],
  ['a space', { clientData: (json) => json.replace(',', ', ') }],
  ['a line break at the end', { clientData: (json) => `${json}\n` }],
  ['no crossOrigin', { clientData: (json) => json.replace(',"crossOrigin":false', '') }],
  ['crossOrigin as a text', { clientData: (json) => json.replace('false', '"false"') }],
  ['challenge again at the end', { clientData: add('"challenge":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"') }],
  ['origin again at the end', { clientData: add('"a":1,"origin":"https://evil.example"') }],
  ['type again, after an added member', { clientData: add('"a":"b","type":"webauthn.get"') }],
  ['an escaped name at the end', { clientData: add('"\\u006frigin":"https://evil.example"') }],
  ['not closed', { clientData: (json) => json.slice(0, -1) }],
  ['something after the object', { clientData: (json) => `${json}{}` }],
  ['a comma and no member', { clientData: add('') }],
  ['characters beyond ASCII', { origin: 'https://公示.example' }],
  ['a quote in the origin', { origin: 'https://a\\"b' }],
  ['an origin of 301 bytes', { origin: `https://${'a'.repeat(293)}` }],
  ['no origin', { origin: '' }],
  ['clientDataJSON of 1,025 bytes', { clientData: fill(1025) }],
  ['extensions', { flags: 0x9d, extensions: Uint8Array.of(0xa0) }],
  ['extensions that the flags do not name', { extensions: Uint8Array.of(0xa0) }],
  ['the flag of extensions without any', { flags: 0x9d }],
  ['the flag of an attested credential', { flags: 0x5d }],
  ['backed up but not eligible', { flags: 0x15 }],
  ['a reserved flag', { flags: 0x1f }],
]

const others: readonly [name: string, code: string, changes: AssertionChanges][] = [
  ['another challenge', 'assertion-challenge-mismatch', { challenge: sha256(utf8('another')) }],
  ['the message itself as challenge', 'assertion-malformed', { challenge: message }],
  ['a padded challenge', 'assertion-malformed', { clientData: (json) => json.replace('","origin', '=","origin') }],
  ['in a frame of another site', 'assertion-cross-origin', { crossOrigin: true }],
  ['user present, not verified', 'assertion-user-not-verified', { flags: 0x19 }],
  ['user verified, not present', 'assertion-user-not-verified', { flags: 0x1c }],
  ['no flags', 'assertion-user-not-verified', { flags: 0x00 }],
]

export async function webauthnVectors(): Promise<{ checks: AssertionVector[] }> {
  const vector = async (name: string, changes: AssertionChanges, code?: string): Promise<AssertionVector> =>
    shown(name, await passkey().signAs(message, changes), code)
  return {
    checks: [
      ...(await Promise.all(good.map(([name, changes]) => vector(name, changes)))),
      ...(await Promise.all(malformed.map(([name, changes]) => vector(name, changes, 'assertion-malformed')))),
      ...(await Promise.all(others.map(([name, code, changes]) => vector(name, changes, code)))),
      ...(await signatureFaults()),
    ],
  }
}

async function signatureFaults(): Promise<AssertionVector[]> {
  const value = await passkey().sign(message)
  const at = (from: number, bytes: Uint8Array) => {
    const changed = value.slice()
    changed.set(bytes, from)
    return changed
  }
  const s = p256.Point.Fn.fromBytes(value.slice(69, 101))
  const high = p256.Point.Fn.toBytes(p256.Point.Fn.neg(s))
  if (toHex(normaliseEs256(concat(value.slice(37, 69), high))) !== toHex(value.slice(37, 101)))
    throw new Error('not low')
  const invalid = (name: string, changed: Uint8Array) => shown(name, changed, 'signature-invalid')
  return [
    invalid('the same signature with its other, high S', at(69, high)),
    invalid('r = 0', at(37, new Uint8Array(32))),
    invalid('the counter changed', at(36, Uint8Array.of(value[36]! ^ 1))),
    invalid('another RP id than was signed', at(0, sha256(utf8('other.example')))),
    invalid('an ES256 signature of the message itself', at(37, await plain())),
    shown('only an ES256 signature', await plain(), 'assertion-malformed'),
    shown('nothing', new Uint8Array(0), 'assertion-malformed'),
    shown('no clientDataJSON', value.slice(0, 101), 'assertion-malformed'),
  ]
}

async function plain(): Promise<Uint8Array> {
  return p256.sign(message, secret, { lowS: true, prehash: true, format: 'compact' })
}

/** Its counter begins anew, so that no vector depends on the ones before. */
function passkey(): SoftPasskey {
  return new SoftPasskey(secret, site)
}

function shown(name: string, signature: Uint8Array, code?: string): AssertionVector {
  const { key } = passkey()
  return {
    name,
    publicKey: toHex(keyMaterial(key)),
    message: toHex(message),
    signature: toHex(signature),
    valid: code === undefined,
    ...(code === undefined ? {} : { code }),
  }
}

function add(member: string): (json: string) => string {
  return (json) => json.replace(/\}$/, () => `,${member}}`)
}

function fill(length: number): (json: string) => string {
  return (json) => add(`"a":"${'b'.repeat(length - json.length - 7)}"`)(json)
}

function sorted(members: object): object {
  return Object.fromEntries(Object.entries(members).sort(([left], [right]) => (left < right ? -1 : 1)))
}
