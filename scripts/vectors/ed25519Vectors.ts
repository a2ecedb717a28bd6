import { concat, fromHex, signingSuites, toHex, utf8 } from '@gongshi/protocol'
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { seedBytes } from './vectorFile.ts'

/** `valid` is this protocol's verdict; `cofactored` what the cofactored equation alone would say, where it differs. */
export type SignatureVector = {
  name: string
  publicKey: string
  message: string
  signature: string
  valid: boolean
  cofactored?: boolean
}

type Point = InstanceType<typeof ed25519.Point>

const { BASE, ZERO } = ed25519.Point
const { n: order, p: prime } = ed25519.Point.CURVE()
const torsion = ED25519_TORSION_SUBGROUP.map((hex) => ed25519.Point.fromHex(hex, true))

// RFC 8032 §7.1: secret key, public key, message, signature.
const rfc8032 = [
  [
    'TEST 1',
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    'TEST 2',
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'TEST 3',
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
  [
    'TEST SHA(abc)',
    '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  ],
] as const

// "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko, SSR 2020), cases.json of ed25519-speccheck.
const speccheck = [
  [
    '0: small A and R, S = 0',
    '8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000',
    false,
  ],
  [
    '1: small A, mixed R',
    '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
    false,
  ],
  [
    '2: mixed A, small R',
    'aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e',
    false,
  ],
  [
    '3: mixed A and R, the exact equation holds',
    '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009',
    true,
  ],
  [
    '4: mixed A and R, only the cofactored equation holds',
    'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09',
    false,
  ],
  [
    '5: mixed A, order-L R, cofactored only',
    'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405',
    false,
  ],
  [
    '6: S above L',
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    'e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514',
    false,
  ],
  [
    '7: S far above L',
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    '8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22',
    false,
  ],
  [
    '8: non-canonical small R, hashed as given',
    'fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607',
    false,
  ],
  [
    '9: non-canonical small R, hashed re-encoded',
    '84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09',
    false,
  ],
] as const

export function ed25519Vectors(): { signing: object[]; checks: SignatureVector[] } {
  const fromRfc = rfc8032.map(([name, , publicKey, message, signature]) => ({
    name: `RFC 8032 §7.1 ${name}`,
    publicKey,
    message,
    signature,
    valid: true,
  }))
  const fromPaper = speccheck.map(([name, message, publicKey, signature, valid]) => ({
    name: `speccheck ${name}`,
    publicKey,
    message,
    signature,
    valid,
  }))
  return {
    signing: rfc8032.map(([name, secret, publicKey, message, signature]) => ({
      name: `RFC 8032 §7.1 ${name}`,
      secret,
      publicKey,
      message,
      signature,
    })),
    checks: [
      ...fromRfc,
      ...fromPaper,
      ...torsionVectors(),
      ...smallOrderVectors(),
      ...scalarVectors(),
      ...formVectors(),
    ],
  }
}

/** A = aB + T, R = rB + U for each order of T and U: where the equations agree and where they part. */
function torsionVectors(): SignatureVector[] {
  const vectors: SignatureVector[] = []
  for (const keyOrder of [1, 2, 4, 8])
    for (const nonceOrder of [1, 2, 4, 8]) {
      const keyPart = torsionOfOrder(keyOrder)
      const noncePart = torsionOfOrder(nonceOrder)
      // U = -kT is possible only where U's order divides T's; k depends on the message, so messages are tried in turn.
      for (const exact of [true, false]) {
        const found = findMessage(keyPart, noncePart, exact)
        if (found !== undefined)
          vectors.push({
            name: `torsion of order ${keyOrder} in A, ${nonceOrder} in R, ${exact ? 'exact' : 'cofactored only'}`,
            ...found,
            valid: exact,
            cofactored: true,
          })
      }
    }
  return vectors
}

function findMessage(
  keyPart: Point,
  noncePart: Point,
  exact: boolean,
): Omit<SignatureVector, 'name' | 'valid'> | undefined {
  const secret = scalar(seedBytes('torsion secret'))
  const nonce = scalar(seedBytes('torsion nonce'))
  const publicKey = BASE.multiply(secret).add(keyPart).toBytes()
  const encodedR = BASE.multiply(nonce).add(noncePart).toBytes()
  for (let attempt = 0; attempt < 64; attempt++) {
    const message = utf8(`torsion ${attempt}`)
    const k = scalar(sha512(concat(encodedR, publicKey, message)))
    const residue = noncePart.add(keyPart.multiplyUnsafe(k))
    if (residue.is0() !== exact) continue
    const signature = concat(encodedR, scalarBytes((nonce + k * secret) % order))
    return { publicKey: toHex(publicKey), message: toHex(message), signature: toHex(signature) }
  }
  return undefined
}

/** Every spelling of a point of small order, as A (with a signature that a plain equation accepts) and as R. */
function smallOrderVectors(): SignatureVector[] {
  const spellings = new Set(torsion.flatMap((point) => spellingsOf(point)))
  return [...spellings].flatMap((spelling) => {
    const message = utf8('small order')
    const nonce = scalar(seedBytes('small nonce'))
    const asKey = concat(BASE.multiply(nonce).toBytes(), scalarBytes(nonce))
    const secret = scalar(seedBytes('small secret'))
    const publicKey = BASE.multiply(secret).toBytes()
    const k = scalar(sha512(concat(fromHex(spelling), publicKey, message)))
    const asNonce = concat(fromHex(spelling), scalarBytes((k * secret) % order))
    const both = concat(fromHex(spelling), scalarBytes(0n))
    return [
      {
        name: `A of small order ${spelling}`,
        publicKey: spelling,
        message: toHex(message),
        signature: toHex(asKey),
        valid: false,
      },
      {
        name: `R of small order ${spelling}`,
        publicKey: toHex(publicKey),
        message: toHex(message),
        signature: toHex(asNonce),
        valid: false,
      },
      {
        name: `A and R of small order ${spelling}`,
        publicKey: spelling,
        message: toHex(message),
        signature: toHex(both),
        valid: false,
      },
    ]
  })
}

/** The canonical encoding, y + p where it fits into 255 bits, and both with the sign bit that x = 0 ignores. */
function spellingsOf(point: Point): string[] {
  const { x, y } = point.toAffine()
  const values = y + prime < 2n ** 255n ? [y, y + prime] : [y]
  const signs = x === 0n ? [0n, 1n] : [x & 1n]
  return values.flatMap((value) => signs.map((sign) => toHex(scalarBytes(value | (sign << 255n)))))
}

function scalarVectors(): SignatureVector[] {
  const good = goodSignature()
  const s = littleEndian(good.signature.subarray(32))
  const withS = (name: string, value: bigint) =>
    vector(name, good, concat(good.signature.subarray(0, 32), scalarBytes(value)))
  return [
    vector('a good signature', good, good.signature, true),
    withS('S + L', s + order),
    withS('S + 2 L', s + 2n * order),
    withS('S + 8 L', s + 8n * order),
    withS('S = L', order),
    withS('S = 0', 0n),
    withS('S = 2^256 - 1', 2n ** 256n - 1n),
    withS('-S', order - s),
    withS('S with bit 253 set', s | (1n << 253n)),
    withS('S with bit 255 set', s | (1n << 255n)),
  ]
}

function formVectors(): SignatureVector[] {
  const good = goodSignature()
  const { signature } = good
  const flipped = (at: number) => {
    const copy = signature.slice()
    copy[at]! ^= 1
    return copy
  }
  const otherSign = signature.slice()
  otherSign[31]! ^= 0x80
  const offCurve = scalarBytes(2n)
  const aboveP = scalarBytes(prime + 3n)
  return [
    vector('one bit of R changed', good, flipped(0)),
    vector('one bit of S changed', good, flipped(32)),
    vector('the sign of R changed', good, otherSign),
    vector('a signature of 63 bytes', good, signature.subarray(0, 63)),
    vector('a signature of 65 bytes', good, concat(signature, Uint8Array.of(0))),
    vector('no signature', good, new Uint8Array(0)),
    vector('another message', { ...good, message: utf8('other') }, signature),
    vector('A off the curve (y = 2)', { ...good, publicKey: offCurve }, signature),
    vector('A with y = p + 3', { ...good, publicKey: aboveP }, signature),
    vector('A with y = 2^255 - 1', { ...good, publicKey: scalarBytes(2n ** 255n - 1n) }, signature),
    vector('-A', { ...good, publicKey: negated(good.publicKey) }, signature),
    vector('R off the curve (y = 2)', good, concat(offCurve, signature.subarray(32))),
    vector('R with y = p + 3', good, concat(aboveP, signature.subarray(32))),
    vector(
      'the identity for A and R, S = 0',
      { ...good, publicKey: ZERO.toBytes() },
      concat(ZERO.toBytes(), scalarBytes(0n)),
    ),
  ]
}

type Good = { publicKey: Uint8Array; message: Uint8Array; signature: Uint8Array }

function goodSignature(): Good {
  const secret = seedBytes('ed25519 secret')
  const message = utf8('gongshi')
  return {
    publicKey: signingSuites.ed25519.publicKey(secret),
    message,
    signature: signingSuites.ed25519.sign(secret, message),
  }
}

function vector(name: string, { publicKey, message }: Good, signature: Uint8Array, valid = false): SignatureVector {
  return { name, publicKey: toHex(publicKey), message: toHex(message), signature: toHex(signature), valid }
}

function torsionOfOrder(wanted: number): Point {
  return torsion.find((point) => orderOf(point) === wanted)!
}

function orderOf(point: Point): number {
  let multiple = point
  let count = 1
  for (; !multiple.is0(); count++) multiple = multiple.add(point)
  return count
}

function negated(encoded: Uint8Array): Uint8Array {
  const copy = encoded.slice()
  copy[31]! ^= 0x80
  return copy
}

function scalar(bytes: Uint8Array): bigint {
  return littleEndian(bytes) % order
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.slice().reverse())}`)
}

function scalarBytes(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0')).reverse()
}
