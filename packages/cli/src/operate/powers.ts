import { fromHex } from '@gongshi/protocol'
import { CliError } from '../errors.ts'

/** `8f3c…=1` -> key and power. @throws {CliError} cli-value-invalid */
export function parsePower(text: string): { readonly key: Uint8Array; readonly power: bigint } {
  const [, key, power] = /^([0-9a-f]{64})=(\d{1,16})$/.exec(text) ?? []
  if (key === undefined || power === undefined)
    throw new CliError({ code: 'cli-value-invalid', flag: 'KEY=POWER', expected: '[0-9a-f]{64}=[0-9]+' })
  return { key: fromHex(key), power: BigInt(power) }
}
