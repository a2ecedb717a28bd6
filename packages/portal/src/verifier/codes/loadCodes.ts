import { byId, element } from '../dom.ts'
import { type CodesDoor, codesScriptId } from './door.ts'

/**
 * Opens the reader of QR codes. PERF: its script, half as large as all the rest, lies in the file as text and is run when it is
 * first asked for; the policy names its hash beside the page's own.
 */
export function openCodes(door: CodesDoor, pictures: readonly File[]): void {
  if (!globalThis.gongshiCodes) document.head.append(element('script', {}, byId(codesScriptId).textContent))
  globalThis.gongshiCodes!(door, pictures)
}
