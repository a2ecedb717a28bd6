import { type Cbor, fromHex } from '@gongshi/protocol'
import { CliError } from '../errors.ts'
import { rowOf } from '../rowArgument.ts'

/** A bid as its page names it: the procedure, and the pseudonym in hexadecimal. @throws {CliError} cli-value-invalid */
export function bidKey(procedure: string, pseudonym: string): [procedure: Cbor, author: Uint8Array] {
  if (!/^[0-9a-f]{64}$/.test(pseudonym))
    throw new CliError({ code: 'cli-value-invalid', flag: 'BID', expected: '5a5a…5a' })
  return [rowOf('PROCEDURE', procedure), fromHex(pseudonym)]
}
