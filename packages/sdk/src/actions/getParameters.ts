import { parameterTable } from '@gongshi/affair-kit'
import { type Cbor, encodeCbor, toHex, verifyStates } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { getStatesEvidence } from './getEvidence.ts'

type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'trust'>

/**
 * What the state holds of an affair's parameters, each as [[from, value, clause], …], all proven at one moment; those of which it
 * holds nothing are not there.
 * @throws {ClientError} client-trust-missing, client-evidence-mismatch, those of a request; {EvidenceError}
 */
export async function getParameters(
  client: Asking,
  affair: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Cbor>> {
  const { trust } = client
  if (trust === undefined) throw new ClientError({ code: 'client-trust-missing' })
  const keys = names.map((name) => ({ affair: 'ledger', table: parameterTable, key: [affair, name] }))
  const { verdict, values } = await verifyStates(await getStatesEvidence(client, keys), trust, client.now())
  if (verdict.status !== 'verified') throw new ClientError({ code: 'client-evidence-mismatch' })
  const idOf = ({ affair: of, table, key }: (typeof keys)[number] | (typeof values)[number]) =>
    toHex(encodeCbor([of, table, key]))
  const proven = new Map(values.map((each) => [idOf(each), each.value]))
  return new Map(
    names.flatMap((name, at): [string, Cbor][] => {
      const id = idOf(keys[at]!)
      if (!proven.has(id)) throw new ClientError({ code: 'client-evidence-mismatch' })
      const value = proven.get(id)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
