import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { formatFingerprint, parseTrust, trustFingerprint } from '@gongshi/protocol'
import { assertAccessible, assertNoSidewaysScroll } from '../portal/audit.ts'
import { inBrowser } from '../portal/browser.ts'
import { desktop, phone } from '../portal/looks.ts'
import { open, savedVerifier, verifyIn } from '../verifier/verifierPage.ts'
import { describeCity } from './city.ts'
import { asDocumented, readOutputs, writeOutputs } from './document.ts'
import { type Demo, gongshi, gongshiWith, startDemo } from './session.ts'

const attacks = [
  'edit-row',
  'swap-content',
  'flip-byte',
  'rewrite-history',
  'drop-entry',
  'roll-back',
  'fork',
  'backdate',
]
/** The file of each attack that turns red, and at which step. */
const red: { readonly [attack: string]: readonly [file: string, step: string] } = {
  'edit-row': ['served.gse', 'inclusion'],
  'swap-content': ['served.gse', 'members'],
  'flip-byte': ['served.gse', 'body'],
}
let folder: string
let demo: Demo

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshi-first-'))
  demo = await startDemo(folder, 'en')
})
after(() => rm(folder, { recursive: true, force: true }))

describe('a newcomer', () => {
  test('types what the demo says, and the documentation shows what comes of it', async () => {
    const commands = [...demo.said.matchAll(/npx --no gongshi (.+)/g)].map((match) => match[1]!.split(' '))
    const [evidence, trust, verify, cheat] = commands
    for (const command of [evidence!, trust!]) assert.equal((await gongshi(folder, ...command, '--lang', 'en')).code, 0)
    const verified = await gongshi(folder, ...verify!, '--lang', 'en')
    assert.deepEqual([verified.code, /VALID: true at/.test(verified.out)], [0, true])
    const entry = evidence!.find((word) => /^\d+$/.test(word))!
    const packed = await gongshi(folder, 'court-pack', 'case.zip', '--entry', entry, '--url', demo.url, '--json')
    const { files } = JSON.parse(packed.out) as { files: Readonly<Record<string, string>> }
    const names = Object.keys(files).filter((name) => name.startsWith('evidence/naming-'))
    assert.equal(names.length, 1, 'the act that named the organ, whose row has a hash of its name')
    const cheated = await gongshi(folder, ...cheat!, '--lang', 'en')
    assert.deepEqual([cheated.code, cheated.err], [0, ''])
    const outputs = { start: asDocumented(demo.said), cheat: cheated.out.trimStart() }
    if (process.env.GONGSHI_WRITE_DOCS === '1') await writeOutputs(outputs)
    assert.deepEqual(
      await readOutputs(Object.keys(outputs)),
      outputs,
      'run: GONGSHI_WRITE_DOCS=1 npm run e2e -- e2e/demo',
    )
  })

  test('sees the city, and the record that was corrected', async () => {
    const addresses = demo.said.match(/http:\/\/localhost:\d+\/\S*/g) ?? []
    for (const look of [desktop, phone])
      await inBrowser(look, async (context) => {
        for (const address of addresses) {
          const { page, problems } = await open(context, address)
          await assertNoSidewaysScroll(page, address)
          assert.deepEqual(problems, [], address)
        }
      })
  })

  test('acts by hand as the documentation shows', async () => {
    const text = await readFile(new URL('../../docs/demo.md', import.meta.url), 'utf8')
    const [, input, command] = /echo '(.+)' \|\n {2}npx --no gongshi (.+)\n/.exec(text) ?? assert.fail('no example')
    const done = await gongshiWith(input!, folder, ...command!.split(' '), '--url', demo.url, '--json')
    assert.deepEqual([done.code, done.err], [0, ''])
  })
})

// PERF: founding a city takes most of it, so that one serves both.
describe('the city of forty organs', () => describeCity(() => demo))

describe('the demo', () => {
  test('is stopped by either signal within ten seconds, and goes on where it was', async () => {
    const first = await demo.stop('SIGTERM')
    assert.deepEqual([first.code, first.tookMs < 10_000], [0, true])
    const again = await startDemo(folder, 'zh')
    assert.match(again.said, /青石市/)
    const second = await again.stop('SIGINT')
    assert.deepEqual([second.code, second.tookMs < 10_000], [0, true])
  })
})

describe('the files that the corrupt administrator leaves', () => {
  for (const [look, lang] of [
    [desktop, 'en'],
    [phone, 'zh'],
  ] as const)
    test(`turn red in gongshi-verify.html from disk, ${look.width} px, ${lang}`, async () => {
      const files = join(folder, 'gongshi-cheats')
      const trust = await readFile(join(files, 'trust.json'), 'utf8')
      const fingerprint = formatFingerprint(trustFingerprint(parseTrust(trust)))
      const url = await savedVerifier(folder)
      await inBrowser(look, async (context) => {
        for (const attack of attacks) {
          const [file, step] = red[attack] ?? ['contradiction.gse', 'app']
          const names = (await readdir(join(files, attack))).filter((name) => name.endsWith('.gse'))
          for (const name of names) {
            const { page, problems } = await open(context, `${url}#${lang}`)
            const evidence = await readFile(join(files, attack, name))
            const verdict = await verifyIn(page, { evidence, trust, fingerprint, name })
            assert.equal(verdict, name === file ? 'refused' : 'proven', `${attack} ${name}`)
            if (name === file) assert.equal(await page.getAttribute(`#steps [data-step=${step}]`, 'class'), 'failed')
            await assertNoSidewaysScroll(page, `${attack} ${name}`)
            if (name === file && attack === 'fork') await assertAccessible(page, attack)
            assert.deepEqual(problems, [])
            await page.close()
          }
        }
      })
    })
})
