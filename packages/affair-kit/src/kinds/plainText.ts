import { checkText, ProtocolError } from '@gongshi/protocol'
import { KitError } from '../errors.ts'

/**
 * The protocol's rule for every text on the ledger, with the place where it is broken: what is read is what was signed.
 * @throws {KitError} value-text or value-range
 */
export function plainText(text: string, maxBytes: number, path: string): string {
  try {
    return checkText(text, maxBytes)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    if (error.code === 'text-too-long')
      throw new KitError({ code: 'value-range', path, expected: `at most ${maxBytes} bytes` })
    throw new KitError({ code: 'value-text', path })
  }
}

export function isPlainText(text: string, maxBytes: number): boolean {
  try {
    checkText(text, maxBytes)
    return true
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}
