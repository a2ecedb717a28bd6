/**
 * `npm run crash -- --kills N [--minutes M] [--engine]`: kills a node under load again and again, and holds it to what its clients
 * were told (docs/reliability.md). `--engine`: store, ledger and engine alone, which start faster. Ends with a line of figures,
 * and with an exit code other than 0 when something acknowledged was lost.
 */
import { parseArgs } from 'node:util'
import { killNodeAgainAndAgain } from '../e2e/faults/killNode.ts'
import { killAgainAndAgain } from '../packages/node/test/killLoop.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    minutes: { type: 'string' },
    engine: { type: 'boolean', default: false },
  },
})
const kills = wholeNumber('kills', values.kills)
// Each kill takes a start and its check; a machine that needs ten times that long is told what it reached.
const withinMs = values.minutes === undefined ? kills * 30_000 : wholeNumber('minutes', values.minutes) * 60_000

const begun = performance.now()
const figures = values.engine ? await ofEngine() : await ofNode()
console.log(`${figures}; none lost, in ${((performance.now() - begun) / 1000).toFixed(0)} s`)

async function ofEngine(): Promise<string> {
  const { kills: done, acknowledged } = await killAgainAndAgain(kills, withinMs)
  return `${done} kills of the engine: ${acknowledged} acknowledged = ${acknowledged} found`
}

async function ofNode(): Promise<string> {
  const {
    kills: done,
    whileStarting,
    acknowledged,
    again,
  } = await killNodeAgainAndAgain(kills, withinMs, (tally) => {
    if (tally.kills % 20 === 0) console.error(`${tally.kills} kills, ${tally.acknowledged} acknowledged`)
  })
  return (
    `${done} kills of the node, ${whileStarting} of them while it started: ${acknowledged} acknowledged = ${acknowledged} found, ` +
    `${again} sent again`
  )
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} is a whole number from 1 on, not ${text}`)
  return Number(text)
}
