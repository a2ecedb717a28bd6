import { runPart } from '../parts.ts'
import type { CodesDoor } from './door.ts'

/** Opens the reader of QR codes, by a script of its own. */
export function openCodes(door: CodesDoor, pictures: readonly File[]): void {
  if (!globalThis.gongshiCodes) runPart('codes')
  globalThis.gongshiCodes!(door, pictures)
}
