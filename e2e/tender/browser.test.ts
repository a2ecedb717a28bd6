import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { describe, test } from 'node:test'
import { freshFolder } from '../../packages/cli/test/runInTest.ts'
import { cometProgram, withoutComet } from '../../packages/engine-cometbft/fixtures/program.ts'
import { bid, opensAlone, unpacks } from './bidding.ts'
import { Cast, type Lang, takeOn } from './cast.ts'
import { experts, trustees } from './house.ts'
import { evaluate, proposes, recomputes, signsContract, supervises, trusteesOpen } from './judging.ts'
import { clocksCanNotBeSkewed, consortiumLedger, type Ledger, ledgerHere } from './ledgers.ts'
import { keepsCopies, prepares } from './preparing.ts'
import { holdsToTheStandard } from './standard.ts'

const withoutNetwork =
  (process.env.GONGSHI_LONG !== '1' && 'minutes long: with GONGSHI_LONG=1') ||
  clocksCanNotBeSkewed ||
  ((await cometProgram()) === null && withoutComet)
/** Whoever wants to look sees it in both languages; the consortium has the other one. */
const languages: readonly Lang[] = process.env.GONGSHI_PICTURES && withoutNetwork ? ['zh', 'en'] : ['zh']

describe('an open tender by pages alone, from the plan to the signed contract and the award recomputed', () => {
  for (const lang of languages) test(`with one operator, ${lang}`, async () => play(await ledgerHere(), lang))
  test('with a consortium of four', { skip: withoutNetwork }, async () => play(await consortiumLedger(), 'en'))
})

async function play(ledger: Ledger, lang: Lang): Promise<void> {
  const folder = freshFolder()
  const cast = await Cast.at(ledger, lang, folder)
  try {
    await takeOn(cast, ['works', 'center', 'desk', 'inspectorate', ...trustees, ...experts])
    await cast.letPass(8) // until when the ledger gives notice of the keys
    await prepares(cast)
    const page = await bid(cast)
    await keepsCopies(cast)
    await cast.letPass(22)
    await opensAlone(cast, page)
    await trusteesOpen(cast)
    await unpacks(cast)
    await evaluate(cast)
    await proposes(cast)
    await supervises(cast)
    await cast.letPass(15)
    await signsContract(cast)
    await holdsToTheStandard(ledger.url())
    await recomputes(cast)
    assert.deepEqual(cast.problems, [])
  } finally {
    await cast.end()
    await ledger.end()
    rmSync(folder, { recursive: true, force: true })
  }
}
