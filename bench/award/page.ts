import { parseTrust } from '@gongshi/protocol'
import { verifyAward } from '@gongshi/sdk/award'
import { browserChecks } from '../../packages/portal/src/verifier/check.ts'

declare global {
  var measureAward: (now: number, rounds: number) => Promise<readonly number[]>
}

/** Milliseconds of each round, from the file to the last step, in this page's own thread. */
globalThis.measureAward = async (now, rounds) => {
  const trust = parseTrust(await (await fetch('/trust.json')).text())
  const bytes = new Uint8Array(await (await fetch('/lot.gse')).arrayBuffer())
  const taken: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    const { agrees } = await verifyAward(bytes, trust, now, browserChecks())
    taken.push(performance.now() - started)
    if (!agrees) throw new Error('the award does not come out')
  }
  return taken
}
