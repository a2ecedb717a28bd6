/** Submit one publication and verify it: node publish.ts KEY.pem */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { disclosure } from '@gongshi/affairs'
import { keyFromMaterial } from '@gongshi/protocol'
import { actOf, createClient, createWallet, getEntryEvidence, getTrust, submit } from '@gongshi/sdk'

const url = process.env.GONGSHI_URL ?? 'http://127.0.0.1:7900'
const organ = JSON.parse(process.env.GONGSHI_ORGAN ?? '{"scheme":"x-founder","id":"1"}')
const secret = createPrivateKey(readFileSync(process.argv[2]!))
const { x } = createPublicKey(secret).export({ format: 'jwk' })
const signer = {
  key: keyFromMaterial('ed25519', new Uint8Array(Buffer.from(x!, 'base64url'))),
  sign: async (message: Uint8Array) => new Uint8Array(sign(null, message, secret)),
}

// The trust root should come from somewhere other than the node: a colleague, a newspaper, last year's backup.
const trust = await getTrust(createClient({ url }))
const client = createClient({ url, trust })
const { index, outcome } = await submit(client, createWallet(signer), actOf(disclosure, 'publish'), {
  organ,
  identifier: `typescript-${Date.now()}`,
  kind: 'notice',
  clause: 'government-information/20',
  issued: new Date().toISOString().slice(0, 10),
  content: client.random(32), // the commitment of a document; here of none
})
console.log(`entry ${index}: ${outcome[0]}`)

const { verdict } = await getEntryEvidence(client, index)
console.log(`verified: ${verdict.steps.map(({ step }) => step).join(', ')}`)
