import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fromHex, toHex, utf8 } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { parseCoseKey } from '../keys/publicKey.ts'
import { generateSecret, secretSigner } from '../keys/secret.ts'
import { CertificateError } from './errors.ts'
import {
  parseOrganCertificate,
  parseTokenRequest,
  verifyOrganCertificate,
  verifyTokenRequest,
} from './organStatements.ts'

describe('what a representative signs', () => {
  const file = new URL('../../../../docs/vectors/pairwise.json', import.meta.url)
  const { statements } = JSON.parse(readFileSync(file, 'utf8'))
  const officer = parseCoseKey(fromHex(statements.officer))
  const matter = { chainId: 'gongshi-vectors', scope: statements.scope }
  const certificate = fromHex(statements.organCertificate)
  const request = fromHex(statements.tokenRequest)
  const codeOf = (act: () => unknown): string => {
    try {
      act()
      return 'ok'
    } catch (error) {
      if (error instanceof CertificateError) return error.failure.code
      throw error
    }
  }

  test('is read and verified as the vectors say', () => {
    const certified = parseOrganCertificate(certificate)
    assert.deepEqual([certified.organ, toHex(certified.keyId)], [statements.organ, statements.keyId])
    verifyOrganCertificate(certified, matter, officer)
    const asked = parseTokenRequest(request)
    assert.deepEqual([asked.organ, toHex(asked.blinded)], [statements.organ, statements.blinded])
    verifyTokenRequest(asked, matter, officer)
  })

  test('is refused for another matter, by another key, as another statement, or altered', () => {
    const certified = parseOrganCertificate(certificate)
    const verify = (expected: typeof matter, key = officer) =>
      codeOf(() => verifyOrganCertificate(certified, expected, key))
    assert.equal(verify({ ...matter, chainId: 'another' }), 'certificate-other-scope')
    assert.equal(verify({ ...matter, scope: { ...matter.scope, row: 'CG-2' } }), 'certificate-other-scope')
    const other = secretSigner('ed25519', generateSecret('ed25519', sha256(utf8('another')))).key
    assert.equal(verify(matter, other), 'certificate-issuer-mismatch')
    assert.equal(
      codeOf(() => parseOrganCertificate(request)),
      'certificate-malformed',
    )
    assert.equal(
      codeOf(() => parseTokenRequest(certificate)),
      'certificate-malformed',
    )
    assert.equal(
      codeOf(() => parseTokenRequest(new Uint8Array(5_000))),
      'certificate-malformed',
    )
    for (let at = 0; at < certificate.length; at++) {
      const altered = certificate.with(at, certificate[at]! ^ 1)
      const code = codeOf(() => verifyOrganCertificate(parseOrganCertificate(altered), matter, officer))
      assert.match(code, /^certificate-/, String(at))
    }
  })
})
