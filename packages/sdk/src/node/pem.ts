import { createPrivateKey } from 'node:crypto'
import { ed25519Pkcs8, keyMaterial, type SecretSuiteName, secretSigner } from '@gongshi/protocol'

/** A secret as PKCS #8 in PEM (RFC 5958, RFC 7468), as every language's libraries read it. In the clear. */
export function pemOf(suite: SecretSuiteName, secret: Uint8Array): string {
  const key =
    suite === 'ed25519'
      ? createPrivateKey({ key: Buffer.from(ed25519Pkcs8(secret)), format: 'der', type: 'pkcs8' })
      : createPrivateKey({ key: p256Jwk(secret), format: 'jwk' })
  return key.export({ format: 'pem', type: 'pkcs8' }) as string
}

function p256Jwk(secret: Uint8Array) {
  const point = keyMaterial(secretSigner('es256', secret).key)
  const [x, y, d] = [point.subarray(0, 32), point.subarray(32), secret].map((part) =>
    Buffer.from(part).toString('base64url'),
  )
  return { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: d! }
}
