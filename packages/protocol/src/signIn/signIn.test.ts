import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SoftPasskey } from '@gongshi/testkit'
import { generateSecret, secretSigner } from '../keys/secret.ts'
import { SignInError } from './errors.ts'
import { parseSignIn, type SignInStatement, signInFault, signSignIn, verifySignIn } from './statement.ts'

const passkey = new SoftPasskey(new Uint8Array(32).fill(3), {
  rpId: 'portal.example',
  origin: 'https://portal.example',
})
const statement: SignInStatement = {
  chainId: 'city',
  origin: 'https://portal.example',
  purpose: 'sign-in',
  challenge: new Uint8Array(48).fill(9),
}

describe('a sign-in statement', () => {
  test('comes back as it was signed, and is its key’s', async () => {
    const signed = parseSignIn(await signSignIn(passkey, statement))
    const { chainId, origin, purpose, challenge } = signed
    assert.deepEqual({ chainId, origin, purpose, challenge }, statement)
    assert.equal(signInFault(signed), undefined)
    assert.equal(verifySignIn(signed, passkey.key), true)
  })

  test('is no other key’s, and no other statement’s', async () => {
    const other = secretSigner('es256', generateSecret('es256', new Uint8Array(32).fill(5)))
    const signed = parseSignIn(await signSignIn(passkey, statement))
    assert.equal(verifySignIn(signed, other.key), false)
    assert.equal(verifySignIn({ ...signed, kid: other.key.id }, passkey.key), false)
    const stepUp = parseSignIn(await signSignIn(passkey, { ...statement, purpose: 'step-up' }))
    assert.equal(verifySignIn({ ...signed, payload: stepUp.payload }, passkey.key), false)
    assert.equal(signInFault({ ...signed, payload: stepUp.payload }), 'assertion-challenge-mismatch')
  })

  test('with a byte too many or too few, of another purpose or a short challenge, is none', async () => {
    const bytes = await signSignIn(passkey, statement)
    const purpose = await signSignIn(passkey, { ...statement, purpose: 'bind' as 'sign-in' })
    const short = await signSignIn(passkey, { ...statement, challenge: new Uint8Array(47) })
    const longer = new Uint8Array([...bytes, 0])
    for (const wrong of [new Uint8Array(0), bytes.subarray(0, -1), longer, purpose, short])
      assert.throws(() => parseSignIn(wrong), SignInError)
  })
})
