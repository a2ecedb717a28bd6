import { type Signer, type SignInStatement, signSignIn } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { member, readBase64 } from '../http/json.ts'
import { askBytes, askJson } from '../http/request.ts'

/**
 * Opens a session of the workspace, in the browser whose page this is, or steps one up: the passkey signs a challenge of the
 * node. `origin` is the page's; the chain id what the page's ledger is called, so that a node can't have a statement for
 * another ledger.
 * @throws {ClientError} client-node-refused with the node's code, and those of the passkey
 */
export async function signIn(
  client: Pick<Client, 'url' | 'fetch' | 'language'>,
  signer: Signer,
  statement: Omit<SignInStatement, 'challenge'>,
): Promise<void> {
  const { purpose } = statement
  const given = await askJson(client, `/api/v1/sign-in/challenge?purpose=${purpose}`)
  const challenge = readBase64(member(given, 'challenge'), 'challenge')
  const body = await signSignIn(signer, { ...statement, challenge })
  const path = purpose === 'step-up' ? '/api/v1/sign-in/step-up' : '/api/v1/sign-in'
  await askBytes(client, path, { method: 'POST', headers: { 'content-type': 'application/cose' }, body })
}
