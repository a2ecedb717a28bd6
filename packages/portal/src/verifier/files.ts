import { evidenceFromText } from './check.ts'

/** Evidence with disclosed content may be large; anything beyond this is some other file. */
export const evidenceLimitBytes = 64 * 1024 * 1024

/** The CBOR bytes of a `.gse`, or of its readable twin `.gse.json`, told apart by their first character. */
export async function bytesOfEvidence(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const first = bytes.find((byte) => byte > 0x20)
  return first === 0x7b ? evidenceFromText(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) : bytes
}

/** A trust root is a JSON object that names a genesis; nothing else that is dropped here does. */
export function looksLikeTrust(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false
  try {
    const value = JSON.parse(text) as object
    return 'genesisHash' in value && 'chainId' in value
  } catch {
    return false
  }
}

export function isPicture(file: File): boolean {
  return file.type.startsWith('image/')
}
