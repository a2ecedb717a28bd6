import type { Cbor } from '@gongshi/protocol'
import { parseRowKey } from '@gongshi/sdk'
import { CliError } from './errors.ts'

/** The last part of the address of a row's page: canonical CBOR in base64url. @throws {CliError} cli-value-invalid */
export function rowOf(flag: string, text: string): Cbor {
  try {
    return parseRowKey(text)
  } catch (cause) {
    throw new CliError({ code: 'cli-value-invalid', flag, expected: `…/${flag.toLowerCase()}s/${flag}` }, { cause })
  }
}
