import { inPage } from '../support/inPage.ts'
import type { LotFile } from './lotFile.ts'

/** Milliseconds in Chromium; the first round is the reader's own: nothing is compiled or warm. */
export async function awardInChromium({ bytes, trustText, now }: LotFile, rounds: number): Promise<readonly number[]> {
  const answers = {
    '/trust.json': ['application/json', trustText],
    '/lot.gse': ['application/octet-stream', bytes],
  } as const
  return inPage(new URL('./page.ts', import.meta.url), answers, (page) =>
    page.evaluate(([at, times]: [number, number]) => globalThis.measureAward(at, times), [now, rounds] as [
      number,
      number,
    ]),
  )
}
